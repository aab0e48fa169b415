"""Delivers what lies in the outbox, in a thread of its own. Any number of processes may do so at once."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import Clock
from core.db import Database, Session
from core.errors import NotFound
from escalation.handoff import HandoffEvent, HandoffTarget
from escalation.outbox import Outbox, OutboxRow

_log = logging.getLogger("askwell.outbox")
_PRUNE_EVERY = timedelta(hours=1)
_Settlement = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """When to try again. The default spreads 12 attempts over about a day."""

    attempts: int = 12
    first: timedelta = timedelta(seconds=5)
    factor: float = 3.0
    longest: timedelta = timedelta(hours=8)

    def delay(self, attempts: int, luck: float) -> timedelta:
        """How long to wait after that many attempts; `luck` in [0, 1) takes off up to a third, so that many rows
        which failed together do not come back together."""
        full = min(self.longest.total_seconds(), self.first.total_seconds() * self.factor ** (attempts - 1))
        return timedelta(seconds=full * (1 - luck / 3))


class OutboxWorker:
    """Claims due rows one by one and delivers them to a target."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        target: HandoffTarget,
        clock: Clock,
        *,
        plan: RetryPlan | None = None,
        lease: timedelta = timedelta(seconds=60),
        poll: timedelta = timedelta(seconds=1),
        keep: timedelta = timedelta(days=30),
        luck: Callable[[], float] = random.random,
    ) -> None:
        """`lease` must be longer than the target can take; `keep`: how long delivered rows stay visible."""
        self._database = database
        self._outbox = outbox
        self._target = target
        self._clock = clock
        self._plan = plan or RetryPlan()
        self._lease = lease
        self._poll = poll
        self._keep = keep
        self._luck = luck
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin delivering in a background thread."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="askwell-outbox", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Stop after the delivery in hand, waiting at most `timeout` seconds: what is cut short is delivered again."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout)
            self._thread = None

    def deliver_due(self) -> int:
        """Try every row that is due once; returns how many arrived."""
        arrived = 0
        row = self._settle_and_claim(_nothing)
        while row is not None:
            settlement, has_arrived = self._deliver(row)
            arrived += has_arrived
            row = self._settle_and_claim(settlement)
        return arrived

    def _run(self) -> None:
        pruned: datetime | None = None
        while not self._stop.is_set():
            try:
                if pruned is None or self._clock() - pruned > _PRUNE_EVERY:
                    self._prune()
                    pruned = self._clock()
                if self._has_due():
                    self.deliver_due()
            except Exception:  # the thread must outlive a full disk or a locked database
                _log.exception("The outbox cannot be read just now; trying again.")
            self._stop.wait(self._poll.total_seconds())

    def _prune(self) -> None:
        with self._database.write() as session:
            self._outbox.prune(session, self._clock() - self._keep)

    def _has_due(self) -> bool:
        """Looks without taking the write lock: most of the time there is nothing to do."""
        with self._database.read() as session:
            return self._outbox.has_due(session)

    def _settle_and_claim(self, settlement: _Settlement) -> OutboxRow | None:
        """Note what became of the last row and take the next in one transaction: each costs a write to the disk."""
        with self._database.write() as session:
            settlement(session)
            return None if self._stop.is_set() else self._outbox.claim(session, self._clock() + self._lease)

    def _deliver(self, row: OutboxRow) -> tuple[_Settlement, bool]:
        """Try to deliver; returns what is to be noted, and whether it arrived."""
        try:
            # A row that has ended every worker so far arrives here with one attempt too many.
            if row.attempts <= self._plan.attempts:
                self._target.deliver(HandoffEvent(row.topic, row.payload, row.created_at), row.key)
                return lambda session: self._outbox.delivered(session, row), True
            error = row.last_error or "The process ended during every attempt."
        except NotFound as gone:
            return self._given_up(row, str(gone)), False
        except Exception as failure:  # whatever a target raises means the same here: not delivered
            error = f"{type(failure).__name__}: {failure}"
        return self._failed(row, error), False

    def _failed(self, row: OutboxRow, error: str) -> _Settlement:
        if row.attempts >= self._plan.attempts:
            return self._given_up(row, error)
        _log.warning("Attempt %d of %s (%s) failed: %s", row.attempts, row.key, row.topic, error)
        again = self._clock() + self._plan.delay(row.attempts, self._luck())
        return lambda session: self._outbox.postpone(session, row, again, error)

    def _given_up(self, row: OutboxRow, error: str) -> _Settlement:
        _log.error("Gave up %s (%s) after %d attempts: %s", row.key, row.topic, row.attempts, error)
        return lambda session: self._outbox.give_up(session, row, error)


def _nothing(_session: Session) -> None:
    """No row has been tried yet."""
