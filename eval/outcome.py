"""What came of one asked question: all that the measures need, and nothing that would need the store again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.model import Decision, Reason

EARLY = 60
"""Words of an answer that a reader takes in at once."""


class Variant(StrEnum):
    """How a question was asked."""

    AS_IS = "as is"
    WITHHELD = "withheld"
    """With its relevant documents taken out before anything is scored, so that no answer can be right."""
    OFF_TOPIC = "off-topic"
    """A question of another set, which nothing in this corpus answers."""


class Line(StrEnum):
    """The rankings that are compared, in the order they are printed."""

    BM25 = "BM25"
    DENSE = "dense"
    FUSION = "plain fusion"
    OURS = "Askwell"
    HUMAN = "human rewrite"
    """Askwell asked with the question as a person made it self-contained; only for follow-ups."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked once."""

    set_name: str
    file: str
    query_id: str
    text: str
    lang: str
    kind: str
    variant: Variant
    answerable: bool
    """Whether a right answer could be found, asked in this way."""
    relevant: frozenset[str]
    decision: Decision
    reason: Reason | None
    confidence: float
    answer: str
    """The text of the best answer found, shown or not."""
    standalone: str
    """The question as it was searched, made self-contained by the product."""
    best: str | None
    """The document that the best answer found rests on, shown or not."""
    found: tuple[str, ...]
    """Documents that the answer was chosen from, best first, without those withheld."""
    cited: tuple[str, ...]
    """Documents cited in what the customer was shown."""
    drafted: tuple[str, ...]
    """Documents cited by the best answer found, shown or not."""
    quote: str
    """What the best answer found cites first, shown or not; empty without an answer."""
    quotes: int
    """Citations of the best answer found, shown or not."""
    quotes_verified: int
    gold_held: bool | None
    """Whether the best answer found holds a gold answer; None where none is a part of its document's text."""
    gold_held_early: bool | None
    """The same for its first `EARLY` words only."""
    length: int
    """Its words."""
    rankings: Mapping[Line, tuple[str, ...]]
    """Documents in order, by ranking; empty for questions that have no relevant document."""
    signals: Mapping[str, float]
    milliseconds: float
    """The whole answer without the embedding of the question."""

    @property
    def right(self) -> bool:
        """Whether the best answer found rests on a document that answers the question."""
        return self.answerable and self.best in self.relevant

    @property
    def key(self) -> str:
        """Names the question, however it was asked."""
        return f"{self.set_name}/{self.file}/{self.query_id}"

    @property
    def rank(self) -> int | None:
        """Place of the first relevant document, from 1; None when it was not found or nothing was ranked."""
        ranking = self.rankings.get(Line.OURS, ())
        return next((place for place, document in enumerate(ranking, 1) if document in self.relevant), None)

    @property
    def answered(self) -> bool:
        """Whether the customer was given content as the answer, without a caveat; small talk is none."""
        return self.decision is Decision.ANSWER and bool(self.cited)
