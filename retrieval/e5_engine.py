"""What runs multilingual-e5: the protocol of an engine, and what engines share that work on token ids.

Every engine runs the same weights and gives the same vectors, so an index is never bound to one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.conventions import E5 as CONVENTIONS
from retrieval.e5_tokens import E5Tokenizer
from retrieval.e5_weights import E5Weights, Floats
from retrieval.embedder import Vectors, unit_rows
from retrieval.token_vectors import TokenStates, stored

Ids = NDArray[np.int64]


QUESTION_WINDOWS = 2
"""Windows of 510 tokens of a question that are embedded: all of 2,000 characters of prose, but not all nonsense."""
_REMEMBERED = 1_024
"""Passages whose tokens' places are kept: the same ones are asked for again and again."""


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

    def states(self, windows: Sequence[Ids]) -> list[Floats]:
        """The last states of each window, each of shape (tokens, width)."""
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
        self._information = np.maximum(-np.array(vocabulary.scores, dtype=np.float32), 1e-3)
        self._ends = lru_cache(_REMEMBERED)(self._find_ends)
        self.name = encoder.name
        self.together = encoder.together

    def embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        """Unit rows of shape (n, width) for at least one text, which gets the prefix of its kind."""
        windows = [self._windows(text, is_query=is_query) for text in texts]
        means = iter(self._encoder.means([window for text in windows for window in text]))
        rows = [sum(next(means) * (len(window) - 2) for window in text) for text in windows]
        return unit_rows(np.array(rows, dtype=np.float32))

    def embed_tokens(self, texts: Sequence[str], *, is_query: bool) -> tuple[Vectors, list[TokenStates]]:
        """What `embed` gives, and the states that it is made of."""
        windows = [self._windows(text, is_query=is_query) for text in texts]
        found = iter(self._encoder.states([window for text in windows for window in text]))
        rows, tokens = [], []
        for text in windows:
            states = [next(found) for _ in text]
            rows.append(sum(one.mean(axis=0) * (len(one) - 2) for one in states))
            tokens.append(self._own_tokens(text, states, is_query=is_query))
        return unit_rows(np.array(rows, dtype=np.float32)), tokens

    def length(self, text: str) -> int:
        """How many tokens `text` has as a passage, without special tokens."""
        return len(self._tokenizer.encode(CONVENTIONS.passage_prefix + text))

    def stored_ends(self, text: str) -> Ids:
        """Where in a passage's text the tokens end whose vectors are stored, in code points; not to be changed."""
        return self._ends(text)

    def _find_ends(self, text: str) -> Ids:
        prefix = CONVENTIONS.passage_prefix
        before = len(self._tokenizer.encode(prefix.rstrip()))
        places = np.array(self._tokenizer.places(prefix + text)[before:], dtype=np.int64).reshape(-1, 2)
        ends: Ids = (places[:, 1] - len(prefix))[stored(self._information[places[:, 0]])]
        ends.flags.writeable = False
        return ends

    def _windows(self, text: str, *, is_query: bool) -> list[Ids]:
        ids = self._tokenizer.encode(_prefix(is_query) + text)
        end = min(len(ids), QUESTION_WINDOWS * self._window) if is_query else len(ids)
        parts = (ids[start : min(start + self._window, end)] for start in range(0, end, self._window))
        return [np.array([self._begin, *part, self._end]) for part in parts]

    def _own_tokens(self, windows: Sequence[Ids], states: Sequence[Floats], *, is_query: bool) -> TokenStates:
        before = len(self._tokenizer.encode(_prefix(is_query).rstrip()))
        ids = np.concatenate([window[1:-1] for window in windows])[before:]
        own = np.concatenate([one[1:-1] for one in states])[before:]
        return TokenStates(own, self._information[ids])


def _prefix(is_query: bool) -> str:
    return CONVENTIONS.query_prefix if is_query else CONVENTIONS.passage_prefix


def input_embeddings(weights: E5Weights, ids: Ids) -> Floats:
    """The sum of word, position and type embeddings of one window, shape (tokens, width)."""
    rows = weights.word_vectors(ids)
    rows += weights.values("emb.pos").reshape(weights.positions, weights.width)[: len(ids)]
    rows += weights.values("emb.type")[: weights.width]
    return rows
