"""A circuit breaker: a model that keeps failing is spared, and tried again by one request at a time.

Closed: all may pass; TOLERATED failures among the last WINDOW requests open it. Open: nobody passes until a rest is
over. Half open: one passes, on trial; it closes the circuit, or opens it for a rest twice as long. (The pattern is that
of M. Nygard, Release It!, 2007.)
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from answering.model.chat import ModelFailure

WINDOW = 10
"""Requests that are remembered."""
TOLERATED = 5
"""Failures among them that open the circuit."""
FIRST_REST = 5.0
"""Seconds."""
LONGEST_REST = 120.0


class BreakerState(StrEnum):
    """What a breaker does with requests."""

    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


class Passage:
    """One request that may go to the model; exactly one of its methods has an effect, the first."""

    def __init__(self, breaker: Breaker, period: int) -> None:
        self._breaker = breaker
        self._period = period
        self._is_over = False

    def succeeded(self) -> None:
        """The model gave what was asked for."""
        self._end(failed=False)

    def failed(self, rest: float | None = None) -> None:
        """The model did not; `rest`: seconds that its server asked to be left alone."""
        self._end(failed=True, rest=rest)

    def abandoned(self) -> None:
        """Nobody knows, such as when the request was called off."""
        self._end(failed=None)

    def _end(self, *, failed: bool | None, rest: float | None = None) -> None:
        if not self._is_over:
            self._is_over = True
            self._breaker.settle(self._period, failed, rest)


class Breaker:
    """The breaker of one model in one process. Safe to use from several threads."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        listener: Callable[[BreakerState], None] = lambda state: None,
    ) -> None:
        """`clock` gives seconds that never run backwards; `listener` is told each new state."""
        self._clock = clock
        self._listener = listener
        self._lock = threading.Lock()
        self._state = BreakerState.CLOSED
        self._failures: deque[bool] = deque(maxlen=WINDOW)
        self._period = 0
        """Grows with every change of state: who entered before it has no say in what comes after."""
        self._rest = FIRST_REST
        self._until = 0.0

    @property
    def state(self) -> BreakerState:
        """The state as of the last request; an open circuit becomes half open when somebody wants to pass."""
        return self._state

    def enter(self) -> Passage:
        """Leave for one request; raises ModelFailure (`open_circuit`)."""
        with self._lock:
            left = self._until - self._clock()
            if self._state is BreakerState.HALF_OPEN or (self._state is BreakerState.OPEN and left > 0):
                raise ModelFailure("open_circuit", retry_after=max(0.0, left))
            if self._state is BreakerState.OPEN:
                self._become(BreakerState.HALF_OPEN)
            return Passage(self, self._period)

    def settle(self, period: int, failed: bool | None, rest: float | None) -> None:
        """What became of a request that entered in `period`; `failed` is None when nobody knows."""
        with self._lock:
            if period != self._period:
                return
            if self._state is BreakerState.HALF_OPEN:
                self._after_trial(failed, rest)
            elif failed is not None:
                self._failures.append(failed)
                if sum(self._failures) >= TOLERATED or (rest or 0.0) >= FIRST_REST:
                    self._open(rest)

    def _after_trial(self, failed: bool | None, rest: float | None) -> None:
        if failed is None:
            self._become(BreakerState.OPEN)  # its rest is over: the next one is on trial
        elif failed:
            self._rest = min(self._rest * 2, LONGEST_REST)
            self._open(rest)
        else:
            self._rest = FIRST_REST
            self._failures.clear()
            self._become(BreakerState.CLOSED)

    def _open(self, rest: float | None) -> None:
        self._until = self._clock() + min(max(self._rest, rest or 0.0), LONGEST_REST)
        self._become(BreakerState.OPEN)

    def _become(self, state: BreakerState) -> None:
        self._state = state
        self._period += 1
        self._listener(state)
