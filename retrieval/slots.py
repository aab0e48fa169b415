"""Places at an embedder, one a core: a question that somebody asked goes before what is embedded in bulk."""

from __future__ import annotations

import threading
import time
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

PATIENCE_S = 1.0
"""Seconds that work in bulk lets later questions go before it; so it goes on under a load that never ends."""


class Slots:
    """Lends places to threads: to who waits longest, work in bulk coming later by `PATIENCE_S`.

    A semaphore would give a place to whoever asks at the right moment, which is nearly always the thread that has just
    given it back: questions would wait until a whole batch is done.
    """

    def __init__(self, places: int) -> None:
        """Lend `places` at the same time."""
        self._free = places
        self._changed = threading.Condition()
        self._numbers = count()
        self._waiting: list[tuple[float, int]] = []
        """Since when each counts as waiting, and its number; in the order in which they get a place."""

    @contextmanager
    def taken(self, *, in_bulk: bool) -> Iterator[None]:
        """Wait for a place and keep it while this is entered."""
        with self._changed:
            self._wait(time.monotonic() + PATIENCE_S * in_bulk)
            self._free -= 1
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self, since: float) -> None:
        ticket = (since, next(self._numbers))
        insort(self._waiting, ticket)
        try:
            self._changed.wait_for(lambda: self._free and self._waiting[0] == ticket)
        finally:
            self._waiting.remove(ticket)
            self._changed.notify_all()  # there may be a place for the next one too
