"""Which escalations an agent wants to see: the parts of the queue and what they can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from core.db import marks
from core.model import Reason
from escalation.states import PRESSING, Status


class View(StrEnum):
    """A part of the queue."""

    OPEN = "open"
    """Everything that somebody still has to act on and nobody has put aside."""
    UNASSIGNED = "unassigned"
    FOR_YOU = "for_you"
    """Of those, what is for this agent by topic and language."""
    MINE = "mine"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class SlaState(StrEnum):
    """How the clock that ends first stands."""

    BREACHED = "breached"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    UNTIMED = "untimed"
    """No clock runs."""


_COLUMNS = {"lang": "coalesce(e.lang, 'und')", "reason": "e.reason", "topic": "e.topic", "sla": "e.sla"}


@dataclass(frozen=True, slots=True)
class ForAgent:
    """What is for an agent."""

    agent_id: str
    languages: tuple[str, ...] = ()
    """Primary codes; empty: every language."""
    topics_of_others: frozenset[str] = frozenset()
    """Topics that are for others only."""


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """A part of the queue, narrowed; every part that is set must hold."""

    agent: ForAgent
    view: View = View.OPEN
    lang: str | None = None
    """`und`: unknown."""
    reason: Reason | None = None
    topic: str | None = None
    sla: SlaState | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view is chosen."""
        return any((self.lang, self.reason, self.topic, self.sla))

    def without(self, name: str) -> DeskFilter:
        """The same with one choice left open."""
        return replace(self, **dict.fromkeys((name,)))  # type: ignore[arg-type]

    def sql(self) -> tuple[str, list[Any]]:
        """The condition for a WHERE clause over `escalations e`, with `sla` if one is chosen, and its values."""
        conditions, values = _view(self.view, self.agent)
        for name, column in _COLUMNS.items():
            chosen = getattr(self, name)
            if chosen is not None:
                conditions.append(f"{column} = ?")
                values.append(chosen)
        return " AND ".join(conditions), values


def _view(view: View, agent: ForAgent) -> tuple[list[str], list[Any]]:
    if view in (View.RESOLVED, View.SNOOZED):
        return ["e.status = ?"], [Status(view.value)]
    pressing = sorted(PRESSING)
    conditions, values = [f"e.status IN ({marks(pressing)})"], list[Any](pressing)
    if view is View.MINE:
        return [*conditions, "e.agent_id = ?"], [*values, agent.agent_id]
    if view in (View.UNASSIGNED, View.FOR_YOU):
        conditions.append("e.agent_id IS NULL")
    if view is View.FOR_YOU:
        more, chosen = _suits(agent)
        return conditions + more, values + chosen
    return conditions, values


def _suits(agent: ForAgent) -> tuple[list[str], list[Any]]:
    """The same as `routing.suits`, for the database."""
    conditions, values = list[str](), list[Any]()
    if agent.languages:
        code = "CASE WHEN instr(e.lang, '-') THEN substr(e.lang, 1, instr(e.lang, '-') - 1) ELSE e.lang END"
        conditions.append(f"(e.lang IS NULL OR lower({code}) IN ({marks(agent.languages)}))")
        values += agent.languages
    if agent.topics_of_others:
        conditions.append(f"(e.topic IS NULL OR e.topic NOT IN ({marks(agent.topics_of_others)}))")
        values += sorted(agent.topics_of_others)
    return conditions, values
