"""How customers are told a time zone: by its city in their language, else by how far it is from UTC."""

from __future__ import annotations

from datetime import datetime, timedelta

from escalation.clocks.words import ExpectationWords

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""Parts of the world by which the names of time zones begin; what begins otherwise names no city."""


def zone_name(zone: str, words: ExpectationWords, at: datetime) -> str:
    """`Madrid time`; `UTC+1` at that moment where the city has no name in the language of `words`."""
    city = city_of(zone, words)
    return words.time_of(city) if city else offset(at)


def city_of(zone: str, words: ExpectationWords) -> str:
    """The city of a zone; empty where it names none, and in Chinese also where its name is not known."""
    region, _, place = zone.partition("/")
    if region not in REGIONS:
        return ""
    name = place.rpartition("/")[2]
    return words.cities.get(name) or (name.replace("_", " ") if words.latin else "")


def offset(at: datetime) -> str:
    """How far a moment's clock is from UTC: `UTC`, `UTC+1`, `UTC-3:30`."""
    minutes = (at.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")
