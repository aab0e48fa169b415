"""A thread that works through something in small steps, with pauses between them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from api.pace import Pace
from core.errors import AppError

PAUSE_S = 3.0
"""Between two looks when there was nothing to do."""
BREATH_S = 0.02
"""Between two steps of work, for those who wait for the database."""
TROUBLE_S = 30.0
"""After a failure: an index that is being made anew, a full disk."""

_log = logging.getLogger("askwell.steps")


class Steps(Protocol):
    """What is worked through."""

    def step(self) -> int:
        """Do the next small part; returns 0 when all is done for now."""


class StepWorker:
    """One thread of a server process; several processes may each have one."""

    def __init__(self, pace: Pace, *works: Steps, name: str, at_end: Callable[[], None] = lambda: None) -> None:
        """`works`: the first that has something to do is gone on with; `name` tells threads and their lines apart.

        `at_end` is called by the thread as it ends.
        """
        self._pace = pace
        self._works = works
        self._name = name
        self._at_end = at_end
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name=f"askwell-{self._name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, waiting a few seconds for what is in hand; what goes on longer is given up with the process."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5.0)
            self._thread = None

    def _run(self) -> None:
        pause = PAUSE_S
        while not self._stop.wait(pause):
            pause = self._round()
        try:
            self._at_end()
        except AppError as error:
            self._log_failure(error)

    def _round(self) -> float:
        """Take a step of the first work that has one; returns the seconds to wait after it."""
        troubled = False
        for work in self._works:
            self._pace.give_way()
            try:
                if work.step():
                    return BREATH_S
            except Exception as error:  # the thread must outlive whatever one step meets
                self._log_failure(error)
                troubled = True
        return TROUBLE_S if troubled else PAUSE_S

    def _log_failure(self, error: Exception) -> None:
        known = isinstance(error, AppError)
        _log.error(
            "Work on %s could not go on: %s", self._name, error if known else type(error).__name__,
            exc_info=None if known else error,
        )  # fmt: skip
