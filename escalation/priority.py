"""What comes first: points from who asks, what about, how long they wait and how the clocks stand. Pure.

The sum decides; the parts are kept apart, so that the desk can say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from core.model import Reason
from escalation.clocks.sla import Level
from escalation.fields import KNOWN_ONLY, MAX_LISTED, Name, PointCount, Text
from escalation.rules import Topic

MOST = 1_000
"""The highest priority."""
Attributes = Mapping[str, str | int | float | bool]
"""What the site says of the customer or the page."""


@dataclass(frozen=True, slots=True)
class AttributeWeight:
    """Points for a value of an attribute, such as `plan` = `enterprise`."""

    __pydantic_config__ = KNOWN_ONLY

    attribute: Name
    value: Text
    points: PointCount


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points what is worth."""

    __pydantic_config__ = KNOWN_ONLY

    attributes: Annotated[tuple[AttributeWeight, ...], Field(max_length=MAX_LISTED)] = ()
    reasons: Mapping[Reason, PointCount] = field(default_factory=dict)
    waiting_per_hour: PointCount = 4
    waiting_most: PointCount = 40
    near: PointCount = 20
    """A clock is near its end."""
    breached: PointCount = 50


@dataclass(frozen=True, slots=True)
class Points:
    """One part of a priority."""

    name: str
    """`attribute:plan`, `topic`, `reason`, `waiting`, `sla`."""
    points: int


def fixed(weights: Weights, attributes: Attributes, reason: Reason, topic: Topic | None) -> tuple[Points, ...]:
    """The parts that do not change with time."""
    parts = [
        Points(f"attribute:{weight.attribute}", weight.points)
        for weight in weights.attributes
        if weight.attribute in attributes and _same(attributes[weight.attribute], weight.value)
    ]
    parts.append(Points("topic", topic.points if topic else 0))
    parts.append(Points("reason", weights.reasons.get(reason, 0)))
    return tuple(part for part in parts if part.points)


def moving(weights: Weights, waited: timedelta, levels: Iterable[Level]) -> tuple[Points, ...]:
    """The parts that do: the customer's waiting, in whole points, and the worst clock."""
    worst = set(levels)
    clock = weights.breached if Level.BREACHED in worst else weights.near if Level.NEAR in worst else 0
    hours = max(waited.total_seconds(), 0.0) / 3_600
    waiting = min(int(hours * weights.waiting_per_hour), weights.waiting_most)
    return tuple(part for part in (Points("waiting", waiting), Points("sla", clock)) if part.points)


def total(parts: Iterable[Points]) -> int:
    """The priority."""
    return max(-MOST, min(MOST, sum(part.points for part in parts)))


def _same(value: str | float, wanted: str) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.casefold() == wanted.casefold()
