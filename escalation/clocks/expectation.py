"""What a customer may expect once a person is asked for: whether somebody is there, and how long a first reply takes.

The time is the median of the last 14 days in office hours, with those still waiting counted as not yet answered
(Kaplan and Meier 1958): leaving them out would promise too much. It is a measurement, never a promise.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from core.clock import Clock, parse_timestamp, timestamp
from core.db import Session
from escalation.clocks.hours import OfficeHours
from escalation.desk_settings import DeskRules
from escalation.tickets import Outcome

MEASURED_OVER = timedelta(days=14)
MOST_MEASURED = 1_000
"""The latest so many are measured."""
FRESH = timedelta(minutes=1)
"""How long a measurement is used before it is made anew."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is known at the moment of a hand-over."""

    open: bool
    opens_at: datetime | None = None
    """When the office opens next, on its own clock; None while it is open, and when it does not open in three years."""
    zone: str = "UTC"
    typical: timedelta | None = None
    """Median open time to a first reply; None when too few were measured."""
    closes_first: bool = False
    """Whether the office is likely to close before the reply: `opens_at` says when it goes on."""
    today: bool = False
    """Whether it opens on the same day, on the clock of the office."""
    soon: bool = False
    """Whether it opens within a week, so that the name of the day says which one."""


@dataclass(frozen=True, slots=True)
class Waited:
    """Open time from a hand-over to its first reply, or until now when there is none yet."""

    time: timedelta
    replied: bool


def expect(hours: OfficeHours, now: datetime, typical: timedelta | None) -> Expectation:
    """What holds at `now`."""
    opening = hours.next_opening(now)
    if opening != now:
        return _with_opening(hours, now, opening, Expectation(False, zone=hours.zone, typical=typical))
    closing = hours.closing(now)
    if closing is None or typical is None or now + typical <= closing:
        return Expectation(True, zone=hours.zone, typical=typical)
    later = Expectation(True, zone=hours.zone, typical=typical, closes_first=True)
    return _with_opening(hours, now, hours.next_opening(closing), later)


def median(waits: Iterable[Waited], least: int) -> timedelta | None:
    """The time within which half of all hand-overs have their first reply; None with fewer than `least` replies."""
    ordered = sorted(waits, key=lambda one: (one.time, not one.replied))
    if sum(one.replied for one in ordered) < least:
        return None
    at_risk, unanswered = len(ordered), 1.0
    for _, group in groupby(ordered, key=lambda one: one.time):
        there = list(group)
        unanswered *= 1 - len([one for one in there if one.replied]) / at_risk
        if unanswered <= 0.5 + 1e-9:
            return there[0].time
        at_risk -= len(there)
    return None


def rounded(typical: timedelta) -> tuple[int, str]:
    """A number and its unit (`minute`, `hour` or `day`), rounded up as people say times."""
    minutes = max(1, math.ceil(typical.total_seconds() / 60))
    if minutes <= 10:
        return minutes, "minute"
    if minutes <= 55:
        return math.ceil(minutes / 5) * 5, "minute"
    hours = math.ceil(minutes / 60)
    return (hours, "hour") if hours < 24 else (math.ceil(hours / 24), "day")


class Measured:
    """The typical first reply, measured anew every minute at most."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: tuple[datetime, DeskRules, timedelta | None] | None = None

    def typical(self, session: Session, rules: DeskRules) -> timedelta | None:
        """The median open time to a first reply over the last 14 days; None when too few were replied to."""
        now = self._clock()
        with self._lock:
            known = self._known
        if known and known[1] is rules and now - FRESH < known[0] <= now:
            return known[2]
        found = median(waits(session, rules.hours, now), rules.least_measured)
        with self._lock:
            self._known = (now, rules, found)
        return found


def waits(session: Session, hours: OfficeHours, now: datetime) -> list[Waited]:
    """What is measured: hand-overs of the last 14 days but for duplicates, spam, and those that ended unreplied."""
    rows = session.execute(
        "SELECT created_at, first_reply_at FROM escalations WHERE created_at > ?"
        " AND coalesce(outcome, '') NOT IN (?, ?)"
        " AND (first_reply_at IS NOT NULL OR resolved_at IS NULL) ORDER BY created_at DESC LIMIT ?",
        (timestamp(now - MEASURED_OVER), Outcome.DUPLICATE, Outcome.SPAM, MOST_MEASURED),
    )
    return [
        Waited(
            hours.between(parse_timestamp(opened), parse_timestamp(replied) if replied else now), replied is not None
        )
        for opened, replied in rows
    ]


def _with_opening(hours: OfficeHours, now: datetime, opening: datetime | None, known: Expectation) -> Expectation:
    if opening is None:
        return known
    here, there = hours.local(now), hours.local(opening)
    days = (there.date() - here.date()).days
    return Expectation(known.open, there, known.zone, known.typical, known.closes_first, today=days == 0, soon=days < 7)
