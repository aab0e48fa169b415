"""The tokeniser of multilingual-e5: a SentencePiece unigram model, with the vocabulary that comes with the weights.

The likeliest division of a text is found word by word (Viterbi; Kudo 2018, Subword Regularization): no piece reaches
across the marker that begins a word, so the best divisions of the words together are the best one of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from retrieval.e5_weights import Vocabulary

MARKER = "▁"
"""Stands for the space before a word."""
_WORD = re.compile(f"(?: +|{MARKER})([^ {MARKER}]*)")
_UNKNOWN_PENALTY = 10.0
"""An unknown character is less likely than the rarest piece by this much (SentencePiece's own constant)."""
_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 24
_NEVER = float("-inf")


class E5Tokenizer:
    """Gives the token ids of a text, without special tokens; safe to call from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index the pieces; takes about 0.2 s."""
        self.vocabulary = vocabulary
        self._ids = {piece: id_ for id_, piece in enumerate(vocabulary.pieces) if id_ != vocabulary.unknown}
        self._scores = vocabulary.scores
        self._normalised = vocabulary.normalised
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._longest: dict[str, int] = {}
        for piece in filter(None, self._ids):
            self._longest[piece[0]] = max(len(piece), self._longest.get(piece[0], 0))
        self._remembered = lru_cache(_REMEMBERED)(self._divide)
        self._placed = lru_cache(_REMEMBERED)(self._place)
        self._stretched = frozenset(chr(code) for code, text in vocabulary.normalised.items() if len(text) != 1)

    def encode(self, text: str) -> list[int]:
        """The ids of `text`; runs of spaces count as one."""
        ids: list[int] = []
        for _, word in self._words(text):
            ids += self._ids_of(word)
        return ids

    def places(self, text: str) -> list[tuple[int, int]]:
        """The ids of `encode`, each with where in `text` its token ends, in code points."""
        found: list[tuple[int, int]] = []
        for at, word in self._words(text):
            place = self._placed if len(word) <= _LONGEST_REMEMBERED else self._place
            found += [(id_, at + end) for id_, end in place(word)]
        if self._stretched.isdisjoint(text):
            return found
        origins = [0, *(place for place, part in enumerate(text, 1) for _ in part.translate(self._normalised))]
        return [(id_, origins[end]) for id_, end in found]

    def _words(self, text: str) -> Iterator[tuple[int, str]]:
        """Each word behind its marker, with where in the normalised text the marker stands for the last space."""
        normal = text.translate(self._normalised)
        added = not normal.startswith(" ")
        for word in _WORD.finditer(" " + normal if added else normal):
            yield word.start(1) - 1 - added, MARKER + word[1]

    def _place(self, word: str) -> tuple[tuple[int, int], ...]:
        """The ids of a word, each with where in it its piece ends; an unknown one stands for one character."""
        ids = self._ids_of(word)
        lengths = (1 if id_ == self._unknown else len(self.vocabulary.pieces[id_]) for id_ in ids)
        return tuple(zip(ids, accumulate(lengths), strict=True))

    def _ids_of(self, word: str) -> tuple[int, ...]:
        return self._remembered(word) if len(word) <= _LONGEST_REMEMBERED else self._divide(word)

    def _divide(self, word: str) -> tuple[int, ...]:
        """The likeliest pieces of one word."""
        best = [0.0] + [_NEVER] * len(word)
        last: list[tuple[int, int]] = [(0, self._unknown)] * (len(word) + 1)
        for start in range(len(word)):
            reached = best[start]
            # Few pieces begin with any one character: most Chinese characters begin none but their own.
            for end in range(start + 1, min(len(word), start + self._longest.get(word[start], 1)) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None and reached + self._scores[piece] > best[end]:
                    best[end], last[end] = reached + self._scores[piece], (start, piece)
            if reached + self._unknown_score > best[start + 1]:
                best[start + 1], last[start + 1] = reached + self._unknown_score, (start, self._unknown)
        return _backwards(last)


def _backwards(last: list[tuple[int, int]]) -> tuple[int, ...]:
    pieces, at = [], len(last) - 1
    while at:
        at, piece = last[at]
        pieces.append(piece)
    return tuple(reversed(pieces))
