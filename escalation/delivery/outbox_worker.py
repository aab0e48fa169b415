"""Delivers what lies in the outbox, in a thread for each target. Any number of processes may do so at once."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from core.clock import Clock
from core.db import Database
from escalation.delivery.handoff import HandoffTarget
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_lane import Delivery, OutboxLane, RetryPlan
from escalation.delivery.target_states import TargetStates

__all__ = ["OutboxWorker", "RetryPlan"]

_log = logging.getLogger("askwell.outbox")
_PRUNE_EVERY = timedelta(hours=1)


class OutboxWorker:
    """The lanes of all targets, and the tidying of what has arrived long ago."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        targets: Mapping[str, HandoffTarget],
        clock: Clock,
        *,
        plan: RetryPlan | None = None,
        lease: timedelta = timedelta(seconds=60),
        poll: timedelta = timedelta(seconds=1),
        keep: timedelta = timedelta(days=30),
        luck: Callable[[], float] = random.random,
    ) -> None:
        """`lease` must be longer than any target can take; `keep`: how long delivered rows stay visible."""
        how = Delivery(database, outbox, TargetStates(clock), clock, plan or RetryPlan(), lease, poll, luck)
        self._how = how
        self._keep = keep
        self._lanes = [OutboxLane(name, target, how) for name, target in targets.items()]
        self._stop = threading.Event()
        self._tidying: threading.Thread | None = None

    def start(self) -> None:
        """Begin delivering in background threads."""
        if self._tidying is None:
            self._stop.clear()
            self._tidying = threading.Thread(target=self._tidy, name="askwell-outbox", daemon=True)
            self._tidying.start()
            for lane in self._lanes:
                lane.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Stop after the deliveries in hand, waiting at most `timeout` seconds: what is cut short is sent again."""
        end = time.monotonic() + timeout
        self._stop.set()
        for lane in self._lanes:
            lane.ask_to_stop()
        for lane in self._lanes:
            lane.wait(max(0.0, end - time.monotonic()))
        if self._tidying is not None:
            self._tidying.join(max(0.0, end - time.monotonic()))
            self._tidying = None

    def deliver_due(self) -> int:
        """Try every row that is due once, target by target; returns how many arrived."""
        return sum(lane.deliver_due() for lane in self._lanes)

    def _tidy(self) -> None:
        while not self._stop.is_set():
            try:
                with self._how.database.write() as session:
                    self._how.outbox.prune(session, self._how.clock() - self._keep)
            except Exception:  # the thread must outlive a full disk or a locked database
                _log.exception("The outbox cannot be tidied just now; trying again.")
            self._stop.wait(_PRUNE_EVERY.total_seconds())
