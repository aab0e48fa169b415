"""Who of the staff looks at an escalation or writes in it just now, and when each was last at the desk."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import NotFound

EXPIRES = timedelta(seconds=10)
"""What is older says nothing any more."""
NOTED_EVERY = timedelta(seconds=20)
"""How exactly `staff.seen_at` is kept."""


class Doing(StrEnum):
    """What somebody does in an escalation."""

    VIEWING = "viewing"
    TYPING = "typing"


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in an escalation."""

    escalation_id: str
    staff_id: str
    name: str
    doing: Doing


class Presence:
    """Presence in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def seen(self, session: Session, staff_id: str, escalation_id: str | None, doing: Doing = Doing.VIEWING) -> None:
        """Note that somebody is at the desk now, in that escalation or in none; raises NotFound for an unknown one."""
        now = self._clock()
        session.execute(
            "UPDATE staff SET seen_at = ? WHERE id = ? AND coalesce(seen_at, '') <= ?",
            (timestamp(now), staff_id, timestamp(now - NOTED_EVERY)),
        )
        # Nobody is in two at once for long: the one that was left expires.
        session.execute("DELETE FROM presence WHERE at <= ?", (timestamp(now - EXPIRES),))
        if escalation_id is not None:
            self._put(session, staff_id, escalation_id, doing, timestamp(now))

    def left(self, session: Session, staff_id: str, escalation_id: str) -> None:
        """Note that somebody has closed an escalation."""
        session.execute("DELETE FROM presence WHERE escalation_id = ? AND staff_id = ?", (escalation_id, staff_id))

    def others(self, session: Session, escalation_id: str, staff_id: str) -> tuple[Present, ...]:
        """Who else is in an escalation, those who write first."""
        return tuple(
            one for one in self.everywhere(session) if one.escalation_id == escalation_id and one.staff_id != staff_id
        )

    def everywhere(self, session: Session) -> tuple[Present, ...]:
        """Everybody who is in an escalation, those who write first."""
        rows = session.execute(
            "SELECT p.escalation_id, p.staff_id, s.name, p.doing FROM presence p JOIN staff s ON s.id = p.staff_id"
            " WHERE p.at > ? AND s.disabled_at IS NULL ORDER BY p.doing = ? DESC, s.name, s.id",
            (timestamp(self._clock() - EXPIRES), Doing.TYPING),
        )
        return tuple(Present(row[0], row[1], row[2], Doing(row[3])) for row in rows)

    def _put(self, session: Session, staff_id: str, escalation_id: str, doing: Doing, now: str) -> None:
        try:
            session.execute(
                "INSERT INTO presence (staff_id, escalation_id, doing, at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (escalation_id, staff_id) DO UPDATE SET doing = excluded.doing, at = excluded.at",
                (staff_id, escalation_id, doing, now),
            )
        except sqlite3.IntegrityError as error:
            raise NotFound("There is no such escalation.") from error
