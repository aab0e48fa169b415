"""Which questions of the log to list or count."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from core.db import marks
from core.model import Decision, FeedbackReason, Reason
from insights.log.model import NO_QUESTION, UNANSWERED
from insights.log.outcomes import QuestionOutcome
from insights.log.words import folded_words


class Vote(StrEnum):
    """What the customer said of the answer."""

    YES = "yes"
    NO = "no"
    NONE = "none"


_VOTES = {Vote.YES: "helpful = 1", Vote.NO: "helpful = 0", Vote.NONE: "helpful IS NULL"}


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """Which questions to list. Every part that is set must hold."""

    decisions: Collection[Decision] | None = None
    lang: str | None = None
    text: str | None = None
    """Words found anywhere in the masked text, in any order, capitals and accents aside."""
    since: str | None = None
    """First moment, inclusive, as made by `core.clock.timestamp`."""
    until: str | None = None
    """Last moment, exclusive."""
    unanswered: bool = False
    """Only questions that got no sure answer, or whose answer was marked as not helpful."""
    wants_content: bool = False
    """Only questions of which an agent said that content should have answered them."""
    outcomes: Collection[QuestionOutcome] | None = None
    reasons: Collection[Reason] | None = None
    vote: Vote | None = None
    feedback_reasons: Collection[FeedbackReason] | None = None
    audience: str | None = None
    """Asked by somebody with this audience; empty: by somebody without any."""
    least: float | None = None
    """Lowest confidence, inclusive."""
    most: float | None = None
    """Highest confidence, inclusive."""
    document: str | None = None
    """Id of a document that was cited."""
    page: str | None = None
    """Found anywhere in the address of the page it was asked on."""

    def without(self, *names: str) -> QuestionFilter:
        """The same with some parts left open."""
        usual = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: usual[name] for name in names})  # type: ignore[arg-type]

    def sql(self) -> tuple[str, list[Any]]:
        """The condition for a WHERE clause over `questions`, and its values."""
        ranged, first = self.rest_sql()
        chosen, second = self.choices_sql()
        return f"{ranged} AND {chosen}", [*first, *second]

    def rest_sql(self) -> tuple[str, list[Any]]:
        """The part about what has no few values to choose from: time, words, page, document, confidence."""
        conditions, values = ["1 = 1"], list[Any]()
        for condition, value in (
            ("created_at >= ?", self.since),
            ("created_at < ?", self.until),
            ("confidence >= ?", self.least),
            ("confidence <= ?", self.most),
            ("instr(documents, ?)", json.dumps(self.document, ensure_ascii=False) if self.document else None),
            ("instr(lower(page_url), lower(?))", self.page or None),
            *(("instr(coalesce(folded, lower(text)), ?)", word) for word in folded_words(self.text or "")),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        return " AND ".join(conditions), values

    def choices_sql(self) -> tuple[str, list[Any]]:
        """The part about what has few values: it holds for a row of the log as for a row of the tally."""
        conditions, values = ["1 = 1"], list[Any]()
        for column, chosen in (
            ("decision", self.decisions),
            ("outcome", self.outcomes),
            ("reason", self.reasons),
            ("feedback_reason", self.feedback_reasons),
            ("lang", None if self.lang is None else (self.lang,)),
        ):
            if chosen is not None:
                conditions.append(f"{column} IN ({marks(chosen)})")
                values += chosen
        if self.audience:
            conditions.append("instr(audiences, ?)")
            values.append(json.dumps(self.audience, ensure_ascii=False))
        elif self.audience is not None:
            conditions.append("audiences = '[]'")
        if self.vote is not None:
            conditions.append(_VOTES[self.vote])
        if self.wants_content:
            conditions.append("wanted")
        if self.unanswered:
            conditions.append(NOT_ANSWERED)
        return " AND ".join(conditions), values


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


NOT_ANSWERED = (
    f"(decision IN ({_listed(UNANSWERED)}) OR helpful = 0) AND coalesce(reason, '') NOT IN ({_listed(NO_QUESTION)})"
)
"""The condition for a question that got no sure answer, or one that did not help."""
