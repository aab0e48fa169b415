"""How a question's tokens are matched within a passage: tells its sentences apart where they share no words with it.

A stored token carries what stands around it, so that a sentence which begins with "It" is still about its subject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model import Passage
from retrieval.token_vectors import Floats

Ends = Callable[[str], NDArray[np.int64]]
"""Where in the text of a passage, as it was embedded, its stored tokens end."""


@dataclass(frozen=True, slots=True, eq=False)
class PassageTokens:
    """The tokens of a question against those of one passage."""

    weights: Floats
    """The share of each token of the question; they add up to 1."""
    cosines: Floats
    """Shape (tokens of the question, stored tokens of the passage)."""
    ends: Ends
    before: str
    """What stands before the passage's own text where it was embedded: title and headings."""

    def best_in(self, passage: Passage, stretches: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
        """The best cosine of each of the question's tokens, in title and headings and in each stretch of the document.

        Shapes (tokens,) and (stretches, tokens); 0 where a stretch has no tokens of its own.
        """
        ends = self.ends(self.before + passage.text)
        offset = len(self.before) - passage.start
        edges = [(0, len(self.before)), *((start + offset, end + offset) for start, end in stretches)]
        found = np.zeros((len(edges), len(self.weights)), dtype=np.float32)
        for row, (left, right) in enumerate(np.searchsorted(ends, np.array(edges), side="right").tolist()):
            if left < min(right, self.cosines.shape[1]):
                found[row] = self.cosines[:, left:right].max(axis=1)
        return found[0], found[1:]
