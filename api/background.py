"""What a server does beside answering requests: recovery after a crash, deliveries, housekeeping."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from api.assistant import Assistant
from api.idempotency import Idempotency
from api.staffing.housekeeping import StaffHousekeeping
from api.step_worker import StepWorker
from core.errors import AppError
from escalation.delivery.outbox_worker import OutboxWorker

TICK_S = 15.0
"""How often the clock of the desk is looked at."""
TICKS_A_ROUND = 4
"""After so many of them come recovery and housekeeping."""
LONGEST_END_S = 5.0
"""What goes on longer is given up with the process, and done after the next start."""
LEFT_BEHIND = timedelta(minutes=2)
"""A question without an answer for that long was left behind: finding one takes a second."""

_log = logging.getLogger("askwell.background")


class Background:
    """The threads of one server process."""

    def __init__(
        self,
        assistant: Assistant,
        outbox: OutboxWorker,
        idempotency: Idempotency,
        staff: StaffHousekeeping,
        workers: Sequence[StepWorker],
        catch_up: Callable[[], int],
        timers: Mapping[str, Callable[[], int]],
    ) -> None:
        """`catch_up` makes what is made from content and was left behind by an upgrade or a killed process.

        `timers`: what is to be done every `TICK_S` seconds, by its name in the log; each returns how much it did and is
        safe to run in several processes at once.
        """
        self._timers = timers
        self._assistant = assistant
        self._catch_up = catch_up
        self._outbox = outbox
        self._idempotency = idempotency
        self._staff = staff
        self._workers = workers
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._outbox.start()
        for worker in self._workers:
            worker.start()
        # Of their own, for what an upgrade leaves can take hours, and the clock of the desk goes on meanwhile.
        self._threads = [
            threading.Thread(target=self._run, name="askwell-background", daemon=True),
            threading.Thread(target=self._make_up, name="askwell-catching-up", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, waiting a few seconds for what is in hand."""
        self._stop.set()
        ends = [self._outbox.stop, *(worker.stop for worker in self._workers)]
        with ThreadPoolExecutor(len(ends)) as side_by_side:
            for end in [side_by_side.submit(end) for end in ends]:
                end.result()
        for thread in self._threads:
            thread.join(LONGEST_END_S)
        self._threads = []

    def _run(self) -> None:
        recovered = self._guarded("recovery", self._assistant.recover)
        if recovered:
            _log.info("Answered %d questions that an earlier process left", recovered)
        for tick in count(1):
            if self._stop.wait(TICK_S):
                return
            for what, work in self._timers.items():
                self._guarded(what, work)
            if tick % TICKS_A_ROUND == 0:
                self._guarded("recovery", lambda: self._assistant.recover(LEFT_BEHIND))
                self._guarded("housekeeping", self._tidy)

    def _make_up(self) -> None:
        self._guarded("catching up with content", self._catch_up)

    def _tidy(self) -> int:
        return self._idempotency.purge() + self._staff.purge()

    def _guarded(self, what: str, work: Callable[[], int]) -> int:
        try:
            return work()
        except AppError as error:
            _log.error("%s failed: %s", what, error.message)
        except Exception:  # the thread must outlive whatever one round meets
            _log.exception("%s failed", what)
        return 0
