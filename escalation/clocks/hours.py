"""Office hours: when somebody is there, and time that counts only then. Pure.

Hours are the clock on the wall of a time zone. Where the clock is put forward or back they are read as RFC 5545 reads
times (section 3.3.5): a time that does not exist counts as before the change, one that comes twice as the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, PlainSerializer

from escalation.fields import KNOWN_ONLY

MAX_SPANS = 6
"""Spans of one day."""
MAX_HOLIDAYS = 500
HolidayName = Annotated[str, Field(max_length=80)]
HORIZON = timedelta(days=1_100)
"""How far ahead open time is looked for."""
_DAY = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_DAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of a day, in minutes after midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= _DAY:
            raise ValueError("a span ends after it begins, within one day (24:00 is the end of a day)")

    @classmethod
    def parse(cls, text: str) -> Span:
        """The span written as `09:00-17:30`; raises ValueError."""
        found = _SPAN.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text[:40]!r} is no span: write it like 09:00-17:30")
        hour, minute, until_hour, until_minute = (int(part) for part in found.groups())
        if max(minute, until_minute) > 59:
            raise ValueError(f"{text[:40]!r} is no span: an hour has 60 minutes")
        return cls(hour * 60 + minute, until_hour * 60 + until_minute)

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


def _read_span(value: object) -> object:
    return Span.parse(value) if isinstance(value, str) else value


SpanField = Annotated[Span, BeforeValidator(_read_span), PlainSerializer(str)]
"""Written as text in files."""
ALL_DAY = Span(0, _DAY)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Open spans by day of the week, but for holidays. The default is always open."""

    __pydantic_config__ = KNOWN_ONLY

    zone: str = "UTC"
    """IANA name, such as `Europe/Madrid`."""
    week: Mapping[Weekday, tuple[SpanField, ...]] = field(default_factory=lambda: dict.fromkeys(_DAYS, (ALL_DAY,)))
    holidays: Annotated[Mapping[date, HolidayName], Field(max_length=MAX_HOLIDAYS)] = field(default_factory=dict)
    """Days on which it stays closed, with their names."""

    def __post_init__(self) -> None:
        if self.zone not in time_zones():
            raise ValueError(f"{self.zone[:60]!r} is no time zone: use a name such as Europe/Madrid or UTC")
        for day, spans in self.week.items():
            if len(spans) > MAX_SPANS:
                raise ValueError(f"{day.value}: at most {MAX_SPANS} spans a day")
            ordered = sorted(spans)
            if any(second.start < first.end for first, second in pairwise(ordered)):
                raise ValueError(f"{day.value}: two spans overlap")

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return not self.holidays and all(_covers_day(self.week.get(day, ())) for day in _DAYS)

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at that moment."""
        return self.next_opening(now) == now

    def next_opening(self, now: datetime) -> datetime | None:
        """The first open moment from `now` on, `now` itself if it is open; None when there is none in three years."""
        first = next(self._open_from(now), None)
        return first[0] if first else None

    def closing(self, now: datetime) -> datetime | None:
        """When it closes next, if it is open at `now`; None when it is not, or does not close in three years."""
        if self.always:
            return None
        end: datetime | None = None
        for start, until in self._open_from(now):
            if start != (end or now):
                break
            end = until
        return end if end is not None and end < now + HORIZON - timedelta(days=2) else None

    def add(self, start: datetime, open_time: timedelta) -> datetime | None:
        """The first moment at which that much open time has passed; None when three years are too short."""
        if self.always or open_time <= timedelta(0):
            return start + max(open_time, timedelta(0))
        left = open_time
        for begin, end in self._open_from(start):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`; nothing when `end` is not later."""
        if self.always:
            return max(end - start, timedelta(0))
        passed = timedelta(0)
        for begin, until in self._open_from(start):
            if begin >= end:
                break
            passed += min(until, end) - begin
        return passed

    def local(self, moment: datetime) -> datetime:
        """That moment on the clock of the office."""
        return moment.astimezone(ZoneInfo(self.zone))

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open stretches in UTC from `start` on, in order, none overlapping."""
        zone, done = ZoneInfo(self.zone), start.astimezone(UTC)
        first = done.astimezone(zone).date() - timedelta(days=1)  # a change of the clock may carry a span past midnight
        for number in range(HORIZON.days):
            day = first + timedelta(days=number)
            for begin, end in self._day(day, zone):
                if end > done:
                    yield max(begin, done), end
                    done = end

    def _day(self, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        if day in self.holidays:
            return
        for span in sorted(self.week.get(_DAYS[day.weekday()], ())):
            yield _instant(day, span.start, zone), _instant(day, span.end, zone)


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(available_timezones())


def _covers_day(spans: tuple[Span, ...]) -> bool:
    reached = 0
    for span in sorted(spans):
        if span.start > reached:
            return False
        reached = span.end
    return reached == _DAY


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minute)  # arithmetic on the wall, not in time
    return wall.astimezone(UTC)
