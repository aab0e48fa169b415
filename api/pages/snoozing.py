"""Until when a conversation is put aside, as agents say it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.errors import InvalidInput

MORNING = time(9)


class Preset(StrEnum):
    """Usual choices."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    AT = "at"


PRESETS = {
    Preset.HOUR: "For an hour",
    Preset.TOMORROW: "Until tomorrow morning",
    Preset.MONDAY: "Until Monday morning",
    Preset.AT: "Until",
}


def snooze_until(preset: Preset, at: str, now: datetime, zone: str) -> datetime:
    """The moment meant; `at` is a time on the wall in `zone`. Raises InvalidInput."""
    if preset is Preset.HOUR:
        return now + timedelta(hours=1)
    here = now.astimezone(ZoneInfo(zone))
    if preset is Preset.AT:
        try:
            return datetime.fromisoformat(at).replace(tzinfo=here.tzinfo)
        except ValueError as error:
            raise InvalidInput("Say until when: a day and a time.") from error
    days = 1 if preset is Preset.TOMORROW else 7 - here.weekday()
    return datetime.combine(here.date() + timedelta(days=days), MORNING, here.tzinfo)
