"""What the clock does to escalations: wakes those put aside, and queues those whose agent is gone.

Every process may look; each change is checked again inside its transaction, so it happens once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from core.clock import Clock, timestamp
from core.db import Database, Session
from escalation.desk import Desk
from escalation.queue import EscalationQueue


class Timers:
    """One look at the clock; call `run` every few seconds."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        queue: EscalationQueue,
        clock: Clock,
        gone_for: Callable[[Session], timedelta | None],
    ) -> None:
        """`gone_for`: after how long without being seen an agent counts as gone; None: never."""
        self._database = database
        self._desk = desk
        self._queue = queue
        self._clock = clock
        self._gone_for = gone_for

    def run(self) -> int:
        """Do what is due; returns how many escalations changed."""
        done = 0
        # Looks without the write lock, which is taken for a batch at a time: mostly there is nothing to do.
        while self._due():
            moved = self._move()
            if not moved:
                break
            done += moved
        return done

    def _due(self) -> bool:
        with self._database.read() as session:
            now, gone_for = self._clock(), self._gone_for(session)
            if self._queue.snoozed_until(session, timestamp(now), 1):
                return True
            return gone_for is not None and bool(self._queue.left_behind(session, timestamp(now - gone_for), 1))

    def _move(self) -> int:
        with self._database.write() as session:
            gone_for = self._gone_for(session)
            woken = self._desk.wake_snoozed(session)
            return woken + (self._desk.release_absent(session, gone_for) if gone_for is not None else 0)
