"""The reference lines: plain BM25, plain dense search, and plain rank fusion of the two, on the product's passages.

They share nothing with the product's own retrieval but the passages and the embedder, so that tuning one cannot move
the other.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from re import compile as pattern

import numpy as np
from numpy.typing import NDArray

K1, B = 0.9, 0.4
"""BM25's usual settings for short passages (Anserini's defaults)."""

RRF_K = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009)."""

DEPTH = 100
"""Passages of each list that enter the fusion."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = pattern(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = pattern(rf"[{_CJK}]")


def plain_terms(text: str) -> list[str]:
    """Words in lower case; single characters and pairs where words are not spaced."""
    terms: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if _IS_CJK.match(run):
            terms += [*run, *(run[i : i + 2] for i in range(len(run) - 1))]
        else:
            terms.append(run)
    return terms


class PlainBM25:
    """BM25 (Robertson and Zaragoza 2009) over a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`; results name them by position."""
        counts = [Counter(plain_terms(text)) for text in texts]
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float64)
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if len(counts) else 1.0, 1.0))
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for position, count in enumerate(counts):
            for term, tf in count.items():
                postings[term].append((position, tf * (K1 + 1) / (tf + norm[position])))
        self._size = len(counts)
        self._postings = {
            term: (np.array([p for p, _ in rows]), self._idf(len(rows)) * np.array([w for _, w in rows]))
            for term, rows in postings.items()
        }

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

    def scores(self, query: str) -> NDArray[np.float64]:
        """One score a text, 0 for those that share no term with `query`."""
        scores = np.zeros(self._size)
        for term in plain_terms(query):
            if term in self._postings:
                positions, weights = self._postings[term]
                scores[positions] += weights
        return scores


def top(scores: NDArray[np.floating], depth: int = DEPTH, floor: float = -math.inf) -> list[int]:
    """Positions of the best scores above `floor`, best first, ties in order of position."""
    order = np.argsort(-scores, kind="stable")[:depth]
    return [int(i) for i in order if scores[i] > floor]


def rank_fusion(*rankings: Sequence[int]) -> list[int]:
    """Reciprocal rank fusion of several rankings, each weighing the same."""
    fused: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            fused[item] += 1 / (RRF_K + rank)
    return sorted(fused, key=lambda item: -fused[item])
