"""How likely one word is a slip of the fingers, or of the ear, for another.

A letter left out, put in or swapped with the next costs 1; so does one taken for a neighbour on the keyboard or for one
that sounds alike. Any other exchange costs 2: that is how different words differ.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("aeiouy", "bvp", "ckqs", "csz", "dt", "gj", "mn", "fv", "lr")
_FIELDS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
"""The French keyboard."""


def slips(typed: str, codes: NDArray[np.uint16], lengths: NDArray[np.int8]) -> NDArray[np.int16]:
    """The cost of `typed` for each word, given as rows of character codes; rows too short for a word are cut."""
    costs: NDArray[np.int16] = slips_by_end(typed, codes)[lengths, np.arange(len(codes))]
    return costs


def slips_by_end(typed: str, codes: NDArray[np.uint16]) -> NDArray[np.int16]:
    """The cost of `typed` for the beginnings of each word: row n is for the first n letters, with a column a word.

    Optimal string alignment (Damerau 1964) with costs, for all words at once.
    """
    rows, width = codes.shape
    before = last = np.tile(np.arange(width + 1, dtype=np.int16)[:, None], (1, rows))
    for i, letter in enumerate(typed):
        table = np.empty_like(last)
        table[0] = i + 1
        exchanged = _exchange(letter, codes)
        for j in range(width):
            best = np.minimum(np.minimum(last[j + 1], table[j]) + 1, last[j] + exchanged[:, j])
            if i and j:
                swapped = (codes[:, j - 1] == ord(letter)) & (codes[:, j] == ord(typed[i - 1]))
                best = np.where(swapped, np.minimum(best, before[j - 1] + 1), best)
            table[j + 1] = best
        before, last = last, table
    return last


def _exchange(letter: str, codes: NDArray[np.uint16]) -> NDArray[np.int16]:
    """What it costs to have `letter` stand for each character."""
    costs = np.where(np.isin(codes, _ALIKE.get(letter, _NONE)), np.int16(1), np.int16(2))
    return np.where(codes == ord(letter), np.int16(0), costs)


def _alike() -> Mapping[str, NDArray[np.uint16]]:
    """Which letters each is easily taken for."""
    found: dict[str, set[str]] = {}
    for rows in (_ROWS, _FIELDS):
        for y, row in enumerate(rows):
            for x, letter in enumerate(row):
                above = rows[y - 1][x : x + 2] if y else ""
                below = rows[y + 1][max(0, x - 1) : x + 1] if y + 1 < len(rows) else ""
                found.setdefault(letter, set()).update(row[max(0, x - 1) : x + 2], above, below)
    for sounds in _SOUNDS:
        for letter in sounds:
            found.setdefault(letter, set()).update(sounds)
    return {letter: np.array(sorted(map(ord, others)), np.uint16) for letter, others in found.items()}


_ALIKE = _alike()
_NONE = np.empty(0, np.uint16)
