"""A thread that works through something in small steps, with pauses between them."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from api.pace import Pace
from core.errors import AppError

PAUSE_S = 3.0
"""Between two looks when there was nothing to do."""
BREATH_S = 0.02
"""Between two steps of work, for those who wait for the database."""

_log = logging.getLogger("askwell.gaps")


class Steps(Protocol):
    """What is worked through."""

    def step(self) -> int:
        """Do the next small part; returns 0 when all is done for now."""


class GapWorker:
    """One thread of a server process; several processes may each have one."""

    def __init__(self, pace: Pace, *works: Steps, name: str = "gaps") -> None:
        """`works`: the first that has something to do is gone on with; `name` tells threads and their lines apart."""
        self._pace = pace
        self._works = works
        self._name = name
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

    def _run(self) -> None:
        pause = PAUSE_S
        while not self._stop.wait(pause):
            pause = BREATH_S if any(map(self._step, self._works)) else PAUSE_S

    def _step(self, work: Steps) -> int:
        self._pace.give_way()
        try:
            return work.step()
        except AppError as error:
            _log.error("Work on %s could not go on: %s", self._name, error.message)
        except Exception:  # the thread must outlive whatever one step meets
            _log.exception("Work on %s could not go on", self._name)
        return 0
