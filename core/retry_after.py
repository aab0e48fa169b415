"""What a busy server asks for: the header `Retry-After` of RFC 9110, section 10.2.3."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 40
"""Characters of a date, and many more than a number of seconds has."""
_NEVER = 1e11
"""Seconds that are no time to wait any more."""


def seconds_to_wait(header: str | None, now: datetime) -> float | None:
    """Seconds from `now`, 0 at least, of a header that names seconds or a date; None when it says nothing usable."""
    text = (header or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, now)
    return seconds if 0 <= seconds < _NEVER else None


def _until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
