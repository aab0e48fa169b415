"""Who works on what: one process at a time, and another one when it dies."""

from __future__ import annotations

from datetime import timedelta

from core.clock import Clock, new_id, timestamp
from core.db import Session

HELD = timedelta(minutes=2)
"""After so long without a step another process may go on."""


class Lease:
    """One kind of work, as one worker sees it."""

    def __init__(self, name: str, clock: Clock) -> None:
        self._name = name
        self._clock = clock
        self._holder = new_id("wrk")

    def take(self, session: Session) -> bool:
        """Have the work, or have it for longer; False while somebody else has it."""
        now = self._clock()
        session.execute("DELETE FROM leases WHERE name = ? AND until < ?", (self._name, timestamp(now)))
        row = session.execute(
            """INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET until = excluded.until WHERE holder = excluded.holder
                RETURNING holder""",
            (self._name, self._holder, timestamp(now + HELD)),
        ).fetchone()
        return row is not None

    def give_back(self, session: Session) -> None:
        """Let others have it at once."""
        session.execute("DELETE FROM leases WHERE name = ? AND holder = ?", (self._name, self._holder))
