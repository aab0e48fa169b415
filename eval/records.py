"""What a report keeps of every question, so that two reports can be compared question by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from core.errors import InvalidInput
from eval.measures.ranking import DEPTH
from eval.outcome import Outcome, Variant


@dataclass(frozen=True, slots=True)
class Record:
    """One question asked once."""

    set: str
    file: str
    id: str
    lang: str
    kind: str
    variant: str
    text: str
    answerable: bool
    rank: int | None
    """Place of the first relevant document; None when it is not among the first ten, or nothing was ranked."""
    best: str | None
    decision: str
    confidence: float
    right: bool
    answered: bool
    gold_held: bool | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same question in another report."""
        return self.set, self.file, self.id, self.variant

    @property
    def question(self) -> str:
        """Names the question, however it was asked."""
        return f"{self.set}/{self.file}/{self.id}"

    @property
    def asked_as_is(self) -> bool:
        """Whether nothing was withheld and the question belongs to this set."""
        return self.variant == Variant.AS_IS

    @property
    def good(self) -> bool:
        """Whether the best answer is right or, where nothing answers, none was given as sure."""
        return self.right if self.answerable else not self.answered

    @property
    def reciprocal_rank(self) -> float:
        """1 / place, 0 beyond the tenth."""
        return 1 / self.rank if self.rank and self.rank <= DEPTH else 0.0


_NAMES = tuple(field.name for field in fields(Record))


def record(outcome: Outcome) -> Record:
    """What is kept of one outcome."""
    return Record(
        set=outcome.set_name,
        file=outcome.file,
        id=outcome.query_id,
        lang=outcome.lang,
        kind=outcome.kind,
        variant=str(outcome.variant),
        text=outcome.text,
        answerable=outcome.answerable,
        rank=outcome.rank,
        best=outcome.best,
        decision=str(outcome.decision),
        confidence=outcome.confidence,
        right=outcome.right,
        answered=outcome.answered,
        gold_held=outcome.gold_held,
    )


def read_records(rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Records from a report's JSON; raises InvalidInput for a report that has none of the kind."""
    try:
        return [Record(**{name: row[name] for name in _NAMES}) for row in rows]
    except (KeyError, TypeError) as error:
        raise InvalidInput(f"This report does not say what came of each question ({error!r}). Run it anew.") from error
