"""Looks at the clocks every few seconds: notes and announces once what is near its end or past it, and orders anew.

Every process may look. What is noted stands in `sla_alerts`, so that each deadline is announced once for each level.
"""

from __future__ import annotations

from datetime import datetime

from core.clock import Clock, timestamp
from core.db import Database, Session
from escalation.clocks.deadlines import SlaDeadlines, Standing
from escalation.clocks.sla import Level
from escalation.desk import Desk
from escalation.queue import EscalationQueue
from escalation.states import OPEN
from escalation.tickets import Escalation

AT_ONCE = 50
"""How many escalations are changed in one transaction, so that nobody waits long behind it."""


class SlaWatch:
    """One look at all clocks; call `run` every few seconds."""

    def __init__(
        self, database: Database, desk: Desk, queue: EscalationQueue, deadlines: SlaDeadlines, clock: Clock
    ) -> None:
        self._database = database
        self._desk = desk
        self._queue = queue
        self._deadlines = deadlines
        self._clock = clock

    def run(self) -> int:
        """Look, and write what has changed in batches; returns how many deadlines were announced."""
        now, told = self._clock(), 0
        with self._database.read() as session:
            changed = [one.id for one in self._changed(session, self._queue.in_states(session, OPEN), now)]
        for start in range(0, len(changed), AT_ONCE):
            with self._database.write() as session:
                told += self.check(session, now, changed[start : start + AT_ONCE])
        return told

    def check(self, session: Session, now: datetime, escalations: list[str] | None = None) -> int:
        """Announce what is near or past its end among these (None: all that are open), and renew their priority."""
        found = self._queue.in_states(session, OPEN, escalations)
        standings = self._deadlines.standings(session, found, now)
        told = 0
        for one in found:
            standing = standings[one.id]
            told += sum(self._tell(session, one, news, now) for news in _news(standing))
            session.execute(
                "UPDATE escalations SET priority = ?1 WHERE id = ?2 AND priority <> ?1", (standing.priority, one.id)
            )
        return told

    def _changed(self, session: Session, found: tuple[Escalation, ...], now: datetime) -> list[Escalation]:
        standings = self._deadlines.standings(session, found, now)
        marks = ", ".join(f"'{status}'" for status in sorted(OPEN))
        rows = session.execute(
            "SELECT a.escalation_id, a.clock, a.due, a.level FROM escalations e"  # noqa: S608 - fixed names
            f" JOIN sla_alerts a ON a.escalation_id = e.id WHERE e.status IN ({marks})"
        )
        known = {tuple(row) for row in rows}
        return [
            one
            for one in found
            if standings[one.id].priority != one.priority
            or any((one.id, *news) not in known for news in _news(standings[one.id]))
        ]

    def _tell(self, session: Session, one: Escalation, news: tuple[str, str, str], now: datetime) -> bool:
        new = session.execute(
            "INSERT OR IGNORE INTO sla_alerts (escalation_id, clock, due, level, at) VALUES (?, ?, ?, ?, ?)",
            (one.id, *news, timestamp(now)),
        ).rowcount
        if new:
            clock, due, level = news
            self._desk.tell_deadline(session, one.id, clock, level, due)
        return bool(new)


def _news(standing: Standing) -> list[tuple[str, str, str]]:
    """Clock, due and level of each deadline that is near or past."""
    return [
        (clock.value, timestamp(reading.due), standing.levels[clock].value)
        for clock, reading in standing.clocks.items()
        if reading.due is not None and standing.levels[clock] is not Level.OK
    ]
