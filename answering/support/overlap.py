"""How much a sentence has in common with its source, in words and in meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answering.support.source import Source, content_terms, ngrams, sequence
from retrieval.embedder import SimilarityRange

OVERLAP_SIGNALS = (
    "coverage",
    "coverage_best",
    "coverage_two",
    "verbatim",
    "novel_run",
    "length",
    "cosine",
)
"""Shares of the sentence's terms that the source, its best sentence and its best two have; share of its runs of three
words that the source has; its longest run of words that are not there; its words; its nearness to the source's best
sentence or to the two together, left out where the source has it word for word."""
MEANING = frozenset(("cosine",))
"""Those that an embedder gives."""
Vector = NDArray[np.float32]
_FEW = 3


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a sentence has in common with a source."""

    signals: dict[str, float]
    best: tuple[int, ...]
    """The source's sentences that match best, best first: one, or two where the second adds something."""
    coverage: float
    """The share of the sentence's terms that these have."""

    def across_languages(self, scale: SimilarityRange) -> Overlap:
        """The same for a sentence in another language than the source, where only the meaning can be compared."""
        gap = scale.language_gap / (scale.matching - scale.unrelated)
        kept = {name: value + gap for name, value in self.signals.items() if name in MEANING}
        return Overlap(kept, self.best, self.coverage)


def overlap(sentence: str, vector: Vector | None, source: Source, scale: SimilarityRange) -> Overlap:
    """Compare; `vector` is the sentence embedded as a passage, None where its meaning need not be compared."""
    terms = content_terms(sentence, source.lang)
    shares = source.coverages(terms)
    cosines = None if vector is None else source.vectors @ vector
    first = int(np.argmax(shares if cosines is None else shares + 0.5 * cosines))
    second = _second(terms, first, source)
    best = (first,) if second is None else (first, second)
    covered = len(terms & frozenset().union(*(source.terms[at] for at in best))) / max(1, len(terms))
    words = sequence(sentence)
    signals = {
        "coverage_best": float(shares[first]),
        "coverage_two": covered,
        "coverage": len(terms & source.all_terms) / max(1, len(terms)),
        "verbatim": _verbatim(words, source),
        "novel_run": math.log1p(_novel_run(words, source)),
        "length": math.log1p(len(words)),
    }
    if vector is not None and cosines is not None:
        signals["cosine"] = _scaled(max(float(cosines.max()), _together(source, best, vector)), scale)
    if not terms:  # figures only, or nothing but common words
        for name in ("coverage_best", "coverage_two", "coverage"):
            signals[name] = float(sentence.strip().lower() in source.plain)
    return Overlap(signals, best, covered)


def _second(terms: frozenset[str], first: int, source: Source) -> int | None:
    """The sentence that has most of what the first one lacks."""
    missing = terms - source.terms[first]
    added = [len(missing & own) for own in source.terms]
    place = int(np.argmax(added))
    return place if added[place] else None


def _verbatim(words: Sequence[str], source: Source) -> float:
    runs = ngrams(words, _FEW)
    if not runs:
        return float(" ".join(words) in " ".join(source.sequence))
    return sum(run in source.trigrams for run in runs) / len(runs)


def _novel_run(words: Sequence[str], source: Source) -> int:
    longest = current = 0
    for word in words:
        current = 0 if word in source.vocabulary else current + 1
        longest = max(longest, current)
    return longest


def _together(source: Source, best: Sequence[int], vector: Vector) -> float:
    total = source.vectors[list(best)].sum(axis=0)
    return float(total @ vector / max(float(np.linalg.norm(total)), 1e-6))


def _scaled(cosine: float, scale: SimilarityRange) -> float:
    return (cosine - scale.unrelated) / (scale.matching - scale.unrelated)
