"""Reads holidays as people have them: a list of dates, or a calendar in the iCalendar format (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from escalation.clocks.hours import MAX_HOLIDAYS

MAX_NAME = 80
_LINE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})\b[\s,;:–-]*(.*)")
_EVENT = re.compile(r"BEGIN:VEVENT(.*?)END:VEVENT", re.DOTALL)
_START = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})(\d{2})(\d{2})", re.MULTILINE)
_SUMMARY = re.compile(r"^SUMMARY[^:\r\n]*:(.*)$", re.MULTILINE)
_FOLD = re.compile(r"\r?\n[ \t]")


def parse(text: str) -> dict[date, str]:
    """Days and their names from lines such as `2026-12-25 Christmas`, or from the text of an .ics file.

    Raises ValueError that names the line that cannot be read.
    """
    found = _calendar(text) if "BEGIN:VCALENDAR" in text else _lines(text)
    if len(found) > MAX_HOLIDAYS:
        raise ValueError(f"at most {MAX_HOLIDAYS} holidays")
    return dict(sorted(found.items()))


def as_text(holidays: Mapping[date, str]) -> str:
    """One line for each day: what `parse` reads."""
    return "\n".join(f"{day.isoformat()} {name}".strip() for day, name in sorted(holidays.items()))


def _lines(text: str) -> dict[date, str]:
    days = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"line {number}: {line.strip()[:40]!r} does not begin with a date such as 2026-12-25")
        days[_day(found[1], found[2], found[3], f"line {number}")] = found[4].strip()[:MAX_NAME]
    return days


def _calendar(text: str) -> dict[date, str]:
    days = {}
    for event in _EVENT.findall(_FOLD.sub("", text)):
        start, summary = _START.search(event), _SUMMARY.search(event)
        if start is not None:
            name = re.sub(r"\\([,;\\])", r"\1", summary[1].strip()) if summary else ""
            days[_day(start[1], start[2], start[3], "the calendar")] = name[:MAX_NAME]
    return days


def _day(year: str, month: str, day: str, where: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"{where}: there is no day {year}-{month}-{day}") from error
