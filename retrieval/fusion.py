"""One comparable score in [0, 1] from two searches: a convex combination of normalised scores.

Unlike reciprocal ranks it keeps how much better one passage is than the next (Bruch, Gai and Ingber 2023, An Analysis
of Fusion Functions for Hybrid Retrieval).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.embedder import SimilarityRange


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """The one place where the shares of the parts are set."""

    dense: float = 0.8
    """Share of the dense score; the lexical one has the rest."""
    title: float = 0.15
    """Share that the document's title has in its passages' dense score."""
    translations: float = 0.5
    """Share that the document's translations have in it."""
    length: float = 0.01
    """What a document loses for each e-fold of its passages: the best of many is near by chance."""
    tokens: float = 0.5
    """Share that late interaction has in the score of the documents that it looks at."""
    other_language: float = 0.9
    """Factor on passages in another language than the question's."""
    supposed_lexical: float = 0.5
    """Lexical score supposed for those, as a share of the dense one: their words cannot match, which proves nothing."""


@dataclass(frozen=True, slots=True)
class Fused:
    """One candidate's scores, each in [0, 1]."""

    id: int
    score: float
    dense: float
    lexical: float
    title: float | None = None
    """How near the document's title is; None where it is not known."""
    translations: float | None = None
    """How near the document's translations are; None where there are none."""


def normalise(cosine: float, scale: SimilarityRange, *, is_foreign: bool = False) -> float:
    """A cosine mapped to [0, 1] by its embedder's range; `is_foreign`: question and passage differ in language."""
    comparable = cosine + scale.language_gap if is_foreign else cosine
    return min(1.0, max(0.0, (comparable - scale.unrelated) / (scale.matching - scale.unrelated)))


def fuse(
    dense: Mapping[int, float], lexical: Mapping[int, float], foreign: frozenset[int], weights: FusionWeights
) -> list[Fused]:
    """Every candidate of either search, best first; `foreign` are ids in another language than the question's."""
    fused = []
    for i in dense.keys() | lexical.keys():
        near, words = dense.get(i, 0.0), lexical.get(i, 0.0)
        fused.append(Fused(i, combine(near, words, weights, is_foreign=i in foreign), near, words))
    return best_first(fused)


def best_first(hits: Iterable[Fused]) -> list[Fused]:
    """`hits` in the order in which they are shown; always the same one, also among equals."""
    return sorted(hits, key=lambda hit: (-hit.score, -hit.dense, hit.id))


def combine(dense: float, lexical: float, weights: FusionWeights, *, is_foreign: bool) -> float:
    """One candidate's score from its parts."""
    if not is_foreign:
        return weights.dense * dense + (1.0 - weights.dense) * lexical
    supposed = max(lexical, weights.supposed_lexical * dense)
    return weights.other_language * (weights.dense * dense + (1.0 - weights.dense) * supposed)
