"""Office time between many pairs of moments, from a table of open hours made once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta

from escalation.clocks.hours import OfficeHours


class OpenTime:
    """Open seconds within `[start, end]`; moments outside count as its ends."""

    def __init__(self, hours: OfficeHours, start: datetime, end: datetime) -> None:
        spans = [(start, end)] if hours.always else list(_spans(hours, start, end))
        self._starts = [begin.timestamp() for begin, _ in spans]
        self._ends = [until.timestamp() for _, until in spans]
        self._before = [0.0]
        for begin, until in zip(self._starts, self._ends, strict=True):
            self._before.append(self._before[-1] + until - begin)

    def between(self, start: float, end: float) -> float:
        """Open seconds from `start` to `end`, both seconds since the epoch; nothing when `end` is not later."""
        return max(self._until(end) - self._until(start), 0.0)

    def _until(self, moment: float) -> float:
        """Open seconds up to that moment."""
        found = bisect_right(self._starts, moment) - 1
        if found < 0:
            return 0.0
        return self._before[found] + min(moment, self._ends[found]) - self._starts[found]


def _spans(hours: OfficeHours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    at = start
    while (begin := hours.next_opening(at)) is not None and begin < end:
        until = min(hours.closing(begin) or end, end)
        yield begin, until
        at = until + timedelta(microseconds=1)
