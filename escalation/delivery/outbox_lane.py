"""Delivers what waits for one target: one row after the other, in a thread of its own, so that no target waits for
another. A target that has trouble is left alone for a while, longer after each failure.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock
from core.db import Database, Session
from core.errors import Unavailable
from escalation.delivery.handoff import HandoffEvent, HandoffTarget, Refused, TakesSeveral, TargetDown, TargetGone
from escalation.delivery.outbox import Outbox, OutboxRow
from escalation.delivery.target_states import TargetStates

_log = logging.getLogger("askwell.outbox")
MAX_ERROR = 500
"""Characters of an error that are kept."""
LONGEST_WISH = timedelta(days=1)
"""A target that wants to be left alone for longer is tried again after that."""
_Settlement = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """When to try again. The default spreads 12 attempts over about a day."""

    attempts: int = 12
    first: timedelta = timedelta(seconds=5)
    factor: float = 3.0
    longest: timedelta = timedelta(hours=8)
    longest_pause: timedelta = timedelta(minutes=5)
    """A target that has trouble is tried at least that often, with whatever has waited longest."""

    def delay(self, attempts: int, luck: float) -> timedelta:
        """How long to wait after that many attempts; `luck` in [0, 1) takes off up to a third, so that many rows
        which failed together do not come back together."""
        # The exponent is bounded: a target may fail for years.
        full = min(self.longest.total_seconds(), self.first.total_seconds() * self.factor ** min(attempts - 1, 40))
        return timedelta(seconds=full * (1 - luck / 3))

    def pause(self, failures: int, luck: float) -> timedelta:
        """How long to leave a whole target alone after that many failures in a row."""
        return min(self.longest_pause, self.delay(failures, luck))


@dataclass(frozen=True, slots=True)
class Delivery:
    """How deliveries are made, the same for every target."""

    database: Database
    outbox: Outbox
    states: TargetStates
    clock: Clock
    plan: RetryPlan = field(default_factory=RetryPlan)
    lease: timedelta = timedelta(seconds=60)
    """Longer than any target can take."""
    poll: timedelta = timedelta(seconds=1)
    luck: Callable[[], float] = random.random


class OutboxLane:
    """Claims due rows of one target and delivers them."""

    def __init__(self, name: str, target: HandoffTarget, how: Delivery) -> None:
        self.name = name
        self._target = target
        self._together = target.together if isinstance(target, TakesSeveral) else 1
        self._how = how
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin delivering in a background thread."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name=f"askwell-outbox-{self.name}", daemon=True)
            self._thread.start()

    def ask_to_stop(self) -> None:
        """Begin nothing more."""
        self._stop.set()

    def wait(self, timeout: float) -> None:
        """Wait at most `timeout` seconds for the delivery in hand: what is cut short is delivered again."""
        if self._thread is not None:
            self._thread.join(timeout)
            self._thread = None

    def deliver_due(self) -> int:
        """Try every row that is due once; returns how many arrived."""
        arrived = 0
        rows = self._settle_and_claim([])
        while rows:
            results = [self._deliver(row) for row in rows]
            arrived += sum(has_arrived for _, has_arrived in results)
            rows = self._settle_and_claim([settlement for settlement, _ in results])
        return arrived

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._has_due():
                    self.deliver_due()
            except Exception:  # the thread must outlive a full disk or a locked database
                _log.exception("The outbox cannot be read just now; trying again.")
            self._stop.wait(self._how.poll.total_seconds())

    def _has_due(self) -> bool:
        """Looks without taking the write lock: most of the time there is nothing to do."""
        with self._how.database.read() as session:
            return self._how.outbox.has_due(session, self.name)

    def _settle_and_claim(self, settlements: Sequence[_Settlement]) -> Sequence[OutboxRow]:
        """Note what became of the last rows and take the next in one transaction: each costs a write to the disk."""
        how = self._how
        with how.database.write() as session:
            for settle in settlements:
                settle(session)
            if self._stop.is_set():
                return ()
            return how.outbox.claim_some(session, self.name, how.clock() + how.lease, self._together)

    def _deliver(self, row: OutboxRow) -> tuple[_Settlement, bool]:
        """Try to deliver; returns what is to be noted, and whether it arrived."""
        try:
            # A row that has ended every worker so far arrives here with one attempt too many.
            if row.attempts > self._how.plan.attempts:
                return self._failed(row, row.last_error or "The process ended during every attempt."), False
            self._target.deliver(HandoffEvent(row.topic, row.payload, row.created_at), row.key)
        except Refused as refusal:
            return self._refused(row, str(refusal)), False
        except TargetGone as gone:
            return self._gone(row, str(gone)), False
        except Unavailable as trouble:
            return self._down(row, trouble), False
        except Exception as failure:  # whatever else a target raises: not delivered
            return self._failed(row, _said(failure)), False
        return lambda session: self._arrived(session, row), True

    def _arrived(self, session: Session, row: OutboxRow) -> None:
        self._how.outbox.delivered(session, row)
        self._how.states.arrived(session, self.name)

    def _failed(
        self,
        row: OutboxRow,
        error: str,
        pause: Callable[[Session], datetime] | None = None,
        luck: float | None = None,
    ) -> _Settlement:
        """This one again later; with `pause` the whole target until then."""
        error, how = error[:MAX_ERROR], self._how
        if row.attempts >= how.plan.attempts:
            return self._given_up(row, error, pause)
        _log.warning("Attempt %d of %s (%s) to %s failed: %s", row.attempts, row.key, row.topic, self.name, error)
        again = how.clock() + how.plan.delay(row.attempts, how.luck() if luck is None else luck)

        def settle(session: Session) -> None:
            paused = pause(session) if pause else None
            how.states.failed(session, self.name, error, paused)
            how.outbox.postpone(session, row, max(again, paused or again), error)

        return settle

    def _down(self, row: OutboxRow, trouble: Unavailable) -> _Settlement:
        how = self._how
        wish = trouble.retry_after if isinstance(trouble, TargetDown) else None
        # One draw for the row and for the target: with two the target could be back before the row, and what came
        # after the row would overtake it.
        luck = how.luck()

        def pause(session: Session) -> datetime:
            own = how.plan.pause(how.states.failures(session, self.name) + 1, luck)
            return how.clock() + max(own, min(LONGEST_WISH, timedelta(seconds=wish or 0.0)))

        return self._failed(row, _said(trouble), pause, luck)

    def _given_up(self, row: OutboxRow, error: str, pause: Callable[[Session], datetime] | None = None) -> _Settlement:
        _log.error("Gave up %s (%s) to %s after %d attempts: %s", row.key, row.topic, self.name, row.attempts, error)

        def settle(session: Session) -> None:
            self._how.states.failed(session, self.name, error[:MAX_ERROR], pause(session) if pause else None)
            self._how.outbox.give_up(session, row, error[:MAX_ERROR])

        return settle

    def _refused(self, row: OutboxRow, error: str) -> _Settlement:
        _log.error("%s refused %s (%s): %s", self.name, row.key, row.topic, error)

        def settle(session: Session) -> None:
            self._how.states.refused(session, self.name, error[:MAX_ERROR])
            self._how.outbox.give_up(session, row, error[:MAX_ERROR])

        return settle

    def _gone(self, row: OutboxRow, error: str) -> _Settlement:
        _log.error("Nothing is sent to %s any more: %s", self.name, error)

        def settle(session: Session) -> None:
            self._how.states.disable(session, self.name, error[:MAX_ERROR])
            self._how.outbox.give_up(session, row, error[:MAX_ERROR])

        return settle


def _said(failure: Exception) -> str:
    return str(failure) if isinstance(failure, Unavailable) else f"{type(failure).__name__}: {failure}"
