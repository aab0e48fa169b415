"""Visitors: who a conversation belongs to. Anonymous until the site's own server vouches for an identity."""

from __future__ import annotations

import sqlite3

from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import NotFound
from core.model import Visitor


class VisitorStore:
    """Visitors in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def create(
        self, session: Session, *, external_id: str | None = None, email: str | None = None, name: str | None = None
    ) -> Visitor:
        """A new visitor; without `external_id` an anonymous one."""
        visitor = Visitor(new_id("vis"), external_id, email, name, timestamp(self._clock()))
        session.execute(
            "INSERT INTO visitors (id, external_id, email, name, created_at) VALUES (?, ?, ?, ?, ?)",
            (visitor.id, external_id, email, name, visitor.created_at),
        )
        return visitor

    def ensure(self, session: Session, visitor_id: str, name: str | None = None) -> None:
        """Make the visitor whose id was given out beforehand, in a token say, unless it is there."""
        session.execute(
            "INSERT OR IGNORE INTO visitors (id, name, created_at) VALUES (?, ?, ?)",
            (visitor_id, name, timestamp(self._clock())),
        )

    def get(self, session: Session, visitor_id: str) -> Visitor:
        """The visitor; raises NotFound, also for one that was merged into another."""
        row = session.execute("SELECT * FROM visitors WHERE id = ?", (visitor_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such visitor.")
        return _visitor(row)

    def identify(
        self,
        session: Session,
        visitor_id: str | None,
        external_id: str,
        *,
        email: str | None = None,
        name: str | None = None,
        vouched: bool = True,
    ) -> Visitor:
        """The visitor known by `external_id`, with what `visitor_id` did anonymously before signing in.

        A `visitor_id` that is already someone else stays untouched: two people who share a browser are not one. The
        person never takes over the anonymous id, whose token may still be about. With `vouched` false, address and
        name are only kept where none is known.
        """
        anonymous = self._anonymous(session, visitor_id)
        known = session.execute("SELECT * FROM visitors WHERE external_id = ?", (external_id,)).fetchone()
        person = self.create(session, external_id=external_id) if known is None else _visitor(known)
        if anonymous is not None:
            self._merge(session, anonymous, person.id)
        values = [email, name, person.id] if vouched else [person.email or email, person.name or name, person.id]
        session.execute("UPDATE visitors SET email = coalesce(?, email), name = coalesce(?, name) WHERE id = ?", values)
        return self.get(session, person.id)

    def is_known(self, session: Session, visitor_id: str) -> bool:
        """Whether the site has vouched for this visitor."""
        row = session.execute("SELECT external_id FROM visitors WHERE id = ?", (visitor_id,)).fetchone()
        return row is not None and row["external_id"] is not None

    def _anonymous(self, session: Session, visitor_id: str | None) -> str | None:
        row = session.execute("SELECT id FROM visitors WHERE id = ? AND external_id IS NULL", (visitor_id,)).fetchone()
        return None if row is None else str(row["id"])

    def _merge(self, session: Session, source: str, target: str) -> None:
        session.execute("UPDATE conversations SET visitor_id = ? WHERE visitor_id = ?", (target, source))
        session.execute("UPDATE questions SET visitor_id = ? WHERE visitor_id = ?", (target, source))
        session.execute("UPDATE attachments SET uploaded_by = ? WHERE uploaded_by = ?", (target, source))
        session.execute("DELETE FROM visitors WHERE id = ?", (source,))


def _visitor(row: sqlite3.Row) -> Visitor:
    return Visitor(row["id"], row["external_id"], row["email"], row["name"], row["created_at"])
