"""How well each piece of a passage bears the answer: words shared with the question, where it stands, what it holds.

All of it is counting; sentence embeddings would cost as much again as the question's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from answering.asked import FACT_KINDS, Asked, Kind
from answering.units import Unit, terms_of, title_terms, units_of
from core.model import BlockKind, Passage
from retrieval.retriever import Hit

_NEARBY = 3
"""Terms this far apart at most stand together."""


@dataclass(frozen=True, slots=True)
class ScoringWeights:
    """What counts how much, in units of "all of the question's topic words are in the piece itself"."""

    before: float = 0.5
    """Words that only the piece before has: a pronoun often stands for them."""
    after: float = 0.15
    heading: float = 0.3
    """Words that only the heading has."""
    passage: float = 0.6
    """Lost by a passage that scores nothing against the best one."""
    kind: float = 0.1
    """It holds what the question asks for: a number, a date, a name, a reason."""
    order: float = 0.1
    """Words stand together as in the question."""
    steps: float = 0.3
    """Step by step, when that can be the answer."""
    steps_for_fact: float = -0.15
    opening: float = 0.15
    """Where a document begins it says what its subject is."""
    fragment: float = -0.1
    """Fewer than four words."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A piece with its score."""

    unit: Unit
    hit: Hit
    index: int
    """Position in its passage."""
    score: float

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.hit.passage


_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|"
    r"junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|"
    r"octobre|novembre|décembre"
)
_HOLDS: Mapping[Kind, re.Pattern[str]] = {
    Kind.NUMBER: re.compile(
        r"\d|[一二三四五六七八九十百千万两]|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|"
        r"thousands?|half|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil|deux|trois|quatre|cinq|sept|huit|"
        r"neuf|dix|cent|mille)\b",
        re.IGNORECASE,
    ),
    Kind.DATE: re.compile(
        rf"\b(1\d|20)\d\d\b|\d+ ?(年|月|日|世纪|小时|分钟|天)|\b({_MONTHS})\b|"
        r"\b\d+ (minutes?|hours?|days?|weeks?|months?|years?|minutos?|horas?|días?|semanas?|meses|años?|heures?|jours?|"
        r"semaines?|mois|ans|années?)\b|\b(siglo|siècle|century)\b",
        re.IGNORECASE,
    ),
    # A capital inside the sentence: a name, for the scripts that have capitals.
    Kind.PERSON: re.compile(r"(?<=[^\W\d_A-Z]\s)[A-ZÀ-Ý][^\W\d_]+|(?<=[,;]\s)[A-ZÀ-Ý][^\W\d_]+"),
    Kind.PLACE: re.compile(r"(?<=[^\W\d_A-Z]\s)[A-ZÀ-Ý][^\W\d_]+|(?<=[,;]\s)[A-ZÀ-Ý][^\W\d_]+"),
    Kind.DEFINITION: re.compile(
        r"^.{0,60}(\b(is|are|was|means?|refers? to|es|son|era|significa|est|sont|désigne|signifie)\b|是|指|称为|即)",
        re.IGNORECASE,
    ),
    Kind.REASON: re.compile(
        r"\b(because|due to|since|as a result|so that|reason|porque|debido|ya que|puesto que|a causa|parce que|car|"
        r"en raison|grâce|à cause|puisque)\b|因为|由于|因此|所以|因而|原因",
        re.IGNORECASE,
    ),
}


def coverage(asked: Asked, terms: Set[str]) -> float:
    """The weighted share of the question's topic terms among `terms`, in [0, 1]."""
    if not asked.total:
        return 0.0
    weights = asked.weights
    return sum([weights[term] for term in weights.keys() & terms]) / asked.total


def score_passages(
    asked: Asked, hits: Sequence[Hit], best: float, weights: ScoringWeights | None = None
) -> list[Scored]:
    """Every piece of `hits`, all in the language `asked` was made for; `best`: score of the best passage there is."""
    chosen = weights or ScoringWeights()
    scored: list[Scored] = []
    for hit in hits:
        lost = chosen.passage * (1 - hit.score / best) if best > 0 else 0.0
        scored.extend(
            Scored(unit, hit, index, value - lost)
            for index, (unit, value) in enumerate(_score_units(asked, hit.passage, chosen))
        )
    return scored


def _score_units(asked: Asked, passage: Passage, weights: ScoringWeights) -> list[tuple[Unit, float]]:
    units = units_of(passage)
    above = title_terms(passage)
    none: frozenset[str] = frozenset()
    found = []
    for i, unit in enumerate(units):
        before = units[i - 1].terms if i else none
        after = units[i + 1].terms if i + 1 < len(units) else none
        heading = above.union(terms_of(unit.heading, passage.lang)) if unit.heading else above
        score = coverage(asked, unit.terms)
        score += weights.before * coverage(asked, before - unit.terms)
        score += weights.after * coverage(asked, after - before - unit.terms)
        score += weights.heading * coverage(asked, heading - before - unit.terms)
        score += weights.order * _in_order(asked, unit) + _bonus(asked.kind, unit, weights)
        if asked.kind is Kind.DEFINITION and i == 0 and passage.ordinal == 0:
            score += weights.opening
        found.append((unit, score))
    return found


def _bonus(kind: Kind, unit: Unit, weights: ScoringWeights) -> float:
    bonus = weights.fragment if len(unit.terms) < 4 else 0.0
    if unit.kind is BlockKind.STEPS:
        bonus += weights.steps_for_fact if kind in FACT_KINDS else weights.steps
    pattern = _HOLDS.get(kind)
    return bonus + (weights.kind if pattern and pattern.search(unit.text) else 0.0)


def _in_order(asked: Asked, unit: Unit) -> float:
    """Share of neighbouring question terms that stand near each other, in the same order."""
    pairs = asked.pairs
    if not pairs:
        return 0.0
    places: dict[str, list[int]] = {}
    for place, term in enumerate(unit.order):
        if term in asked.weights:
            places.setdefault(term, []).append(place)
    both = [(places[x], places[y]) for x, y in pairs if x in places and y in places]
    return sum(any(0 < b - a <= _NEARBY for a in first for b in second) for first, second in both) / len(pairs)
