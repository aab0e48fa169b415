"""The golden set: questions approved by staff with the documents that answer them. By it answers are measured."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from core.audiences import may_see
from core.clock import Clock, timestamp
from core.db import Session
from core.errors import Conflict, InvalidInput, NotFound
from insights.log.model import LoggedQuestion
from insights.log.store import QuestionLog
from insights.masking import mask

LONGEST = 2_000
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """One approved question."""

    message_id: str
    text: str
    """Masked, and understandable by itself."""
    lang: str | None
    audiences: frozenset[str]
    """What the customer who asked was allowed to see."""
    documents: tuple[str, ...]
    """Documents that answer it, any one will do; empty when nothing in the content does."""
    corrected: bool
    """Whether staff named other documents than the answer had cited."""
    staff: str
    """Who approved it."""
    created_at: str


class GoldenSet:
    """Golden questions in SQLite; methods take the caller's open session."""

    def __init__(self, questions: QuestionLog, clock: Clock) -> None:
        self._questions = questions
        self._clock = clock

    def add(self, session: Session, message_id: str, text: str, documents: Iterable[str], staff_id: str) -> None:
        """Approve a logged question, worded as `text`, in place of what was approved for it before.

        Raises NotFound when the log does not hold it, InvalidInput for an empty text or a document that is not there,
        Conflict when the customer may not see any of the documents.
        """
        logged = self._questions.get(session, message_id)
        chosen, plain = tuple(dict.fromkeys(documents)), mask(" ".join(text.split()))
        if not plain or len(plain) > LONGEST:
            raise InvalidInput(f"The question needs 1 to {LONGEST:,} characters.")
        audiences = _audiences(session, logged.conversation_id)
        _require_visible(session, chosen, audiences)
        session.execute(
            "INSERT OR REPLACE INTO golden_questions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                message_id,
                logged.conversation_id,
                plain,
                logged.lang,
                json.dumps(sorted(audiences), ensure_ascii=False),
                json.dumps(chosen, ensure_ascii=False),
                not set(chosen) <= set(logged.documents) or not chosen,
                staff_id,
                timestamp(self._clock()),
            ),
        )

    def remove(self, session: Session, message_id: str) -> None:
        """Take a question out of the set; raises NotFound."""
        if not session.execute("DELETE FROM golden_questions WHERE message_id = ?", (message_id,)).rowcount:
            raise NotFound("This question is not in the golden set.")

    def find(self, session: Session, message_id: str) -> GoldenQuestion | None:
        """One question, if it is in the set."""
        row = session.execute(f"{_SELECT} WHERE message_id = ?", (message_id,)).fetchone()
        return None if row is None else _golden(row)

    def all(self, session: Session) -> list[GoldenQuestion]:
        """The whole set, latest first."""
        return [_golden(row) for row in session.execute(f"{_SELECT} ORDER BY g.created_at DESC, message_id DESC")]

    def candidates(self, session: Session, limit: int = 20) -> list[LoggedQuestion]:
        """Questions whose cited answer the customer found helpful and that nobody has approved yet, latest first."""
        rows = session.execute(
            """SELECT message_id FROM questions WHERE helpful = 1 AND decision IN ('answer', 'caveat')
            AND documents <> '[]' AND message_id NOT IN (SELECT message_id FROM golden_questions)
            ORDER BY created_at DESC, message_id DESC LIMIT ?""",
            (limit,),
        ).fetchall()
        return [self._questions.get(session, row["message_id"]) for row in rows]


_SELECT = "SELECT g.*, s.name AS staff FROM golden_questions g JOIN staff s ON s.id = g.staff_id"


def _audiences(session: Session, conversation_id: str) -> frozenset[str]:
    row = session.execute("SELECT audiences FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return frozenset(json.loads(row["audiences"]))


def _require_visible(session: Session, documents: Iterable[str], audiences: frozenset[str]) -> None:
    for document in documents:
        row = session.execute(
            "SELECT audiences FROM documents WHERE id = ? AND removed_at IS NULL", (document,)
        ).fetchone()
        if row is None:
            raise InvalidInput(f"There is no document {document} in the content.")
        if not may_see(audiences, json.loads(row["audiences"])):
            raise Conflict(f"The customer who asked may not see {document}, so it cannot be the right answer.")


def _golden(row: sqlite3.Row) -> GoldenQuestion:
    return GoldenQuestion(
        message_id=row["message_id"],
        text=row["text"],
        lang=row["lang"],
        audiences=frozenset(json.loads(row["audiences"])),
        documents=tuple(json.loads(row["documents"])),
        corrected=bool(row["corrected"]),
        staff=row["staff"],
        created_at=row["created_at"],
    )
