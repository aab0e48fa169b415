"""The events that clients follow live, kept in SQLite so that a client which resumes misses nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.model import Author


class LiveEvent(StrEnum):
    """What a client that follows a conversation is told about."""

    MESSAGE = "message"
    OWNER = "owner"
    TYPING = "typing"
    ESCALATION = "escalation"
    READ = "read"
    """How far the customer, or an agent, has read."""
    CSAT = "csat"
    """The customer is asked how satisfied they are."""


@dataclass(frozen=True, slots=True)
class Event:
    """A stored event; `id` grows over all conversations and is the id of the server-sent event."""

    id: int
    conversation_id: str
    type: LiveEvent
    data: dict[str, Any]
    created_at: str


class EventStore:
    """Events in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def append_event(self, session: Session, conversation_id: str, type_: LiveEvent, data: Mapping[str, Any]) -> Event:
        """Store an event in the caller's transaction; clients see it when that commits."""
        now = self._now()
        cursor = session.execute(
            "INSERT INTO events (conversation_id, type, data, created_at) VALUES (?, ?, ?, ?)",
            (conversation_id, type_, json.dumps(data, ensure_ascii=False), now),
        )
        return Event(cursor.lastrowid or 0, conversation_id, type_, dict(data), now)

    def typing(self, session: Session, conversation_id: str, author: Author, name: str | None = None) -> None:
        """Tell the clients that someone is typing. Only the latest such event of each side is kept."""
        self.replace_event(session, conversation_id, LiveEvent.TYPING, {"author": author, "author_name": name})

    def replace_event(self, session: Session, conversation_id: str, type_: LiveEvent, data: Mapping[str, Any]) -> Event:
        """Store an event in the place of the one before of this type by the same author."""
        session.execute(
            "DELETE FROM events WHERE conversation_id = ? AND type = ? AND json_extract(data, '$.author') = ?",
            (conversation_id, type_, data["author"]),
        )
        return self.append_event(session, conversation_id, type_, data)

    def events_after(self, session: Session, conversation_id: str, last_id: int, limit: int = 200) -> tuple[Event, ...]:
        """The events of one conversation after `last_id`, in order."""
        rows = session.execute(
            "SELECT * FROM events WHERE conversation_id = ? AND id > ? ORDER BY id LIMIT ?",
            (conversation_id, last_id, limit),
        )
        return tuple(_event(row) for row in rows)

    def events_since(self, session: Session, last_id: int, limit: int = 500) -> tuple[Event, ...]:
        """The events of all conversations after `last_id`, in order: one poll serves every open stream."""
        rows = session.execute("SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?", (last_id, limit))
        return tuple(_event(row) for row in rows)

    def event_of(self, session: Session, conversation_id: str, message_id: str) -> int:
        """The id of the event that told of a message; 0 when there is none."""
        row = session.execute(
            "SELECT id FROM events WHERE conversation_id = ? AND type = ? AND json_extract(data, '$.id') = ?",
            (conversation_id, LiveEvent.MESSAGE, message_id),
        ).fetchone()
        return int(row["id"]) if row else 0

    def last_event_of(self, session: Session, conversation_id: str) -> int:
        """The id of a conversation's newest event; 0 when there is none."""
        row = session.execute("SELECT max(id) FROM events WHERE conversation_id = ?", (conversation_id,)).fetchone()
        return int(row[0] or 0)

    def latest_event_id(self, session: Session) -> int:
        """The id of the newest event; 0 when there is none."""
        return int(session.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    def _now(self) -> str:
        return timestamp(self._clock())


def _event(row: sqlite3.Row) -> Event:
    return Event(row["id"], row["conversation_id"], LiveEvent(row["type"]), json.loads(row["data"]), row["created_at"])
