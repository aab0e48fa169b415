"""The days that a report is about, in the time zone of the office. Pure.

A day begins at midnight by the clock of the office: one on which the clock is put forward or back has 23 or 25 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.clock import timestamp
from core.errors import InvalidInput

USUAL_DAYS = 28
LONGEST_DAYS = 731
DAYS_SHOWN = 92
"""Periods longer than that are shown by week."""
EARLIEST = date(2000, 1, 1)


class Step(StrEnum):
    """How long the stretches are that a period is cut into."""

    DAY = "day"
    WEEK = "week"
    """From Monday to Sunday; the first and the last may be shorter."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of whole days, and the moments `[start, end)` between which it lies."""

    first: date
    last: date
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, the last one included."""

    first: date
    last: date
    zone: str
    """IANA name of the time zone in which days begin."""

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> Step:
        """How it is cut by default."""
        return Step.DAY if self.days <= DAYS_SHOWN else Step.WEEK

    @property
    def before(self) -> Period:
        """The period of as many days just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1), self.zone)

    @property
    def whole(self) -> Bucket:
        """All of it as one stretch."""
        return self._bucket(self.first, self.last)

    def buckets(self) -> tuple[Bucket, ...]:
        """Its days, or weeks if it is long, in order and without a gap."""
        return tuple(self._bucket(first, last) for first, last in self._stretches())

    def _stretches(self) -> Iterator[tuple[date, date]]:
        first = self.first
        while first <= self.last:
            rest = 6 - first.weekday() if self.step is Step.WEEK else 0
            last = min(first + timedelta(days=rest), self.last)
            yield first, last
            first = last + timedelta(days=1)

    def _bucket(self, first: date, last: date) -> Bucket:
        return Bucket(first, last, self._midnight(first), self._midnight(last + timedelta(days=1)))

    def _midnight(self, day: date) -> str:
        return timestamp(datetime.combine(day, time(), ZoneInfo(self.zone)))


def choose(first: date | None, last: date | None, now: datetime, zone: str) -> Period:
    """The period between two days; without a last one up to today, without a first one four weeks.

    Raises InvalidInput when it is backwards, too long, or not over before tomorrow.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    end = last or today
    if end > today:
        raise InvalidInput(f"to lies in the future: in the time zone {zone} today is {today}.")
    start = first or max(end - timedelta(days=USUAL_DAYS - 1), EARLIEST)
    if start > end:
        raise InvalidInput(f"from ({start}) is later than to ({end}).")
    if start < EARLIEST:
        raise InvalidInput(f"from may not be earlier than {EARLIEST}.")
    period = Period(start, end, zone)
    if period.days > LONGEST_DAYS:
        raise InvalidInput(f"The period has {period.days} days: at most {LONGEST_DAYS} are possible.")
    return period
