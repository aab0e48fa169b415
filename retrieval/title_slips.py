"""What a word that no title has was probably meant to be, also while it is only half typed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from retrieval.slips import slips_by_end
from retrieval.vocabulary import LONGEST, coded

LONG = 8
"""Letters from which a word may have two wrong ones."""
_MOST_WORDS = 100
_MOST_READ = 20_000
"""Words of titles with the same first letter; more would take too long."""


def near_words(session: Session, typed: str) -> list[tuple[str, int]]:
    """Words of titles that `typed`, or what has been typed so far of one, is a slip for, with its cost; nearest first.

    Whoever may see them: the caller has to leave out what no visible title holds.
    """
    word, cost = typed[:LONGEST], 2 if len(typed) >= LONG else 1
    rows = session.execute(
        "SELECT term FROM titles_terms WHERE term >= ? AND term < ? LIMIT ?",
        [word[0], chr(ord(word[0]) + 1), _MOST_READ],
    )
    words = [row[0] for row in rows if len(row[0]) >= len(word) - cost and row[0].isalpha()]
    if not words:
        return []
    costs = _costs(word, words, cost)
    nearest = np.argsort(costs, kind="stable")[:_MOST_WORDS]
    return [(words[at], int(costs[at])) for at in nearest if costs[at] <= cost]


def _costs(typed: str, words: list[str], cost: int) -> NDArray[np.int16]:
    """What `typed` costs as the beginning of each word: it is compared with every beginning about as long."""
    width = min(LONGEST, len(typed) + cost)
    # A word that ends before is filled up: that costs more than its own end.
    costs: NDArray[np.int16] = slips_by_end(typed, coded(words)[:, :width])[max(1, len(typed) - cost) :].min(axis=0)
    return costs
