"""The log of questions in SQLite, with personal data masked before it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session, marks
from core.errors import NotFound
from core.model import Answer, Conversation, Decision, FeedbackReason, Message
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from core.spreadsheet import safe_cell
from insights.log.filtering import QuestionFilter
from insights.log.model import LoggedQuestion, question_of
from insights.log.outcomes import CERTAINTY
from insights.log.words import folded
from insights.masking import mask

CERTAIN = "certainty"
"""The column of the CSV file that says whether the outcome is confirmed or assumed."""


class QuestionLog:
    """Questions in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(self, session: Session, conversation: Conversation, question: Message, answer: Answer) -> None:
        """Log a question with what was decided, in the caller's transaction."""
        documents = list(dict.fromkeys(citation.document_id for citation in answer.citations))
        text = mask(question.text)
        session.execute(
            "INSERT INTO questions (message_id, conversation_id, visitor_id, text, folded, lang, decision, confidence,"
            " reason, documents, page_url, audiences, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                question.id,
                conversation.id,
                conversation.visitor_id,
                text,
                folded(text),
                answer.lang,
                answer.decision,
                answer.confidence,
                answer.reason,
                json.dumps(documents, ensure_ascii=False),
                mask(conversation.page_url) if conversation.page_url else None,
                json.dumps(sorted(conversation.audiences), ensure_ascii=False),
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
        return question_of(row)

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
        items = tuple(question_of(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(items[-1].created_at, items[-1].message_id) if more else None)

    def understood(self, session: Session, message_ids: Sequence[str]) -> dict[str, str]:
        """How those of these questions were read that lean on what was said before, masked, by message."""
        rows = session.execute(
            f"""SELECT q.message_id, q.text, json_extract(a.trace, '$.standalone') AS standalone FROM questions q
                JOIN answers a ON a.question_id = q.message_id
                WHERE q.message_id IN ({marks(message_ids)})""",  # noqa: S608 - marks only
            list(message_ids),
        )
        read = {row["message_id"]: (row["text"], mask(row["standalone"] or "")) for row in rows}
        return {message: whole for message, (text, whole) in read.items() if whole and whole != text}

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
        names = [field.name for field in fields(LoggedQuestion)]
        yield (*names, CERTAIN)
        where, values = (chosen or QuestionFilter()).sql()
        found = session.execute(
            f"SELECT * FROM questions WHERE {where} ORDER BY created_at DESC, message_id DESC",  # noqa: S608
            values,
        )
        for row in found:
            question = question_of(row)
            yield (*(_cell(getattr(question, name)) for name in names), CERTAINTY[question.outcome].value)


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        value = " ".join(value)
    return safe_cell("" if value is None else str(value))
