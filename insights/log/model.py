"""What the log holds about a question, and which questions count as not answered."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from core.model import Decision, FeedbackReason, Reason
from insights.log.outcomes import QuestionOutcome

UNANSWERED = frozenset({Decision.CAVEAT, Decision.CLARIFY, Decision.ESCALATE})
"""Decisions by which a question did not get a sure answer."""
NO_QUESTION = frozenset(
    {
        Reason.SMALL_TALK,
        Reason.GIBBERISH,
        Reason.INSTRUCTION_PROBE,
        Reason.ASKED_FOR_PERSON,
        Reason.COMPLAINT,
        Reason.ACCOUNT_ACTION,
    }
)
"""Reasons that mark a message as nothing the content could answer."""


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """One question as the content team sees it."""

    message_id: str
    conversation_id: str
    visitor_id: str
    text: str
    """Masked."""
    lang: str | None
    decision: Decision
    confidence: float
    reason: Reason | None
    documents: tuple[str, ...]
    """Ids of the documents cited."""
    page_url: str | None
    helpful: bool | None
    created_at: str
    feedback_reason: FeedbackReason | None = None
    """What the visitor missed in an answer that did not help."""
    outcome: QuestionOutcome = QuestionOutcome.TOO_EARLY
    """What happened next."""
    audiences: tuple[str, ...] = ()
    """What the asker could see beside what everybody may, when they asked."""


def question_of(row: sqlite3.Row) -> LoggedQuestion:
    """A row of the table."""
    return LoggedQuestion(
        message_id=row["message_id"],
        conversation_id=row["conversation_id"],
        visitor_id=row["visitor_id"],
        text=row["text"],
        lang=row["lang"],
        decision=Decision(row["decision"]),
        confidence=row["confidence"],
        reason=Reason(row["reason"]) if row["reason"] else None,
        documents=tuple(json.loads(row["documents"])),
        page_url=row["page_url"],
        helpful=None if row["helpful"] is None else bool(row["helpful"]),
        created_at=row["created_at"],
        feedback_reason=FeedbackReason(row["feedback_reason"]) if row["feedback_reason"] else None,
        outcome=QuestionOutcome(row["outcome"]),
        audiences=tuple(json.loads(row["audiences"])),
    )
