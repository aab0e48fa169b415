"""How much a sentence has in common with its source, in words and in meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answering.evidence.sentences import split_sentences
from answering.support.source import Source, content_terms, sequence
from retrieval.embedder import SimilarityRange

OVERLAP_SIGNALS = ("coverage", "coverage_best", "novel_run", "cosine")
"""Shares of the sentence's terms that the source and its best sentence have; its longest run of words that are not
there; how near its vector is to that of the source's best sentence, or best two together, left out where the source has
it word for word. How long a sentence is, and how much of it is word for word, made the check worse on unseen sets."""
MEANING = frozenset(("cosine",))
"""Those that an embedder gives."""
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a sentence has in common with a source."""

    terms: frozenset[str]
    """The content terms of the sentence."""
    signals: dict[str, float]
    best: tuple[int, ...]
    """The source's sentences that match best, best first: one, or two where the second adds something."""
    coverage: float
    """The share of the sentence's terms that these have."""

    def across_languages(self, scale: SimilarityRange) -> Overlap:
        """The same for a sentence in another language than the source, where only the meaning can be compared."""
        gap = scale.language_gap / (scale.matching - scale.unrelated)
        kept = {name: value + gap for name, value in self.signals.items() if name in MEANING}
        return Overlap(self.terms, kept, self.best, self.coverage)

    def with_meaning(self, vector: Vector, source: Source, scale: SimilarityRange) -> Overlap:
        """The same with the meanings compared; `vector` is the sentence embedded as a passage."""
        cosines = source.vectors @ vector
        best = _best(self.terms, source.coverages(self.terms) + 0.5 * cosines, source)
        cosine = _scaled(max(float(cosines.max()), _together(source, best, vector)), scale)
        return Overlap(self.terms, {**self.signals, "cosine": cosine}, best, self.coverage)


def overlap(sentence: str, source: Source) -> Overlap:
    """Compare the words."""
    terms = content_terms(sentence, source.lang)
    best = _best(terms, source.coverages(terms), source)
    shared, covered = _coverages(sentence, terms, source)
    signals = {**shared, "novel_run": math.log1p(_novel_run(sequence(sentence), source))}
    return Overlap(terms, signals, best, covered)


def _best(terms: frozenset[str], likeness: NDArray[np.float64], source: Source) -> tuple[int, ...]:
    """The sentence of the source that is most alike, and the one that has most of what that one lacks."""
    first = int(np.argmax(likeness))
    missing = terms - source.terms[first]
    added = [len(missing & own) for own in source.terms]
    second = int(np.argmax(added))
    return (first, second) if added[second] else (first,)


def _coverages(text: str, terms: frozenset[str], source: Source) -> tuple[dict[str, float], float]:
    """Shares of the terms, and that of the source's best two sentences; each sentence has its own best ones."""
    if not terms:  # figures only, or nothing but common words
        known = float(text.strip().lower() in source.plain)
        return {"coverage": known, "coverage_best": known}, known
    one = two = total = 0
    for span in split_sentences(text):
        own = content_terms(text[span.start : span.end], source.lang)
        best = _best(own, source.coverages(own), source)
        one += len(own & source.terms[best[0]])
        two += len(own & frozenset().union(*(source.terms[at] for at in best)))
        total += len(own)
    shares = {"coverage": len(terms & source.all_terms) / len(terms), "coverage_best": one / max(1, total)}
    return shares, two / max(1, total)


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
