"""The outbox: announcements are written in the transaction that causes them, and delivered later.

At least once, always under the same key: a row is claimed under a lease, and whoever dies while holding it loses it to
the next. No row is ever with two workers at a time, because a delivery ends before its lease does.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import Conflict

_FIRST_DUE = (
    "SELECT id FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL AND next_attempt_at <= :now"
    " AND (locked_until IS NULL OR locked_until <= :now) ORDER BY next_attempt_at, id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One announcement and how its delivery stands."""

    id: int
    key: str
    target: str
    topic: str
    payload: dict[str, Any]
    attempts: int
    """Attempts begun, the present one included."""
    next_attempt_at: str
    locked_until: str | None
    delivered_at: str | None
    failed_at: str | None
    """When it was given up."""
    last_error: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many announcements are where."""

    waiting: int
    delivered: int
    failed: int


class Outbox:
    """Announcements in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def enqueue(self, session: Session, key: str, topic: str, payload: Mapping[str, Any]) -> None:
        """Leave an announcement in the caller's transaction. A key that is known already is not taken twice."""
        now = timestamp(self._clock())
        session.execute(
            "INSERT INTO outbox (key, target, topic, payload, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key, target) DO NOTHING",
            (key, "webhook", topic, json.dumps(payload, ensure_ascii=False), now, now),
        )

    def has_due(self, session: Session) -> bool:
        """Whether a row could be claimed now."""
        found = session.execute(_FIRST_DUE, {"now": timestamp(self._clock())})
        return found.fetchone() is not None

    def claim(self, session: Session, until: datetime) -> OutboxRow | None:
        """Take the row that has been due longest, for oneself alone until that moment; None when nothing is due."""
        row = session.execute(
            f"UPDATE outbox SET locked_until = :until, attempts = attempts + 1 WHERE id = ({_FIRST_DUE}) RETURNING *",  # noqa: S608
            {"now": timestamp(self._clock()), "until": timestamp(until)},
        ).fetchone()
        return None if row is None else _row(row)

    def delivered(self, session: Session, row: OutboxRow) -> None:
        """Note that it arrived."""
        session.execute(
            "UPDATE outbox SET delivered_at = ?, failed_at = NULL, locked_until = NULL, last_error = NULL"
            " WHERE id = ? AND delivered_at IS NULL",
            (timestamp(self._clock()), row.id),
        )

    def postpone(self, session: Session, row: OutboxRow, until: datetime, error: str) -> None:
        """Note a failed attempt and when to try again; nothing happens if the lease has gone to another meanwhile."""
        session.execute(
            "UPDATE outbox SET next_attempt_at = ?, locked_until = NULL, last_error = ?"
            " WHERE id = ? AND locked_until IS ?",
            (timestamp(until), error, row.id, row.locked_until),
        )

    def give_up(self, session: Session, row: OutboxRow, error: str) -> None:
        """Note that no further attempt is made; nothing happens if the lease has gone to another meanwhile."""
        session.execute(
            "UPDATE outbox SET failed_at = ?, locked_until = NULL, last_error = ? WHERE id = ? AND locked_until IS ?",
            (timestamp(self._clock()), error, row.id, row.locked_until),
        )

    def state(self, session: Session) -> OutboxState:
        """How many announcements wait, have arrived, and were given up."""
        counted = session.execute(
            "SELECT count(*) FILTER (WHERE delivered_at IS NULL AND failed_at IS NULL),"
            " count(delivered_at), count(failed_at) FROM outbox"
        ).fetchone()
        return OutboxState(*counted)

    def failed(self, session: Session, limit: int = 50) -> tuple[OutboxRow, ...]:
        """The announcements that were given up, newest first."""
        rows = session.execute("SELECT * FROM outbox WHERE failed_at IS NOT NULL ORDER BY id DESC LIMIT ?", (limit,))
        return tuple(_row(row) for row in rows)

    def retry(self, session: Session, row_id: int) -> None:
        """Try one that was given up again, from the first attempt on; raises Conflict when it was not."""
        changed = session.execute(
            "UPDATE outbox SET failed_at = NULL, attempts = 0, next_attempt_at = ?"
            " WHERE id = ? AND failed_at IS NOT NULL RETURNING id",
            (timestamp(self._clock()), row_id),
        ).fetchone()
        if changed is None:
            raise Conflict("This announcement was not given up.")

    def prune(self, session: Session, before: datetime) -> int:
        """Forget announcements that arrived before that moment; returns how many."""
        return session.execute("DELETE FROM outbox WHERE delivered_at < ?", (timestamp(before),)).rowcount


def _row(row: sqlite3.Row) -> OutboxRow:
    return OutboxRow(**{**{name: row[name] for name in row.keys()}, "payload": json.loads(row["payload"])})  # noqa: SIM118 - a Row iterates over values
