"""The outbox: announcements are written in the transaction that causes them, and delivered later.

At least once, always under the same key: each target has a row of its own, which is claimed under a lease, and whoever
dies while holding it loses it to the next. No row is ever with two workers at a time, because a delivery ends before
its lease does.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import Conflict
from escalation.delivery.targets import TargetName

WAITING = "delivered_at IS NULL AND failed_at IS NULL"
_DUE = (
    f"SELECT id FROM outbox AS mine WHERE target = :target AND {WAITING} AND next_attempt_at <= :now"  # noqa: S608
    " AND (locked_until IS NULL OR locked_until <= :now)"
    # Paused after failures, or gone for good: nothing is tried.
    " AND NOT EXISTS (SELECT 1 FROM outbox_targets WHERE name = :target"
    " AND (disabled_at IS NOT NULL OR paused_until > :now))"
    # Another process has an earlier event of this conversation in hand: keep the order.
    f" AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.target = :target AND other.id < mine.id AND {WAITING}"
    " AND other.locked_until > :now"
    " AND json_extract(other.payload, '$.conversation_id') = json_extract(mine.payload, '$.conversation_id'))"
    " ORDER BY id LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One announcement to one target, and how its delivery stands."""

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

    def __init__(self, clock: Clock, targets: Sequence[TargetName] = (TargetName("webhook"),)) -> None:
        """`targets`: who is told what."""
        self._clock = clock
        self._targets = tuple(targets)

    def reaches(self, topic: str) -> bool:
        """Whether any target wants to be told about this topic."""
        return any(target.wants(topic) for target in self._targets)

    def enqueue(self, session: Session, key: str, topic: str, payload: Mapping[str, Any]) -> None:
        """Leave an announcement in the caller's transaction for each target that wants the topic.

        A key that is known already is not taken twice.
        """
        for target in self._targets:
            if target.wants(topic):
                self.enqueue_for(session, target.name, key, topic, payload)

    def enqueue_for(self, session: Session, target: str, key: str, topic: str, payload: Mapping[str, Any]) -> None:
        """Leave an announcement for one target, whatever it wants; a known key is not taken twice."""
        now = timestamp(self._clock())
        session.execute(
            "INSERT INTO outbox (key, target, topic, payload, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key, target) DO NOTHING",
            (key, target, topic, json.dumps(payload, ensure_ascii=False), now, now),
        )

    def has_due(self, session: Session, target: str) -> bool:
        """Whether a row of that target could be claimed now."""
        found = session.execute(_DUE, {"target": target, "now": timestamp(self._clock()), "limit": 1})
        return found.fetchone() is not None

    def claim(self, session: Session, target: str, until: datetime) -> OutboxRow | None:
        """Take the oldest row of that target that is due, for oneself alone until that moment; None when none is."""
        return next(iter(self.claim_some(session, target, until, 1)), None)

    def claim_some(self, session: Session, target: str, until: datetime, limit: int) -> list[OutboxRow]:
        """Likewise the oldest ones, at most `limit`, oldest first."""
        rows = session.execute(
            f"UPDATE outbox SET locked_until = :until, attempts = attempts + 1 WHERE id IN ({_DUE}) RETURNING *",  # noqa: S608
            {"target": target, "now": timestamp(self._clock()), "until": timestamp(until), "limit": limit},
        ).fetchall()
        return sorted(map(as_row, rows), key=lambda row: row.id)

    def delivered(self, session: Session, row: OutboxRow) -> None:
        """Note that it arrived; what a letter said is not kept."""
        session.execute(
            "UPDATE outbox SET delivered_at = ?, failed_at = NULL, locked_until = NULL, last_error = NULL, payload ="
            " CASE WHEN topic LIKE 'mail.%'"
            " THEN json_object('conversation_id', json_extract(payload, '$.conversation_id')) ELSE payload END"
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
            f"SELECT count(*) FILTER (WHERE {WAITING}), count(delivered_at), count(failed_at) FROM outbox"  # noqa: S608
        ).fetchone()
        return OutboxState(*counted)

    def failed(self, session: Session, limit: int = 50) -> tuple[OutboxRow, ...]:
        """The announcements that were given up, newest first."""
        rows = session.execute("SELECT * FROM outbox WHERE failed_at IS NOT NULL ORDER BY id DESC LIMIT ?", (limit,))
        return tuple(as_row(row) for row in rows)

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


def as_row(row: sqlite3.Row) -> OutboxRow:
    """A row of the table."""
    return OutboxRow(**{**{name: row[name] for name in row.keys()}, "payload": json.loads(row["payload"])})  # noqa: SIM118 - a Row iterates over values
