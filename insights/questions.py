"""The log of questions: what customers asked, what became of it, with personal data masked before it is stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import NotFound
from core.model import Answer, Conversation, Decision, FeedbackReason, Message, Reason
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from core.spreadsheet import safe_cell
from insights.masking import mask

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


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """Which questions to list. Every part that is set must hold."""

    decisions: Collection[Decision] | None = None
    lang: str | None = None
    text: str | None = None
    """Found anywhere in the masked text, whatever the case."""
    since: str | None = None
    """First moment, inclusive, as made by `core.clock.timestamp`."""
    until: str | None = None
    """Last moment, exclusive."""
    unanswered: bool = False
    """Only questions that got no sure answer, or whose answer was marked as not helpful."""
    wants_content: bool = False
    """Only questions of which an agent said that content should have answered them."""

    def sql(self) -> tuple[str, list[Any]]:
        """The condition for a WHERE clause and its values."""
        conditions, values = ["1 = 1"], list[Any]()
        for condition, value in (
            ("lang = ?", self.lang),
            ("created_at >= ?", self.since),
            ("created_at < ?", self.until),
            ("text LIKE ? ESCAPE '\\'", _contains(self.text) if self.text else None),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        if self.decisions is not None:
            conditions.append(f"decision IN ({_marks(self.decisions)})")
            values += self.decisions
        if self.unanswered:
            conditions.append(
                f"(decision IN ({_marks(UNANSWERED)}) OR helpful = 0)"
                f" AND coalesce(reason, '') NOT IN ({_marks(NO_QUESTION)})"
            )
            values += [*UNANSWERED, *NO_QUESTION]
        if self.wants_content:
            conditions.append("message_id IN (SELECT question_id FROM escalations WHERE wants_content)")
        return " AND ".join(conditions), values


class QuestionLog:
    """Questions in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(self, session: Session, conversation: Conversation, question: Message, answer: Answer) -> None:
        """Log a question with what was decided, in the caller's transaction."""
        documents = list(dict.fromkeys(citation.document_id for citation in answer.citations))
        session.execute(
            "INSERT INTO questions (message_id, conversation_id, visitor_id, text, lang, decision, confidence, reason,"
            " documents, page_url, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                question.id,
                conversation.id,
                conversation.visitor_id,
                mask(question.text),
                answer.lang,
                answer.decision,
                answer.confidence,
                answer.reason,
                json.dumps(documents, ensure_ascii=False),
                mask(conversation.page_url) if conversation.page_url else None,
                timestamp(self._clock()),
            ),
        )

    def set_helpful(
        self, session: Session, answer_message_id: str, helpful: bool, reason: FeedbackReason | None = None
    ) -> None:
        """Note what the visitor thought of the answer (named by its message) beside its question."""
        session.execute(
            "UPDATE questions SET helpful = ?, feedback_reason = ? WHERE message_id ="
            " (SELECT question_id FROM answers WHERE message_id = ?)",
            (helpful, reason, answer_message_id),
        )

    def get(self, session: Session, message_id: str) -> LoggedQuestion:
        """One question by the id of its message; raises NotFound."""
        row = session.execute("SELECT * FROM questions WHERE message_id = ?", (message_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such question in the log.")
        return _question(row)

    def list(
        self, session: Session, chosen: QuestionFilter | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Page[LoggedQuestion]:
        """Questions, newest first."""
        where, values = (chosen or QuestionFilter()).sql()
        if cursor is not None:
            where += " AND (created_at, message_id) < (?, ?)"
            values += decode_cursor(cursor, (str, str))
        rows = session.execute(
            f"SELECT * FROM questions WHERE {where} ORDER BY created_at DESC, message_id DESC LIMIT ?",  # noqa: S608 - fixed names
            (*values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_question(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(items[-1].created_at, items[-1].message_id) if more else None)

    def counts(self, session: Session, chosen: QuestionFilter | None = None) -> dict[Decision, int]:
        """How many questions met each decision, zeros included."""
        where, values = (chosen or QuestionFilter()).sql()
        rows = session.execute(
            f"SELECT decision, count(*) FROM questions WHERE {where} GROUP BY 1",  # noqa: S608 - fixed names
            values,
        )
        found = {str(decision): int(count) for decision, count in rows}
        return {decision: found.get(decision, 0) for decision in Decision}

    def rows(self, session: Session, chosen: QuestionFilter | None = None) -> Iterator[tuple[str, ...]]:
        """The questions as rows of text for a CSV file, newest first; the first row names the columns."""
        yield tuple(field.name for field in fields(LoggedQuestion))
        where, values = (chosen or QuestionFilter()).sql()
        found = session.execute(
            f"SELECT * FROM questions WHERE {where} ORDER BY created_at DESC, message_id DESC",  # noqa: S608
            values,
        )
        for row in found:
            yield tuple(_cell(getattr(_question(row), field.name)) for field in fields(LoggedQuestion))


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values))


def _contains(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _question(row: sqlite3.Row) -> LoggedQuestion:
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
    )


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        value = " ".join(value)
    return safe_cell("" if value is None else str(value))
