"""The thread that keeps gaps in step with what is asked: small steps, and pauses between them."""

from __future__ import annotations

import logging
import threading

from core.errors import AppError
from insights.gaps.board import GapBoard

PAUSE_S = 3.0
"""Between two looks when there was nothing to do."""
BREATH_S = 0.02
"""Between two steps of work, for those who wait for the database."""

_log = logging.getLogger("askwell.gaps")


class GapWorker:
    """One thread of a server process; several processes may each have one."""

    def __init__(self, board: GapBoard) -> None:
        self._board = board
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="askwell-gaps", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, waiting a few seconds for what is in hand; a regrouping that goes on is given up with the process."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def _run(self) -> None:
        pause = PAUSE_S
        while not self._stop.wait(pause):
            pause = BREATH_S if self._step() else PAUSE_S

    def _step(self) -> int:
        try:
            return self._board.step()
        except AppError as error:
            _log.error("Gaps could not be brought up to date: %s", error.message)
        except Exception:  # the thread must outlive whatever one step meets
            _log.exception("Gaps could not be brought up to date")
        return 0
