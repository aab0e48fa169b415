"""Which week a letter tells of, and when it is due. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from insights.reports.periods import Period

DUE = time(7)
"""On Monday, by the clock of the office."""


def last_week(now: datetime, zone: str) -> Period:
    """The last week, Monday to Sunday, whose letter is due."""
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() - timedelta(days=here.weekday())
    if here.weekday() == 0 and here.time() < DUE:
        monday -= timedelta(days=7)
    return Period(monday - timedelta(days=7), monday - timedelta(days=1), zone)
