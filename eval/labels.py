"""Turns verdicts on an operator's own questions into labelled answers, by asking them anew of a copy of the content.

Asked anew, every label belongs to the content, the search and the embedder of today, whatever the answer was then. A
verdict on another document than the one found today says nothing and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.clock import Clock, system_clock
from core.db import Database
from core.language import UNKNOWN
from eval.asking import Asker, Place
from eval.dataset import Query
from eval.measures.doubt import Flags
from eval.outcome import Outcome, Variant
from eval.refitting import Labelled
from eval.rig import copied
from eval.runner import Runner
from insights.verdicts import Source, Verdict, subjects, verdicts

NAME = "own labels"
WITHHELD_WEIGHT = 0.8
"""How much a question asked without its documents counts beside the same one asked as it is: as in the fit shipped."""


@dataclass(frozen=True, slots=True)
class Label:
    """One answer with its verdict."""

    group: str
    """What it is about; labels of one group are left out together."""
    source: Source
    variant: Variant
    signals: Mapping[str, float]
    right: bool
    answerable: bool
    """Whether a right answer is known to exist, asked in this way."""
    weight: float


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of an operator."""

    items: Sequence[Label]
    unused: Mapping[Source, int]
    """Verdicts, by source, that say nothing about what is found today."""

    @property
    def cases(self) -> Labelled:
        """As arrays."""
        return Labelled(
            [label.signals for label in self.items],
            np.array([label.right for label in self.items], dtype=np.bool_),
            np.array([label.weight for label in self.items], dtype=np.float64),
            [label.group for label in self.items],
        )

    @property
    def answerable(self) -> Flags:
        """One flag a label."""
        return np.array([label.answerable for label in self.items], dtype=np.bool_)

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return sum(label.right for label in self.items)

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Right and wrong labels by where they come from."""
        found = Counter((_origin(label), label.right) for label in self.items)
        return {origin: (found[origin, True], found[origin, False]) for origin, _ in found}


def collect_labels(runner: Runner, database: Database, clock: Clock = system_clock) -> Labels:
    """Ask everything that has a verdict; approved questions with documents a second time without those documents."""
    with database.read() as session:
        known = sampled(verdicts(session, clock), runner.options.limit)
        groups = subjects(session, known)
    items: list[Label] = []
    unused: Counter[Source] = Counter()
    step = runner.step(f"{NAME}: asking")
    with copied(database, runner.settings, runner.embedder) as rig:
        for done, verdict in enumerate(known, start=1):
            found = list(_labels(rig.asker, verdict, groups[verdict.message_id], runner.options.withhold))
            items += found
            unused[verdict.source] += not found
            step(done, len(known))
    return Labels(items, {source: count for source, count in unused.items() if count})


def sampled(known: Sequence[Verdict], limit: int | None) -> Sequence[Verdict]:
    """The latest `limit` verdicts; all of them without one."""
    return known if limit is None else known[-limit:]


def _labels(asker: Asker, verdict: Verdict, group: str, withhold: bool) -> Iterator[Label]:
    outcome = asker.ask(_query(verdict), Place(NAME, NAME, None))
    right = verdict.of(outcome.best)
    if right is not None and outcome.signals:
        yield _label(verdict, group, outcome, right, bool(verdict.right), verdict.weight)
    if withhold and verdict.right and verdict.source is Source.GOLDEN:
        without = asker.ask(_query(verdict), Place(NAME, NAME, None), Variant.WITHHELD)
        if without.signals:
            yield _label(verdict, group, without, False, False, verdict.weight * WITHHELD_WEIGHT)


def _label(verdict: Verdict, group: str, outcome: Outcome, right: bool, answerable: bool, weight: float) -> Label:
    return Label(group, verdict.source, outcome.variant, outcome.signals, right, answerable, weight)


def _query(verdict: Verdict) -> Query:
    return Query(
        id=verdict.message_id,
        text=verdict.text,
        lang=verdict.lang or UNKNOWN,
        answerable=bool(verdict.right),
        answers=(),
        relevant=verdict.right,
        kind=verdict.source.name.lower(),
        audiences=verdict.audiences,
    )


def _origin(label: Label) -> str:
    return "the same, documents withheld" if label.variant is Variant.WITHHELD else str(label.source)
