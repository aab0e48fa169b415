"""multilingual-e5 in torch with 16-bit (bf16) products, for ingest on processors that have them.

Windows are packed end to end into one matrix, so no work is spent on padding between them; attention runs window by
window. Normalisation and the sums between layers stay in 32 bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from retrieval.e5_engine import Ids, input_embeddings
from retrieval.e5_weights import E5Weights, Floats

_TOKENS = 1024
"""Packed into one matrix; other sizes were not measured reliably."""
_STEP = 128
"""A matrix has a multiple of this many rows: oneDNN compiles and keeps code for every size it meets."""


def is_quick_here() -> bool:
    """Whether this processor multiplies bf16 in hardware; without, torch is no quicker than ONNX Runtime."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


class TorchEncoder:
    """Runs many windows at a time on the core of the caller; several threads may do so at once."""

    name = "torch (bf16)"
    together = 16

    def __init__(self, weights: E5Weights) -> None:
        """Expand the weights to 16 bits, 43 MB."""
        self._weights = weights
        self._layers = [_Layer(weights, f"l{number}") for number in range(weights.layers)]
        self._first = _pair(weights, "emb.ln")

    def means(self, windows: Sequence[Ids]) -> Floats:
        """The mean of the last states of each window, shape (windows, width)."""
        return np.stack([states.mean(axis=0) for states in self.states(windows)])

    def states(self, windows: Sequence[Ids]) -> list[Floats]:
        """The last states of each window, each of shape (tokens, width)."""
        found: dict[int, Floats] = {}
        torch.set_num_threads(1)  # for this thread: on a busy machine OpenMP's threads wait for each other
        with torch.inference_mode():
            for batch in _batches(windows):
                found.update(zip(batch, self._packed([windows[at] for at in batch]), strict=True))
        return [found[at] for at in range(len(windows))]

    def _packed(self, windows: Sequence[Ids]) -> list[Floats]:
        bounds = np.cumsum([0, *(len(window) for window in windows)]).tolist()
        packed = np.zeros((-(-bounds[-1] // _STEP) * _STEP, self._weights.width), dtype=np.float32)
        np.concatenate([input_embeddings(self._weights, window) for window in windows], out=packed[: bounds[-1]])
        states = self._normalised(torch.from_numpy(packed), self._first)
        for layer in self._layers:
            attended = layer.attention(states, bounds, self._weights.heads)
            states = self._normalised(states + attended, layer.after_attention)
            states = self._normalised(states + layer.inner(states), layer.after_inner)
        return [states[start:end].numpy() for start, end in pairwise(bounds)]

    def _normalised(self, states: Any, scale_and_shift: tuple[Any, Any]) -> Any:
        return functional.layer_norm(states, (self._weights.width,), *scale_and_shift, self._weights.epsilon)


class _Layer:
    def __init__(self, weights: E5Weights, name: str) -> None:
        width, inner = weights.width, weights.inner
        parts = [_linear(weights, f"{name}.{part}", width) for part in "qkv"]
        self._qkv = tuple(torch.cat(tensors) for tensors in zip(*parts, strict=True))
        self._out = _linear(weights, f"{name}.ao", width)
        self._up, self._down = _linear(weights, f"{name}.fi", inner), _linear(weights, f"{name}.fo", width)
        self.after_attention, self.after_inner = _pair(weights, f"{name}.aln"), _pair(weights, f"{name}.oln")

    def attention(self, states: Any, bounds: list[int], heads: int) -> Any:
        """Self-attention within each window; rows beyond the last window stay zero."""
        rows, width = states.shape
        parts = functional.linear(states.bfloat16(), *self._qkv).view(rows, 3, heads, width // heads)
        attended = torch.zeros(rows, width, dtype=torch.bfloat16)
        for start, end in pairwise(bounds):
            query, key, value = parts[start:end].permute(1, 2, 0, 3).unsqueeze(1)
            found = functional.scaled_dot_product_attention(query, key, value)[0]
            attended[start:end] = found.transpose(0, 1).reshape(end - start, width)
        return functional.linear(attended, *self._out).float()

    def inner(self, states: Any) -> Any:
        """The two linear maps with the activation between them."""
        between = functional.gelu(functional.linear(states.bfloat16(), *self._up))
        return functional.linear(between, *self._down).float()


def _batches(windows: Sequence[Ids]) -> Iterator[list[int]]:
    """Positions of windows that are packed together."""
    batch: list[int] = []
    for at, window in enumerate(windows):
        if batch and sum(len(windows[other]) for other in batch) + len(window) > _TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _linear(weights: E5Weights, name: str, outputs: int) -> tuple[Any, Any]:
    matrix = torch.from_numpy(weights.matrix(f"{name}.w", outputs)).bfloat16()
    return matrix, torch.tensor(weights.values(f"{name}.b")).bfloat16()


def _pair(weights: E5Weights, name: str) -> tuple[Any, Any]:
    return torch.tensor(weights.values(f"{name}.w")), torch.tensor(weights.values(f"{name}.b"))
