"""Sessions of the staff: a random secret in a cookie that changes every few hours.

The old secret stays good until a little after the new one was first sent back, so that requests under way, and a
response that never arrived, sign nobody out (OWASP Session Management Cheat Sheet, "Renew the session ID").
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from api.staffing.members import StaffMember, member_of
from api.staffing.secrets import hashed, new_secret
from core.clock import Clock, new_id, timestamp
from core.db import Database, Session

ROTATE_AFTER = timedelta(hours=4)
GRACE = timedelta(minutes=1)
"""How long the old secret is good after the new one was seen; and before a new one that never came back is replaced."""
LINK = "link"
"""The way of sessions that a one-time link began."""
FRESH = timedelta(minutes=15)
_NOTED_EVERY = timedelta(minutes=1)
_DUE = ""
"""Stored as the time of the last change, it makes the next one due; sorts before every time."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives."""

    idle: timedelta = timedelta(hours=72)
    """Without any request."""
    whole: timedelta = timedelta(days=14)
    """In all."""


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One place where somebody is signed in."""

    id: str
    browser: str
    created_at: str
    seen_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session whose secret was sent along."""

    id: str
    member: StaffMember
    renewal_due: bool
    by_fresh_link: bool
    """Whether a link was used for it just now: then a forgotten password may be replaced without knowing it."""


class StaffSessions:
    """Sessions in the database."""

    def __init__(self, database: Database, clock: Clock, limits: SessionLimits | None = None) -> None:
        self._database = database
        self._clock = clock
        self.limits = limits or SessionLimits()

    def open(self, session: Session, staff_id: str, way: str, browser: str | None = None) -> str:
        """Begin a session in the caller's transaction: the secret for the cookie. `way`: how they came in."""
        secret, now = new_secret(), self._clock()
        session.execute(
            """INSERT INTO staff_sessions
            (id, token_hash, staff_id, created_at, seen_at, rotated_at, expires_at, browser, way)
            VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?6, ?7)""",
            [
                new_id("ses"),
                hashed(secret),
                staff_id,
                timestamp(now),
                timestamp(now + self.limits.whole),
                (browser or "")[:120],
                way,
            ],
        )
        return secret

    def of(self, secret: str) -> OpenSession | None:
        """The session that `secret` opens, if it has not ended and the account is open."""
        with self._database.read() as session:
            row = self._find(session, secret)
        if row is None:
            return None
        self._note(row, current=row["token_hash"] == hashed(secret))
        fresh = row["way"] == LINK and row["session_created_at"] > timestamp(self._clock() - FRESH)
        return OpenSession(row["session_id"], member_of(row), self._due(row, secret), fresh)

    def renew(self, secret: str) -> str | None:
        """Give the session a new secret when it is due; None when it is not, or another request was faster."""
        fresh = new_secret()
        with self._database.write() as session:
            row = self._find(session, secret)
            if row is None or not self._due(row, secret):
                return None
            # What was announced and never sent back is dropped; what is in use stays good for a while.
            previous = hashed(secret)
            session.execute(
                """UPDATE staff_sessions SET token_hash = ?, previous_hash = ?, previous_until = NULL, rotated_at = ?
                WHERE id = ?""",
                [hashed(fresh), previous, timestamp(self._clock()), row["session_id"]],
            )
        return fresh

    def make_due(self, session: Session, staff_id: str) -> None:
        """Have every session of a person change its secret at its next page: what they may do has changed."""
        session.execute("UPDATE staff_sessions SET rotated_at = ? WHERE staff_id = ?", [_DUE, staff_id])

    def list(self, staff_id: str) -> list[StaffSession]:
        """Where somebody is signed in, last seen first."""
        now = self._clock()
        with self._database.read() as session:
            rows = session.execute(
                """SELECT * FROM staff_sessions WHERE staff_id = ? AND expires_at > ? AND seen_at > ?
                ORDER BY seen_at DESC, id DESC""",
                [staff_id, timestamp(now), timestamp(now - self.limits.idle)],
            ).fetchall()
        return [
            StaffSession(row["id"], row["browser"] or "", row["created_at"], row["seen_at"], row["expires_at"])
            for row in rows
        ]

    def end(self, session: Session, session_id: str, staff_id: str) -> bool:
        """End one session of a person; returns whether there was one."""
        found = session.execute("DELETE FROM staff_sessions WHERE id = ? AND staff_id = ?", [session_id, staff_id])
        return found.rowcount > 0

    def end_all(self, session: Session, staff_id: str, but: str = "") -> int:
        """End every session of a person, but for the one with the id `but`; returns how many."""
        return session.execute(
            "DELETE FROM staff_sessions WHERE staff_id = ? AND id IS NOT ?", [staff_id, but]
        ).rowcount

    def purge(self, session: Session) -> int:
        """Forget sessions that have ended; returns how many."""
        now = self._clock()
        return session.execute(
            "DELETE FROM staff_sessions WHERE expires_at <= ? OR seen_at <= ?",
            [timestamp(now), timestamp(now - self.limits.idle)],
        ).rowcount

    def _find(self, session: Session, secret: str) -> sqlite3.Row | None:
        now = self._clock()
        found: sqlite3.Row | None = session.execute(
            """SELECT staff.*, s.id AS session_id, s.token_hash, s.previous_hash, s.previous_until, s.rotated_at,
                s.seen_at AS session_seen_at, s.created_at AS session_created_at, s.way
            FROM staff_sessions AS s JOIN staff ON staff.id = s.staff_id
            WHERE (s.token_hash = :hash OR (s.previous_hash = :hash AND (s.previous_until IS NULL
                OR s.previous_until > :now)))
            AND s.expires_at > :now AND s.seen_at > :idle AND staff.disabled_at IS NULL""",
            {"hash": hashed(secret), "now": timestamp(now), "idle": timestamp(now - self.limits.idle)},
        ).fetchone()
        return found

    def _due(self, row: sqlite3.Row, secret: str) -> bool:
        now, current = self._clock(), row["token_hash"] == hashed(secret)
        # An old secret again long after the change: the response with the new one never arrived.
        age = ROTATE_AFTER if current else GRACE
        waits = current or row["previous_until"] is None
        return bool(waits and row["rotated_at"] <= timestamp(now - age))

    def _note(self, row: sqlite3.Row, *, current: bool) -> None:
        """Keep when the session was last used, to the minute; the first use of a new secret ends the old one soon."""
        now = self._clock()
        stale = row["session_seen_at"] < timestamp(now - _NOTED_EVERY)
        confirms = current and row["previous_until"] is None and row["previous_hash"] is not None
        if not stale and not confirms:
            return
        until = timestamp(now + GRACE) if confirms else row["previous_until"]
        with self._database.write() as session:
            session.execute(
                "UPDATE staff_sessions SET seen_at = ?, previous_until = ? WHERE id = ? AND token_hash = ?",
                [timestamp(now), until, row["session_id"], row["token_hash"]],
            )
