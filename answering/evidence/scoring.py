"""How likely each piece of a passage bears the answer: words and meaning shared with the question, and what it holds.

Meaning is compared token by token with what is stored of the passage, which costs a multiplication; sentence embeddings
would cost as much again as the question's own. The weights are fitted for questions that ask for a fact
(`askwell eval sentences`), so that a score is a logarithm of how likely a piece is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, fields
from operator import mul

import numpy as np

from answering.evidence.answer_types import adds_figure, figures, holds_kind
from answering.evidence.units import Unit, terms_of, title_terms, units_of
from answering.understanding.asked import FACT_KINDS, Asked, Kind
from core.model import BlockKind, Passage
from retrieval.retriever import Hit

_NEARBY = 3
"""Terms this far apart at most stand together."""
_FRAGMENT = 4
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traits:
    """What is counted of a piece, or what each count weighs. Coverages are weighted shares of the question's words."""

    coverage: float = 0.0
    before: float = 0.0
    """Coverage by words that only the piece before has: a pronoun often stands for them."""
    after: float = 0.0
    heading: float = 0.0
    """Coverage by words that only title and headings have."""
    context: float = 0.0
    """Coverage by the piece, the one before, title and headings together."""
    order: float = 0.0
    """Share of the question's pairs of words that stand together in the piece."""
    holds: float = 0.0
    """It holds what the question asks for: a number, a date, a name, a reason."""
    lacks: float = 0.0
    """It does not, where that can be told."""
    figure: float = 0.0
    """It has a figure that the question has not, where a number or date is asked for."""
    opening: float = 0.0
    """It begins the passage, where it is asked what something is."""
    length: float = 0.0
    """Logarithm of its words."""
    fragment: float = 0.0
    """Fewer than four terms."""
    margin: float = 0.0
    """How much less its passage scores than the best one."""
    match: float = 0.0
    """How well its tokens match those of the question, in meaning; see `retrieval.passage_tokens`."""
    match_context: float = 0.0
    """The same for the piece, the one before, title and headings together."""
    steps: float = 0.0
    """Step by step, when that can be the answer."""
    steps_for_fact: float = 0.0


TRAITS = tuple(field.name for field in fields(Traits))
FITTED = TRAITS[:-2]
"""Those whose weights are fitted for facts; sets of paragraphs have no steps."""
FITTED_HELP = TRAITS[:-1]
"""Likewise for tasks and problems."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A piece with its score."""

    unit: Unit
    hit: Hit
    index: int
    """Position in its passage."""
    score: float
    """Logarithm of how likely it bears the answer, up to a constant of the question."""
    traits: Traits
    """What was counted of it."""

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.hit.passage


def coverage(asked: Asked, terms: Set[str]) -> float:
    """The weighted share of the question's topic terms among `terms`, in [0, 1]."""
    if not asked.total:
        return 0.0
    weights = asked.weights
    return sum([weights[term] for term in weights.keys() & terms]) / asked.total


def score_passages(asked: Asked, hits: Sequence[Hit], best: float, weights: Traits) -> list[Scored]:
    """Every piece of `hits`, all in the language `asked` was made for; `best`: score of the best passage there is."""
    weigh = values(weights)
    return [
        Scored(unit, hit, index, sum(map(mul, weigh, values(traits))), traits)
        for hit in hits
        for index, (unit, traits) in enumerate(traits_of(asked, hit, best))
    ]


def probabilities(scored: Sequence[Scored]) -> dict[Scored, float]:
    """How likely each piece is the one that bears the answer, if one of them does."""
    top = max((one.score for one in scored), default=0.0)
    likely = {one: math.exp(one.score - top) for one in scored}
    total = sum(likely.values())
    return {one: value / total for one, value in likely.items()}


def values(traits: Traits) -> tuple[float, ...]:
    """The numbers in the order of `TRAITS`."""
    return tuple(getattr(traits, name) for name in TRAITS)


def traits_of(asked: Asked, hit: Hit, best: float) -> list[tuple[Unit, Traits]]:
    """What is counted of each piece of a passage; `best`: score of the best passage there is."""
    units, above, known = units_of(hit.passage), title_terms(hit.passage), figures(" ".join(asked.weights))
    matches = _matches(hit, units)
    found = []
    for i, unit in enumerate(units):
        before = units[i - 1].terms if i else _NONE
        after = units[i + 1].terms if i + 1 < len(units) else _NONE
        heading = above.union(terms_of(unit.heading, hit.passage.lang)) if unit.heading else above
        holds, steps = holds_kind(asked.kind, unit.text), unit.kind is BlockKind.STEPS
        traits = Traits(
            coverage=coverage(asked, unit.terms),
            before=coverage(asked, before - unit.terms),
            after=coverage(asked, after - before - unit.terms),
            heading=coverage(asked, heading - before - unit.terms),
            context=coverage(asked, unit.terms | before | heading),
            order=_in_order(asked, unit),
            holds=float(holds is True),
            lacks=float(holds is False),
            figure=float(adds_figure(asked.kind, unit.text, known)),
            opening=float(asked.kind is Kind.DEFINITION and i == 0),
            length=math.log1p(unit.words),
            fragment=float(len(unit.terms) < _FRAGMENT),
            margin=max(0.0, best - hit.score),
            match=matches[i][0],
            match_context=matches[i][1],
            steps=float(steps and asked.kind not in FACT_KINDS),
            steps_for_fact=float(steps and asked.kind in FACT_KINDS),
        )
        found.append((unit, traits))
    return found


def _matches(hit: Hit, units: Sequence[Unit]) -> list[tuple[float, float]]:
    """Of each piece, how well the question's tokens are matched by it, and by it and what it builds on."""
    if hit.tokens is None:
        return [(0.0, 0.0)] * len(units)
    heading, own = hit.tokens.best_in(hit.passage, [(unit.start, unit.end) for unit in units])
    before = np.vstack([np.zeros_like(own[:1]), own[:-1]])
    context = np.maximum(np.maximum(own, before), heading)
    weights = hit.tokens.weights
    return list(zip((own @ weights).tolist(), (context @ weights).tolist(), strict=True))


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


def weights_for(asked: Asked, hits: Iterable[Hit]) -> Traits:
    """What each count weighs for a question; pieces of passages with and without tokens cannot be compared by them."""
    matched = all(hit.tokens is not None for hit in hits)
    if asked.kind in FACT_KINDS:
        return FOR_FACTS if matched else FOR_FACTS_BY_WORDS
    return FOR_HELP if matched else FOR_HELP_BY_WORDS


FOR_FACTS = Traits(
    coverage=1.78, before=1.09, after=2.09, heading=1.26, context=1.59, order=0.89, holds=0.34, lacks=-0.27,
    figure=0.77, opening=0.6, length=-0.22, fragment=-1.89, margin=-8.02, match=13.73, match_context=11.77,
    steps_for_fact=-1.0,
)  # fmt: skip
"""As fitted on XQuAD (English, Spanish), PIAF (French) and CMRC 2018 (Chinese); that of steps is set by hand."""
FOR_HELP = Traits(
    coverage=1.9, before=1.2, heading=1.3, context=2.0, holds=0.3, margin=-6.5, match=12.0, match_context=9.0, steps=0.5
)
"""Near what is fitted to the marked sentences of six help centres (`benchmarks/help_centres`), rounded."""
FOR_FACTS_BY_WORDS = Traits(
    coverage=5.3, before=1.6, after=2.06, heading=1.28, context=3.73, order=1.22, holds=0.53, lacks=-0.44, figure=0.96,
    opening=1.09, length=0.18, fragment=-2.79, margin=-18.35, steps_for_fact=-1.0,
)  # fmt: skip
"""The same for passages without tokens."""
FOR_HELP_BY_WORDS = Traits(
    coverage=8.0, before=4.0, after=1.2, heading=2.4, order=0.8, holds=0.8, fragment=-0.8, margin=-6.0, steps=2.4
)
"""Likewise."""
