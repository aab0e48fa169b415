"""What a server does beside answering requests: recovery after a crash, deliveries, housekeeping."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count

from api.assistant import Assistant
from api.gap_worker import GapWorker
from api.idempotency import Idempotency
from api.staffing.housekeeping import StaffHousekeeping
from core.errors import AppError
from escalation.delivery.outbox_worker import OutboxWorker

TICK_S = 15.0
"""How often the clock of the desk is looked at."""
TICKS_A_ROUND = 4
"""After so many of them come recovery and housekeeping."""
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
        gaps: GapWorker,
        proof: GapWorker,
        restating: GapWorker,
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
        self._gaps = gaps
        self._proof = proof
        self._restating = restating
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._outbox.start()
        self._gaps.start()
        self._proof.start()
        self._restating.start()
        self._thread = threading.Thread(target=self._run, name="askwell-background", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, waiting a few seconds for what is in hand."""
        self._stop.set()
        self._outbox.stop()
        self._gaps.stop()
        self._proof.stop()
        self._restating.stop()
        if self._thread is not None:
            self._thread.join(5.0)

    def _run(self) -> None:
        recovered = self._guarded("recovery", self._assistant.recover)
        if recovered:
            _log.info("Answered %d questions that an earlier process left", recovered)
        self._guarded("catching up with content", self._catch_up)
        for tick in count(1):
            if self._stop.wait(TICK_S):
                return
            for what, work in self._timers.items():
                self._guarded(what, work)
            if tick % TICKS_A_ROUND == 0:
                self._guarded("recovery", lambda: self._assistant.recover(LEFT_BEHIND))
                self._guarded("housekeeping", self._tidy)

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
