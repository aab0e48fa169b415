"""What a language needs to say when somebody may expect a reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExpectationWords:
    """The sentences of one language, and its names of days, months, units and cities."""

    typical: str
    closes_first: str
    closed: str
    closed_for_long: str
    ask_email: str
    today: str
    weekday: str
    date: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    units: dict[str, tuple[str, str]]
    """Singular and plural, with the number."""
    time_of: Callable[[str], str]
    """The time of a city: `Madrid time`."""
    cities: Mapping[str, str] = field(default_factory=dict)
    """By the last part of a zone's name, where they are not called as in English."""
    latin: bool = True
    """Whether a city without a name here may be called as in English."""
    joint: str = " "
