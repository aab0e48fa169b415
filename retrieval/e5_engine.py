"""What runs multilingual-e5: the protocol of an engine, and what engines share that work on token ids.

Every engine runs the same weights and gives the same vectors, so an index is never bound to one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.conventions import E5 as CONVENTIONS
from retrieval.e5_tokens import E5Tokenizer
from retrieval.e5_weights import E5Weights, Floats
from retrieval.embedder import Vectors, unit_rows

Ids = NDArray[np.int64]


class Engine(Protocol):
    """Turns texts into unit vectors on the core of the caller; safe to call from several threads."""

    @property
    def name(self) -> str:
        """What an operator reads."""
        ...

    @property
    def together(self) -> int:
        """How many texts it takes at a time at its best, on one core."""
        ...

    def embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        """Unit rows of shape (n, width) for at least one text, which gets the prefix of its kind."""
        ...

    def length(self, text: str) -> int:
        """How many tokens `text` has as a passage, without special tokens."""
        ...


class Encoder(Protocol):
    """Runs windows of token ids that fit the model."""

    @property
    def name(self) -> str:
        """What an operator reads."""
        ...

    @property
    def together(self) -> int:
        """How many windows it takes at a time at its best, on one core."""
        ...

    def means(self, windows: Sequence[Ids]) -> Floats:
        """The mean of the last states of each window, shape (windows, width)."""
        ...


class TokenEngine:
    """An engine over an encoder: tokens, windows, and their weighted mean.

    A text longer than one window is the mean of its windows, weighted by their tokens, as in the wheel's own engine.
    """

    def __init__(self, tokenizer: E5Tokenizer, weights: E5Weights, encoder: Encoder) -> None:
        """Combine the parts."""
        self._tokenizer = tokenizer
        vocabulary = tokenizer.vocabulary
        self._begin, self._end = vocabulary.begin, vocabulary.end
        self._window = weights.positions - 2
        self._encoder = encoder
        self.name = encoder.name
        self.together = encoder.together

    def embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        """Unit rows of shape (n, width) for at least one text, which gets the prefix of its kind."""
        prefix = CONVENTIONS.query_prefix if is_query else CONVENTIONS.passage_prefix
        windows = [list(self._windows(self._tokenizer.encode(prefix + text))) for text in texts]
        means = iter(self._encoder.means([window for text in windows for window in text]))
        rows = [sum(next(means) * (len(window) - 2) for window in text) for text in windows]
        return unit_rows(np.array(rows, dtype=np.float32))

    def length(self, text: str) -> int:
        """How many tokens `text` has as a passage, without special tokens."""
        return len(self._tokenizer.encode(CONVENTIONS.passage_prefix + text))

    def _windows(self, ids: list[int]) -> Iterator[Ids]:
        for start in range(0, len(ids), self._window):
            yield np.array([self._begin, *ids[start : start + self._window], self._end])


def input_embeddings(weights: E5Weights, ids: Ids) -> Floats:
    """The sum of word, position and type embeddings of one window, shape (tokens, width)."""
    rows = weights.word_vectors(ids)
    rows += weights.values("emb.pos").reshape(weights.positions, weights.width)[: len(ids)]
    rows += weights.values("emb.type")[: weights.width]
    return rows
