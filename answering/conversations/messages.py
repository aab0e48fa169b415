"""The lines of conversations, and which of them still wait for the assistant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from answering.clarifying.listed import listed_choices
from answering.conversations.attachments import attach, by_message
from answering.conversations.line_search import put_line
from answering.conversations.live_events import EventStore, LiveEvent
from core.clock import new_id, timestamp
from core.db import Session
from core.errors import NotFound
from core.model import Author, Citation, Message, Owner, Turn

HISTORY_TURNS = 12
"""How many of the latest messages `history` gives by default."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript: the message, its answer object if it is the assistant's, and the feedback on it."""

    message: Message
    answer: dict[str, Any] | None
    helpful: bool | None
    feedback_reason: str | None = None
    """A `FeedbackReason`: what was amiss in an answer that did not help."""


class MessageStore(EventStore):
    """Messages in SQLite; methods take the caller's open session."""

    def add_message(
        self,
        session: Session,
        conversation_id: str,
        author: Author,
        text: str,
        *,
        lang: str | None = None,
        author_id: str | None = None,
        author_name: str | None = None,
        pending: bool = False,
        citations: Sequence[Citation] = (),
        attachments: Sequence[str] = (),
    ) -> Message:
        """Store a line and tell the clients. `pending`: the assistant owes it an answer; see `unanswered`.

        `attachments`: ids of files that its author has uploaded to this conversation; raises NotFound for others.
        """
        message = self._insert_message(session, conversation_id, author, text, lang, author_id, author_name, pending)
        if citations:
            written = json.dumps([asdict(citation) for citation in citations], ensure_ascii=False)
            session.execute("UPDATE messages SET citations = ? WHERE id = ?", (written, message.id))
        files = attach(session, conversation_id, message.id, attachments, author_id)
        message = replace(message, citations=tuple(citations), attachments=files)
        self._tell_message(session, message, None)
        return message

    def message(self, session: Session, message_id: str) -> Message:
        """One message; raises NotFound."""
        row = session.execute("SELECT * FROM messages WHERE id = ?", (message_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such message.")
        return _message(row)

    def messages(self, session: Session, conversation_id: str, *, after_seq: int = 0) -> tuple[Message, ...]:
        """All messages after `after_seq`, oldest first."""
        rows = session.execute(
            "SELECT * FROM messages WHERE conversation_id = ? AND seq > ? ORDER BY seq", (conversation_id, after_seq)
        )
        return tuple(_message(row) for row in rows)

    def transcript(self, session: Session, conversation_id: str) -> tuple[Line, ...]:
        """All messages with the assistant's answer objects and the feedback on them, oldest first."""
        rows = session.execute(
            "SELECT m.*, a.answer AS answer, f.helpful AS helpful, f.reason AS amiss FROM messages m"
            " LEFT JOIN answers a ON a.message_id = m.id LEFT JOIN feedback f ON f.message_id = m.id"
            " WHERE m.conversation_id = ? ORDER BY m.seq",
            (conversation_id,),
        )
        files = by_message(session, conversation_id)
        return tuple(
            Line(
                replace(_message(row), attachments=files.get(row["id"], ())),
                json.loads(row["answer"]) if row["answer"] else None,
                None if row["helpful"] is None else bool(row["helpful"]),
                row["amiss"],
            )
            for row in rows
        )

    def history(
        self, session: Session, conversation_id: str, *, before_seq: int | None = None, limit: int = HISTORY_TURNS
    ) -> tuple[Turn, ...]:
        """The latest `limit` turns, those before `before_seq` if given, oldest first, without notices of the system.

        A line of the assistant without an answer object came along with a question; its choices stand in its text.
        """
        rows = session.execute(
            "SELECT m.author, m.text, json_extract(a.answer, '$.choices') AS choices FROM messages m"
            " LEFT JOIN answers a ON a.message_id = m.id"
            " WHERE m.conversation_id = ? AND m.author <> ? AND m.seq < coalesce(?, 1 << 62)"
            " ORDER BY m.seq DESC LIMIT ?",
            (conversation_id, Author.SYSTEM, before_seq, limit),
        ).fetchall()
        return tuple(_turn(Author(row["author"]), row["text"], row["choices"]) for row in reversed(rows))

    def unanswered(self, session: Session, until: datetime) -> tuple[Message, ...]:
        """Messages stored up to that moment to which the assistant still owes an answer, oldest first."""
        rows = session.execute(
            "SELECT m.* FROM messages m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE m.pending AND c.owner <> ? AND m.created_at <= ? ORDER BY m.seq",
            (Owner.AGENT, timestamp(until)),
        )
        return tuple(_message(row) for row in rows)

    def is_pending(self, session: Session, message_id: str) -> bool:
        """Whether the assistant still owes this message an answer."""
        row = session.execute("SELECT 1 FROM messages WHERE id = ? AND pending", (message_id,)).fetchone()
        return row is not None

    def owes_before(self, session: Session, message: Message) -> bool:
        """Whether an earlier message of the same conversation still waits for the assistant."""
        row = session.execute(
            "SELECT 1 FROM messages WHERE conversation_id = ? AND pending AND seq < ?",
            (message.conversation_id, message.seq),
        ).fetchone()
        return row is not None

    def _insert_message(
        self,
        session: Session,
        conversation_id: str,
        author: Author,
        text: str,
        lang: str | None,
        author_id: str | None,
        author_name: str | None,
        pending: bool,
    ) -> Message:
        identifier, now = new_id("msg"), self._now()
        updated = session.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, conversation_id))
        if not updated.rowcount:
            raise NotFound("There is no such conversation.")
        cursor = session.execute(
            "INSERT INTO messages"
            " (id, conversation_id, author, author_id, author_name, text, lang, pending, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (identifier, conversation_id, author, author_id, author_name, text, lang, pending, now),
        )
        put_line(session, cursor.lastrowid or 0, text, lang)
        return Message(identifier, conversation_id, author, author_name, text, lang, now, cursor.lastrowid or 0)

    def _tell_message(self, session: Session, message: Message, answer: Mapping[str, Any] | None) -> None:
        data = {key: value for key, value in asdict(message).items() if key != "conversation_id"}
        self.append_event(session, message.conversation_id, LiveEvent.MESSAGE, {**data, "answer": answer})


def _turn(author: Author, text: str, choices: str | None) -> Turn:
    if choices is None and author is Author.ASSISTANT:
        return Turn(author, text, listed_choices(text))
    return Turn(author, text, tuple(json.loads(choices or "[]")))


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        author=Author(row["author"]),
        author_name=row["author_name"],
        text=row["text"],
        lang=row["lang"],
        created_at=row["created_at"],
        seq=row["seq"],
        citations=tuple(_citation(one) for one in json.loads(row["citations"] or "[]")),
    )


def _citation(data: Mapping[str, Any]) -> Citation:
    return Citation(**{**data, "heading": tuple(data["heading"])})
