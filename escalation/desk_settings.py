"""The rules of the desk that administrators set: office hours, service levels, topics, routing, priorities."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import InvalidInput, TooLarge
from escalation.clocks.hours import OfficeHours
from escalation.clocks.sla import SlaPolicy
from escalation.fields import KNOWN_ONLY
from escalation.priority import Weights
from escalation.routing import Group
from escalation.rules import Topic

MAX_SIZE = 60_000
"""Characters of the rules as JSON."""
_ROW = "rules"


@dataclass(frozen=True, slots=True)
class DeskRules:
    """All of them. The defaults: always open, nothing timed, nothing routed."""

    __pydantic_config__ = KNOWN_ONLY

    hours: OfficeHours = field(default_factory=OfficeHours)
    sla: Annotated[tuple[SlaPolicy, ...], Field(max_length=20)] = ()
    """The first that is for a customer holds."""
    near_breach: Annotated[float, Field(ge=0.1, le=0.99)] = 0.8
    """Share of the time of a clock after which it counts as near its end."""
    topics: Annotated[tuple[Topic, ...], Field(max_length=50)] = ()
    groups: Annotated[tuple[Group, ...], Field(max_length=50)] = ()
    weights: Weights = field(default_factory=Weights)
    auto_assign: bool = False
    """Whether Askwell gives queued escalations to agents by itself."""
    capacity: Annotated[int, Field(ge=1, le=500)] = 20
    """Open conversations of an agent who has no limit of their own."""
    agent_gone_minutes: Annotated[int, Field(ge=0, le=10_080)] | None = None
    """Minutes after which an unseen agent loses what a customer waits for; 0: never; None: as the environment says."""
    ask_email: bool = True
    """Whether customers are asked for an e-mail address outside office hours."""
    least_measured: Annotated[int, Field(ge=1, le=500)] = 10
    """First replies of the last 14 days that it takes before customers are told how long one typically takes."""

    def __post_init__(self) -> None:
        for what, names in (
            ("sla", [policy.name for policy in self.sla]),
            ("topics", [topic.name for topic in self.topics]),
            ("groups", [group.name for group in self.groups]),
        ):
            _check_once(what, names)
        known = {topic.name for topic in self.topics}
        for policy in self.sla:
            for name in policy.topics:
                if name not in known:
                    raise ValueError(f"sla: {policy.name!r} is for the topic {name!r}, which is not there")
        groups = {group.name.casefold() for group in self.groups}
        for topic in self.topics:
            if topic.route and "@" not in topic.route and topic.route.casefold() not in groups:
                raise ValueError(
                    f"topics: {topic.name!r} goes to {topic.route!r}, which is neither a group nor an e-mail address"
                )

    def topic(self, name: str | None) -> Topic | None:
        """The topic of that name, if it is still there."""
        return next((topic for topic in self.topics if topic.name == name), None)


_ADAPTER = TypeAdapter(DeskRules)


def read_rules(data: Any) -> DeskRules:
    """The rules in what JSON gave; raises InvalidInput that names the value and what is wrong with it."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        raise InvalidInput("; ".join(_problem(found) for found in error.errors()[:3])) from error


def write_rules(rules: DeskRules) -> dict[str, Any]:
    """What `read_rules` reads."""
    return _ADAPTER.dump_python(rules, mode="json")  # type: ignore[no-any-return]


class DeskSettings:
    """The rules in the database; methods take the caller's open session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get(self, session: Session) -> DeskRules:
        """The rules as they are now."""
        row = session.execute("SELECT value FROM desk_settings WHERE name = ?", (_ROW,)).fetchone()
        return _defaults() if row is None else _stored(row["value"])

    def put(self, session: Session, rules: DeskRules, staff_id: str | None) -> None:
        """Let these rules hold from now on; raises TooLarge."""
        text = json.dumps(write_rules(rules), ensure_ascii=False)
        if len(text) > MAX_SIZE:
            raise TooLarge(f"The rules are longer than {MAX_SIZE} characters.")
        session.execute(
            "INSERT INTO desk_settings (name, value, updated_at, staff_id) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,"
            " staff_id = excluded.staff_id",
            (_ROW, text, timestamp(self._clock()), staff_id),
        )

    def is_set(self, session: Session) -> bool:
        """Whether rules were ever stored."""
        return session.execute("SELECT 1 FROM desk_settings WHERE name = ?", (_ROW,)).fetchone() is not None


@lru_cache(maxsize=1)
def _defaults() -> DeskRules:
    return DeskRules()


@lru_cache(maxsize=4)
def _stored(text: str) -> DeskRules:
    return read_rules(json.loads(text))


def _check_once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise ValueError(f"{what}: {name!r} is there twice")
        seen.add(name.casefold())


def _problem(found: Any) -> str:
    where = ".".join(str(part) for part in found["loc"]) or "rules"
    message = str(found["msg"]).removeprefix("Value error, ")
    return message if where == "rules" else f"{where}: {message}"


_DEFAULTS = DeskRules()
