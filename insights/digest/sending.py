"""Announces the weekly letters, once a week and reader, in the transaction that notes it."""

from __future__ import annotations

from collections.abc import Callable

from core.clock import Clock
from core.db import Database, Session
from escalation.clocks.hours import OfficeHours
from escalation.delivery.outbox import Outbox
from insights.digest.facts import week_of
from insights.digest.letter import DigestLetters
from insights.digest.readers import DigestReaders
from insights.digest.week import last_week
from insights.gaps.store import GapStore
from insights.reports.periods import Period

TOPIC = "mail.digest"


class Digest:
    """The weekly letter: who wants it, and sending it."""

    def __init__(
        self,
        database: Database,
        readers: DigestReaders,
        letters: DigestLetters,
        store: GapStore,
        hours: Callable[[Session], OfficeHours],
        outbox: Outbox,
        clock: Clock,
        address: str | None,
    ) -> None:
        """`address`: where people reach this server; without it, or without a mail server, no letters are sent."""
        self.readers = readers
        self.letters = letters
        self._database = database
        self._store = store
        self._hours = hours
        self._outbox = outbox
        self._clock = clock
        self._address = address

    @property
    def ready(self) -> bool:
        """Whether letters can be sent."""
        return bool(self._address) and self._outbox.reaches(TOPIC)

    def choose(self, session: Session, staff_id: str, wanted: bool) -> None:
        """Send it to somebody from the next Monday on, or no more."""
        if wanted:
            self.readers.add(session, staff_id, self._week(session).first.isoformat())
        else:
            self.readers.remove(session, staff_id)

    def run(self) -> int:
        """Announce the letters that are due; returns how many. Of a week in which nothing happened none is sent."""
        if not self.ready:
            return 0
        with self._database.read() as session:
            week = self._week(session)
            if not self.readers.due(session, week.first.isoformat()):
                return 0
            quiet = self._is_quiet(session, week)
        with self._database.write() as session:
            return sum(
                self._announce(session, staff_id, week, quiet)
                for staff_id in self.readers.due(session, week.first.isoformat())
            )

    def _announce(self, session: Session, staff_id: str, week: Period, quiet: bool) -> int:
        first, last = week.first.isoformat(), week.last.isoformat()
        self.readers.settle(session, staff_id, first)
        if quiet:
            return 0
        payload = {"staff_id": staff_id, "first": first, "last": last, "zone": week.zone}
        self._outbox.enqueue(session, f"digest:{staff_id}:{first}", TOPIC, payload)
        return 1

    def _week(self, session: Session) -> Period:
        return last_week(self._clock(), self._hours(session).zone)

    def _is_quiet(self, session: Session, week: Period) -> bool:
        hours, now = self._hours(session), self._clock()
        return week_of(session, week, store=self._store, now=now, hours=hours, lang=None).quiet
