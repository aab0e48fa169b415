"""Whether answers show what is needed: the marked stretches of the right document, in what the customer reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.asking import Place
from eval.dataset import DataSet, Query
from eval.measures.answers import holds
from eval.outcome import Outcome
from eval.rig import Rig


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer from the right document."""

    needed: float
    """Share of what is needed that it shows."""
    everything: float
    """Likewise of all that is marked."""
    words: int


def shown_by(data: DataSet, rig: Rig) -> Iterator[Shown]:
    """What the answers to questions with marks show, as far as they come from the right document."""
    for file in data.files:
        for query in file.queries:
            if query.needed and not query.history:
                place = Place(data.name, file.name, query.lang if query.lang in rig.langs else None)
                outcome = rig.asker.ask(query, place)
                if outcome.right:
                    yield _shown(query, outcome)


def _shown(query: Query, outcome: Outcome) -> Shown:
    return Shown(
        _share(outcome.answer, query.needed),
        _share(outcome.answer, [*query.needed, *query.helpful]),
        outcome.length,
    )


def _share(answer: str, marks: Sequence[str]) -> float:
    return sum(holds(answer, mark) for mark in marks) / len(marks)
