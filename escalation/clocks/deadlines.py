"""Deadlines and priority of escalations, from their history and the rules of the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import parse_timestamp, timestamp
from core.db import Session
from core.language import primary
from escalation.clocks.sla import Level, Moment, Reading, SlaClock, SlaPolicy, choose, level, readings
from escalation.desk_settings import DeskRules, DeskSettings
from escalation.moves import Due
from escalation.priority import Attributes, Points, fixed, moving, total
from escalation.rules import Subject, Topic, TopicRules
from escalation.states import Happening
from escalation.tickets import Escalation

_NO_MATTER = frozenset({Happening.NOTED, Happening.CONTENT_WANTED, Happening.DEADLINE})
"""After these clocks and priority are what they were."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an escalation stands at a moment."""

    topic: Topic | None
    policy: SlaPolicy
    clocks: Mapping[SlaClock, Reading]
    levels: Mapping[SlaClock, Level]
    points: tuple[Points, ...]

    @property
    def priority(self) -> int:
        """The sum of its points."""
        return total(self.points)

    def columns(self) -> dict[str, str | int | None]:
        """What is stored of it."""
        dues = {f"{clock.value}_due": _text(reading.due) for clock, reading in self.clocks.items()}
        return {**dues, "priority": self.priority}


class SlaDeadlines:
    """Gives the columns that follow from a happening, and how an escalation stands, within the caller's session."""

    def __init__(self, settings: DeskSettings, topics: TopicRules) -> None:
        self._settings = settings
        self._topics = topics

    def on(self, session: Session, escalation: Escalation, happening: Happening, now: datetime) -> Due:
        """New due columns, priority and topic after this has happened."""
        if happening in _NO_MATTER:
            return {}
        history = (*_histories(session, [escalation.id]).get(escalation.id, ()), Moment(happening, now))
        standing = self._stand(session, self._settings.get(session), escalation, history, now)
        return {**standing.columns(), "topic": escalation.topic or (standing.topic.name if standing.topic else None)}

    def standings(self, session: Session, escalations: Iterable[Escalation], now: datetime) -> dict[str, Standing]:
        """How they stand now, by id."""
        wanted = tuple(escalations)
        rules, histories = self._settings.get(session), _histories(session, [one.id for one in wanted])
        return {one.id: self._stand(session, rules, one, histories.get(one.id, ()), now) for one in wanted}

    def renew(self, session: Session, escalations: Iterable[Escalation], now: datetime) -> int:
        """Write anew what follows from the rules, after they have changed; returns how many escalations it was for."""
        standings = self.standings(session, escalations, now)
        for name, standing in standings.items():
            columns = standing.columns()
            setting = ", ".join(f"{column} = :{column}" for column in columns)
            session.execute(f"UPDATE escalations SET {setting} WHERE id = :id", {**columns, "id": name})  # noqa: S608
        return len(standings)

    def _stand(
        self, session: Session, rules: DeskRules, escalation: Escalation, history: Sequence[Moment], now: datetime
    ) -> Standing:
        page_url, attributes = _said(session, escalation.conversation_id)
        topic = rules.topic(escalation.topic) or self._find(session, rules, escalation, page_url)
        parts = fixed(rules.weights, attributes, escalation.reason, topic)
        policy = choose(
            rules.sla,
            plan=str(attributes.get("plan", "")),
            lang=primary(escalation.lang or ""),
            topic=topic.name if topic else None,
            priority=total(parts),
        )
        clocks = readings(history, policy, rules.hours, rules.near_breach)
        levels = {clock: level(reading, now) for clock, reading in clocks.items()}
        waited = now - parse_timestamp(escalation.waiting_since) if escalation.waiting_since else timedelta(0)
        # What was missed and is over presses no longer.
        pressing = [levels[clock] for clock, reading in clocks.items() if reading.running]
        return Standing(topic, policy, clocks, levels, (*parts, *moving(rules.weights, waited, pressing)))

    def _find(self, session: Session, rules: DeskRules, escalation: Escalation, page_url: str | None) -> Topic | None:
        if escalation.topic is not None or not rules.topics:
            return None  # the topic it had is gone from the rules, or there are none
        best = [str(found.get("document_id")) for found in escalation.evidence[:1]]
        subject = Subject(escalation.question, escalation.lang or "und", page_url, document_tags(session, best))
        return self._topics.find(rules.topics, subject)


def document_tags(session: Session, documents: Iterable[str]) -> frozenset[str]:
    """The tags of these documents."""
    wanted = tuple(documents)
    marks = ", ".join("?" * len(wanted))
    rows = session.execute(f"SELECT tags FROM documents WHERE id IN ({marks})", wanted)  # noqa: S608 - marks only
    return frozenset(tag for row in rows for tag in json.loads(row["tags"]))


def _said(session: Session, conversation_id: str) -> tuple[str | None, Attributes]:
    row = session.execute("SELECT page_url, attributes FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return row["page_url"], json.loads(row["attributes"])


def _histories(session: Session, escalations: Sequence[str]) -> dict[str, list[Moment]]:
    found: dict[str, list[Moment]] = {}
    for start in range(0, len(escalations), 500):
        chosen = escalations[start : start + 500]
        marks = ", ".join("?" * len(chosen))
        rows = session.execute(
            f"SELECT escalation_id, type, created_at FROM escalation_events WHERE escalation_id IN ({marks}) ORDER BY id",  # noqa: S608, E501
            tuple(chosen),
        )
        for name, happening, at in rows:
            if happening not in _NO_MATTER:
                found.setdefault(name, []).append(Moment(Happening(happening), parse_timestamp(at)))
    return found


def _text(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment is not None else None
