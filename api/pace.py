"""Work in the background gives way to people who wait for an answer: both share the processor and Python's lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

CALM_S = 0.5
"""Seconds after the last answer until the background goes on: the browser that shows it may be on the same machine."""
MOST_S = 3.0
"""Seconds that a piece of work gives way at most, so that it gets done on a busy server as well."""
_LOOK_S = 0.02


class Pace:
    """Knows whether somebody in this process waits for an answer."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` tells seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._waiting = 0
        self._last = now() - CALM_S

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Somebody waits while this is entered."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                self._last = self._now()

    def give_way(self) -> None:
        """Return once nobody waits and nobody did a moment ago, or after `MOST_S`; called between pieces of work."""
        until = self._now() + MOST_S
        while self._is_wanted() and self._now() < until:
            time.sleep(_LOOK_S)

    def _is_wanted(self) -> bool:
        with self._lock:
            return self._waiting > 0 or self._now() - self._last < CALM_S
