"""Whether a response answers the question that was asked, told from where its words stand in the source.

An answer that stands in the passage word for word may still be that to another question. It is nearer to the right one
the more of the question's words stand around it, and where it is what such a question asks for: a number, a name.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answering.evidence.units import terms_of
from answering.support.numbers import numbers_of
from answering.support.source import Source, sequence
from answering.understanding.asked import Kind, kind_of, stop_terms
from retrieval.analysis import UNSPACED
from retrieval.embedder import SimilarityRange
from retrieval.stopwords import stopwords

QUESTION_SIGNALS = (
    "asked_here",
    "asked_margin",
    "asked_near",
    "asked_within",
    "asked_within_long",
    "echo",
    "fits_kind",
    "cosine_margin",
)
"""Shares of the question's terms that stand in the sentence of the source that holds the response, more than in any
other sentence, close by, and in the response itself, weighed by its length too; the share of the response that only
repeats the question; whether it is what is asked for; how much nearer the question's vector is to that sentence than to
any other."""
QUESTION_MEANING = frozenset(("cosine_margin",))

Vector = NDArray[np.float32]
_WIDE = re.compile(f"[{UNSPACED}]")
_NAME = re.compile(r"(?:^|[\s\"'“«(’])[A-ZÀ-ÝĀ-Ž][^\W\d_]")
_CLOSE, _CLOSE_WIDE = 8.0, 16.0
"""Terms at which the weight of a word beside the response has fallen to a third; twice as many where each character
counts."""
_UNSEEN = 0.3
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready for one source."""

    text: str
    lang: str
    kind: Kind
    weights: Mapping[str, float]
    """How much each of its terms tells, rarer ones in the source more."""
    vector: Vector

    @property
    def total(self) -> float:
        """Sum of the weights."""
        return sum(self.weights.values()) or 1.0

    def share(self, terms: frozenset[str]) -> float:
        """The weighted share of its terms among `terms`."""
        return sum(self.weights[term] for term in self.weights.keys() & terms) / self.total


def read_question(text: str, lang: str, source: Source, vector: Vector) -> Question:
    """Prepare `text`; `vector` is its embedding as a question."""
    idle = stop_terms(lang) | stopwords(lang)
    wide = _WIDE.search(text) is not None
    terms = [t for t in dict.fromkeys(terms_of(text, source.lang)) if t not in idle and not (wide and len(t) == 1)]
    counts = Counter(term for own in source.index_terms for term in own)
    rarity = {t: math.log((len(source.sentences) + 1) / (counts[t] + 0.5)) if counts[t] else _UNSEEN for t in terms}
    return Question(text, lang, kind_of(text, lang), rarity, vector)


def question_signals(
    response: str, question: Question, source: Source, best: Sequence[int], scale: SimilarityRange
) -> dict[str, float]:
    """The signals; `best`: the source's sentences nearest to the response."""
    terms = frozenset(terms_of(response, source.lang))
    shares = np.array([question.share(own) for own in source.index_terms])
    holding = _holding(response, source) or [best[0]]
    here = max(holding, key=lambda at: shares[at])
    within = question.share(terms)
    found = {
        "asked_here": float(shares[here]),
        "asked_margin": float(shares[here]) - _best_other(shares, holding),
        "asked_within": within,
        "asked_within_long": within * math.log1p(len(sequence(response))),
        "echo": _echo(terms, question),
        "fits_kind": _fits_kind(response, question.kind),
        "cosine_margin": _cosine_margin(question, source, holding, scale),
    }
    near = _nearness(response, question, source, holding)
    return found if near is None else {**found, "asked_near": near}


def _holding(response: str, source: Source) -> list[int]:
    wanted = response.lower().strip()
    return [at for at, sentence in enumerate(source.sentences) if wanted in sentence.lower()]


def _best_other(shares: NDArray[np.float64], holding: Sequence[int]) -> float:
    others = np.delete(shares, holding)
    return float(others.max()) if len(others) else 0.0


def _echo(terms: frozenset[str], question: Question) -> float:
    return len(terms & question.weights.keys()) / max(1, len(terms))


def _cosine_margin(question: Question, source: Source, holding: Sequence[int], scale: SimilarityRange) -> float:
    cosines = source.vectors @ question.vector / (scale.matching - scale.unrelated)
    others = np.delete(cosines, holding)
    return float(cosines[list(holding)].max() - others.max()) if len(others) else 0.0


def _fits_kind(response: str, kind: Kind) -> float:
    """Whether the response is what such a question asks for: 1, -1, or 0 where its looks do not tell."""
    if kind in (Kind.NUMBER, Kind.DATE):
        return 1.0 if numbers_of(response) else -1.0
    if kind in (Kind.PERSON, Kind.PLACE) and not _WIDE.search(response):
        return 1.0 if _NAME.search(response) else -1.0
    return 0.0


def _nearness(response: str, question: Question, source: Source, holding: Sequence[int]) -> float | None:
    """How much of the question stands close to the response; None where the response is nowhere word for word."""
    found = [
        _near(question, source.sentences[at], start, start + len(response.strip()), source.lang)
        for at in holding
        for start in _starts(source.sentences[at].lower(), response.lower().strip())
    ]
    return max(found, default=None)


def _starts(sentence: str, response: str) -> Iterator[int]:
    at = sentence.find(response)
    for _ in range(_PLACES):
        if at < 0 or not response:
            return
        yield at
        at = sentence.find(response, at + len(response))


def _near(question: Question, sentence: str, start: int, end: int, lang: str) -> float:
    sides = list(reversed(terms_of(sentence[:start], lang))), list(terms_of(sentence[end:], lang))
    reach = _CLOSE_WIDE if _WIDE.search(sentence) else _CLOSE
    total = 0.0
    for term, weight in question.weights.items():
        distances = [side.index(term) for side in sides if term in side]
        if distances:
            total += weight * math.exp(-min(distances) / reach)
    return total / question.total
