"""Gives queued escalations to agents, if the rules say so, and marks for each agent what is for them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from core.clock import Clock, timestamp
from core.db import Database, Session
from core.errors import Conflict, NotFound
from escalation.desk import Desk
from escalation.desk_settings import DeskRules, DeskSettings
from escalation.queue import EscalationQueue, Filter
from escalation.routing import Colleague, Wanted, choose, members_of, suits
from escalation.states import PRESSING, Actor, Happening, Status
from escalation.tickets import Agent, Escalation

SEEN_WITHIN = timedelta(minutes=15)
"""An agent not seen for longer is not given anything, where no time is set after which agents count as gone."""
AT_ONCE = 50
"""Escalations looked at in one round, the most urgent first."""


class Assigning:
    """Routing over the database."""

    def __init__(
        self, database: Database, desk: Desk, queue: EscalationQueue, settings: DeskSettings, clock: Clock
    ) -> None:
        self._database = database
        self._desk = desk
        self._queue = queue
        self._settings = settings
        self._clock = clock

    def run(self) -> int:
        """Give away what can be given; returns how many escalations that were. Safe in several processes at once."""
        with self._database.read() as session:
            rules = self._settings.get(session)
            if not rules.auto_assign:
                return 0
            waiting = self._queue.list(session, Filter(statuses=(Status.QUEUED,)), limit=AT_ONCE).items
        return sum(self._give(one.id) for one in waiting)

    def for_agent(self, session: Session, agent_id: str, escalations: Iterable[Escalation]) -> frozenset[str]:
        """Ids of those in the queue that this agent's topics and languages fit."""
        rules = self._settings.get(session)
        me = next((one for one in self.colleagues(session, rules) if one.id == agent_id), None)
        if me is None:
            return frozenset()
        queued = (one for one in escalations if one.status is Status.QUEUED)
        return frozenset(one.id for one in queued if suits(me, wanted(rules, one)))

    def colleagues(self, session: Session, rules: DeskRules) -> tuple[Colleague, ...]:
        """All agents, as they are now."""
        within = timedelta(minutes=rules.agent_gone_minutes) if rules.agent_gone_minutes else SEEN_WITHIN
        since = timestamp(self._clock() - within)
        marks = ", ".join(f"'{status}'" for status in sorted(PRESSING))
        rows = session.execute(
            "SELECT s.*, (SELECT count(*) FROM escalations e WHERE e.agent_id = s.id"  # noqa: S608 - fixed names
            f" AND e.status IN ({marks})) AS open FROM staff s"
            " WHERE s.disabled_at IS NULL AND s.role IN ('agent', 'admin') ORDER BY s.id"
        )
        return tuple(
            Colleague(
                id=row["id"],
                email=row["email"],
                languages=tuple(json.loads(row["languages"])),
                capacity=row["capacity"],
                here=not row["away"] and (row["seen_at"] or "") >= since,
                open=row["open"],
            )
            for row in rows
        )

    def _give(self, escalation_id: str) -> bool:
        with self._database.write() as session:
            rules, one = self._settings.get(session), self._queue.get(session, escalation_id)
            gave_back = self._gave_back(session, one)
            others = [found for found in self.colleagues(session, rules) if found.id != gave_back]
            chosen = choose(others, wanted(rules, one), capacity=rules.capacity)
            if one.status is not Status.QUEUED or chosen is None:
                return False
            try:
                self._desk.assign(session, one.id, Agent(chosen.id, chosen.email), Actor.TIMER)
            except (Conflict, NotFound):  # somebody was quicker, or has just left
                return False
        return True

    def _gave_back(self, session: Session, one: Escalation) -> str | None:
        """The agent who has just put it back into the queue: it is not for them."""
        entries = [entry for entry in self._queue.history(session, one.id) if entry.happening is Happening.RELEASED]
        return entries[-1].actor if entries else None


def wanted(rules: DeskRules, escalation: Escalation) -> Wanted:
    """Whom it is for."""
    topic = rules.topic(escalation.topic)
    return Wanted(escalation.lang, members_of(topic.route if topic else None, rules.groups))
