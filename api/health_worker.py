"""Threads that keep the health of documents up to date: one counts and compares, one asks outside addresses."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from api.pace import Pace
from core.errors import AppError

PAUSE_S = 5.0
"""Between two looks when there was nothing to do."""
BREATH_S = 0.05
"""Between two steps of work, for those who wait for the database."""
TROUBLE_S = 60.0
"""After a failure: an index that is being made anew, a full disk."""

_log = logging.getLogger("askwell.health")


class Work(Protocol):
    """Something done in small steps."""

    def step(self) -> int:
        """Do the next one; 0 when there is none now."""
        ...

    def rest(self) -> None:
        """Let another process go on."""
        ...


class HealthWorker:
    """A thread for each kind of work, in a server process."""

    def __init__(self, pace: Pace, *works: Work) -> None:
        self._pace = pace
        self._works = works
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name="askwell-health", daemon=True) for work in self._works
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, waiting a few seconds for what is in hand; what is left of it is done after the next start."""
        self._stop.set()
        for thread in self._threads:
            thread.join(5.0)
        self._threads = []

    def _run(self, work: Work) -> None:
        pause = PAUSE_S
        while not self._stop.wait(pause):
            pause = self._step(work)
        self._end(work)

    def _step(self, work: Work) -> float:
        """Do one and return the seconds to wait after it."""
        self._pace.give_way()
        try:
            return BREATH_S if work.step() else PAUSE_S
        except AppError as error:
            _log.error("The health of documents could not be brought up to date: %s", error.message)
        except Exception:  # the thread must outlive whatever one step meets
            _log.exception("The health of documents could not be brought up to date")
        return TROUBLE_S

    def _end(self, work: Work) -> None:
        try:
            work.rest()
        except AppError as error:
            _log.error("Another process has to wait before it goes on: %s", error.message)
