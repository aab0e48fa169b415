"""How many requests to a model may be under way at once, in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from answering.model.chat import ModelFailure

LOOK_EVERY = 0.02
"""Seconds between two looks at whether a request was called off."""


class Places:
    """Places for requests; some uses leave one free for those that somebody waits for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._taken = 0
        self._change = threading.Condition()

    @contextmanager
    def one(self, until: float, cancelled: threading.Event | None = None, *, modest: bool = False) -> Iterator[None]:
        """Hold a place; raises ModelFailure (`busy`) when there was none `until` then, by `time.monotonic`.

        `modest`: the last place is left to others, if there are several.
        """
        self._take(until, cancelled, self._count - 1 if modest and self._count > 1 else self._count)
        try:
            yield
        finally:
            with self._change:
                self._taken -= 1
                self._change.notify_all()

    def _take(self, until: float, cancelled: threading.Event | None, most: int) -> None:
        with self._change:
            while self._taken >= most:
                left = until - time.monotonic()
                if cancelled is not None and cancelled.is_set():
                    raise ModelFailure("cancelled")
                if left <= 0:
                    raise ModelFailure("busy")
                self._change.wait(left if cancelled is None else min(left, LOOK_EVERY))
            self._taken += 1
