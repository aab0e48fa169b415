"""The failures that are worth reading, each with what is needed to see how it came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.confidence import Logistic
from answering.explained import explained
from core.model import Decision
from eval.outcome import Line, Outcome, Variant

SHOWN = 8
"""Failures of each sort that are kept."""

_RANKED = 5
_LONGEST = 700
"""Characters of an answer or quote that are kept."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document that was found."""

    id: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """One failure, told so that a person can see why."""

    query_id: str
    file: str
    lang: str
    kind: str
    variant: str
    text: str
    standalone: str
    decision: str
    reason: str | None
    confidence: float
    best: str | None
    relevant: tuple[str, ...]
    ranking: tuple[Ranked, ...]
    answer: str
    quote: str
    spoke_for: tuple[str, ...]
    """Signals that raised the confidence, in words, strongest first."""
    spoke_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures of one sort."""

    title: str
    meaning: str
    count: int
    """How many there are; `traces` keeps the worst."""
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class _Sort:
    title: str
    meaning: str
    fails: Callable[[Outcome], bool]
    order: Callable[[Outcome], float]


_SORTS = (
    _Sort(
        "Surely answered, and wrong",
        "Shown as the answer although the document cited does not answer, or nothing does. The surest first.",
        lambda o: o.answered and not o.right,
        lambda o: -o.confidence,
    ),
    _Sort(
        "Handed over with the right document in first place",
        "The article was found and the question still went to a person. The least sure first.",
        lambda o: o.variant is Variant.AS_IS and o.rank == 1 and o.decision is Decision.ESCALATE,
        lambda o: o.confidence,
    ),
    _Sort(
        "Another document in first place",
        "An article answers, but another one was ranked above it. The surest first.",
        lambda o: o.variant is Variant.AS_IS and bool(o.rankings) and o.rank != 1,
        lambda o: -o.confidence,
    ),
)


def failures(outcomes: Sequence[Outcome], model: Logistic | None = None) -> tuple[FailureGroup, ...]:
    """The worst failures of each sort; sorts without one are left out. `model` tells what spoke for an answer."""
    found = ((sort, sorted(filter(sort.fails, outcomes), key=sort.order)) for sort in _SORTS)
    return tuple(
        FailureGroup(sort.title, sort.meaning, len(failed), tuple(_trace(o, model) for o in failed[:SHOWN]))
        for sort, failed in found
        if failed
    )


def _trace(o: Outcome, model: Logistic | None) -> Trace:
    spoke_for, spoke_against = explained(o.signals, model) if model else ((), ())
    ranking = (o.rankings.get(Line.OURS) or o.found)[:_RANKED]
    return Trace(
        query_id=o.query_id,
        file=o.file,
        lang=o.lang,
        kind=o.kind,
        variant=str(o.variant),
        text=o.text,
        standalone=o.standalone,
        decision=str(o.decision),
        reason=str(o.reason) if o.reason else None,
        confidence=o.confidence,
        best=o.best,
        relevant=tuple(sorted(o.relevant)),
        ranking=tuple(Ranked(document, document in o.relevant) for document in ranking),
        answer=o.answer[:_LONGEST],
        quote=o.quote[:_LONGEST],
        spoke_for=spoke_for,
        spoke_against=spoke_against,
    )
