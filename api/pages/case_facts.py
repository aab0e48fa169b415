"""Facts on the card that explain themselves: deadlines, points, and what the site says of the customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.rendering import label
from escalation.clocks.sla import Level
from escalation.priority import MOST, Attributes

_POINTS = {"reason": "reason of the hand-over", "waiting": "waiting", "sla": "deadline"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock that runs."""

    name: str
    """`First reply`."""
    due: str
    level: Level


@dataclass(frozen=True, slots=True)
class Priority:
    """The points that decide its place in the queue, and what each part is for."""

    points: int
    parts: str
    """`plan 40 · waiting 3`."""


def deadlines(standing: Mapping[str, Any]) -> list[Deadline]:
    """The clocks that run now, what is due first on top."""
    running = [(name, clock) for name, clock in standing["clocks"].items() if clock["running"] and clock["due"]]
    found = [Deadline(label(name), clock["due"], Level(clock["level"])) for name, clock in running]
    return sorted(found, key=lambda one: one.due)


def priority(standing: Mapping[str, Any], topic: str | None) -> Priority | None:
    """None where nothing has given it points."""
    parts: Iterable[Mapping[str, Any]] = standing["points"]
    if not parts:
        return None
    points = max(-MOST, min(MOST, sum(part["points"] for part in parts)))
    return Priority(points, " · ".join(f"{_part(part['name'], topic)} {part['points']}" for part in parts))


def said(attributes: Attributes) -> list[str]:
    """What the site says of the customer, as `name: value`."""
    words = {True: "yes", False: "no"}
    return [f"{name}: {words[value] if isinstance(value, bool) else value}" for name, value in attributes.items()]


def _part(name: str, topic: str | None) -> str:
    """`attribute:plan` is `plan`."""
    return _POINTS.get(name) or (f"topic {topic or ''}".rstrip() if name == "topic" else name.partition(":")[2])
