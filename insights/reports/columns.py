"""A column of a report: its name, and the definition that is shown wherever its figure is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    SHARE = "share"
    """0 to 1."""
    SECONDS = "seconds"
    MARK = "mark"
    """1 to 5."""


@dataclass(frozen=True, slots=True)
class Column:
    """One figure."""

    name: str
    title: str
    definition: str
    unit: Unit = Unit.COUNT
    of: str = ""
    """The column that counts the cases it is made from."""
    by_agent: bool = True
    """Whether it can be told apart by agent."""


def count(name: str, title: str, definition: str, *, by_agent: bool = True) -> Column:
    """A column of whole numbers."""
    return Column(name, title, definition, by_agent=by_agent)


def share(name: str, title: str, definition: str, of: str, *, by_agent: bool = True) -> Column:
    """A column of shares of what the column `of` counts."""
    return Column(name, title, definition, Unit.SHARE, of, by_agent)


def seconds(name: str, title: str, definition: str, of: str) -> Column:
    """A column of times."""
    return Column(name, title, definition, Unit.SECONDS, of)
