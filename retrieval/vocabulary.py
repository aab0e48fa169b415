"""The words of the content as they are written, to find out what a mistyped one was meant to be.

The table `words` holds each word once a scope. In memory a word is a row of character codes, so that the whole
vocabulary is compared at once: 200,000 words take some milliseconds.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from retrieval.analysis import fold, written_words
from retrieval.slips import slips

SHORTEST, LONGEST = 4, 24
"""Letters; shorter words have too many neighbours, longer ones are hardly words."""

_Codes = NDArray[np.uint16]


def record_words(session: Session, scope_id: int, texts: Iterable[str]) -> None:
    """Note every word of `texts` as one of this scope."""
    words = {word for text in texts for word in written_words(text) if SHORTEST <= len(word) <= LONGEST}
    session.executemany(
        "INSERT OR IGNORE INTO words (word, scope_id) VALUES (?, ?)", [(word, scope_id) for word in sorted(words)]
    )


def known_words(session: Session, words: Sequence[str], scopes: Sequence[int]) -> frozenset[str]:
    """Those of `words` that were ever written in one of `scopes`."""
    marks, places = ",".join("?" * len(words)), ",".join("?" * len(scopes))
    rows = session.execute(
        f"SELECT DISTINCT word FROM words WHERE word IN ({marks}) AND scope_id IN ({places})",  # noqa: S608 - marks only
        [*words, *scopes],
    )
    return frozenset(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class _Words:
    """All words read so far, row by row; replaced as a whole when there are more."""

    last: int
    words: tuple[str, ...]
    scopes: NDArray[np.int32]
    lengths: NDArray[np.int8]
    letters: NDArray[np.uint64]
    """Which letters a word holds, as a set of bits."""
    codes: _Codes


_NONE = _Words(
    0, (), np.empty(0, np.int32), np.empty(0, np.int8), np.empty(0, np.uint64), np.empty((0, LONGEST), np.uint16)
)


class Vocabulary:
    """The words in memory, read on as more are written; safe to use from several threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._read = _NONE
        self._lock = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        return not self._read.words

    def near(self, session: Session, word: str, scopes: Collection[int], cost: int) -> list[tuple[str, int]]:
        """The words of `scopes` that `word` can be a slip of the fingers for, each with its cost of at most `cost`.

        Accents cost nothing, so a word without the ones it should have is found as well.
        """
        known, folded = self.read_on(session), fold(word)[:LONGEST]
        typed = coded([folded])
        close = np.abs(known.lengths.astype(np.int16) - len(folded)) <= cost
        close &= np.bitwise_count(known.letters ^ _letters(typed)[0]) <= 2 * cost
        rows = np.flatnonzero(close)
        rows = rows[np.isin(known.scopes[rows], list(scopes)) & _begin_alike(known.codes[rows], typed[0])]
        costs = slips(folded, known.codes[rows, : len(folded) + cost], known.lengths[rows])
        found = {known.words[row]: int(paid) for row, paid in zip(rows, costs, strict=True) if paid <= cost}
        return sorted(found.items(), key=lambda pair: (pair[1], pair[0]))

    def read_on(self, session: Session) -> _Words:
        """All words that are written by now; the first time takes about a second for 200,000."""
        rows = session.execute("SELECT id, word, scope_id FROM words WHERE id > ? ORDER BY id", [self._read.last])
        if not (more := rows.fetchall()):
            return self._read
        with self._lock:
            fresh = [row for row in more if row["id"] > self._read.last]
            if fresh:
                self._read = _extended(self._read, fresh)
            return self._read


def _extended(known: _Words, rows: Sequence[Any]) -> _Words:
    ids, added, scopes = zip(*rows, strict=True)
    words = tuple(map(str, added))
    folded = [fold(word)[:LONGEST] for word in words]
    codes = coded(folded)
    return _Words(
        last=int(ids[-1]),
        words=known.words + words,
        scopes=np.concatenate([known.scopes, np.array(scopes, np.int32)]),
        lengths=np.concatenate([known.lengths, np.array([len(word) for word in folded], np.int8)]),
        letters=np.concatenate([known.letters, _letters(codes)]),
        codes=np.concatenate([known.codes, codes]),
    )


def coded(words: Sequence[str]) -> _Codes:
    """Words as rows of character codes, filled up with zeros; rare characters may share a code."""
    joined = "".join(word[:LONGEST].ljust(LONGEST, "\0") for word in words)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype="<u4").reshape(-1, LONGEST)
    return codes.astype(np.uint16)


def _letters(codes: _Codes) -> NDArray[np.uint64]:
    bits = np.where(codes > 0, np.uint64(1) << (codes % 64).astype(np.uint64), np.uint64(0))
    letters: NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=1)
    return letters


def _begin_alike(words: _Codes, typed: _Codes) -> NDArray[np.bool_]:
    """Whether the first letter is the same, or the first two are swapped: a word's beginning is seldom mistyped."""
    swapped = (words[:, 0] == typed[1]) & (words[:, 1] == typed[0])
    alike: NDArray[np.bool_] = (words[:, 0] == typed[0]) | swapped
    return alike
