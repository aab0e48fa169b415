"""A help desk at work: real use cases over a real database, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.asked import Ask
from api.callers import Caller
from api.services import Services
from api.staff import Role
from api.wiring import build
from core.clock import timestamp
from core.model import Answer, Citation, Decision, Reason
from core.settings import Settings
from escalation.desk_settings import DeskRules, DeskSettings
from escalation.tickets import Agent
from insights.reports.frames import By
from insights.reports.names import ReportName
from insights.reports.periods import choose
from insights.reports.report import Report, Sight, Wanted, make_report


@dataclass
class HandClock:
    """A clock that moves only when told to."""

    now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
    """A Monday."""

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class World:
    """What customers and agents do, in words short enough for a history."""

    parts: Services
    clock: HandClock
    asked: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    """Message of the latest answer, by conversation."""

    def ask(
        self,
        visitor: str,
        decision: Decision = Decision.ANSWER,
        reason: Reason | None = None,
        *,
        documents: tuple[str, ...] = (),
        lang: str = "en",
        conversation: str | None = None,
        text: str | None = None,
        page: str | None = None,
    ) -> str:
        """A customer asks something new, or `text`, and Askwell answers like that; gives the conversation."""
        self.asked += 1
        text = text or f"question number {self.asked} about {'abcdefghijklmnop'[self.asked % 16] * 7}"
        accepted = self.parts.assistant.accept(
            self._caller(visitor), Ask(text, "trc", conversation, lang=lang, page_url=page)
        )
        cited = tuple(
            Citation(place, name, "1", name, None, (), "quote", 0, 5, lang, timestamp(self.clock()))
            for place, name in enumerate(documents, 1)
        )
        answer = Answer(decision, 0.9, lang, "Words.", cited, reason=reason)
        body = self.parts.assistant._turns.store(accepted, None, answer, {})
        self.answers[body["conversation_id"]] = body["message_id"]
        return str(body["conversation_id"])

    def vote(self, visitor: str, conversation: str, helpful: bool) -> None:
        self.parts.talks.feedback(self._caller(visitor), self.answers[conversation], helpful, None, None)

    def write(self, visitor: str, conversation: str) -> None:
        """A line that goes to the agent in charge."""
        ask = Ask("And one more thing, please.", "trc", conversation)
        self.parts.assistant.accept(self._caller(visitor), ask)

    def agent(self, name: str) -> Agent:
        member = self.parts.staff.add(f"{name.lower()}@example.com", Role.AGENT, name)
        return Agent(member.id, member.name)

    def escalation(self, conversation: str) -> str:
        with self.parts.database.read() as session:
            live = self.parts.queue.live(session, conversation)
        assert live is not None
        return live.id

    def act(self, name: str, conversation: str, agent: Agent, *values: Any) -> None:
        """An agent does something to the escalation of a conversation: `claim`, `reply`, `resolve`, `hand_back` …"""
        escalation = self.escalation(conversation)
        with self.parts.database.write() as session:
            getattr(self.parts.desk, name)(session, escalation, agent, *values)

    def rate(self, conversation: str, score: int) -> None:
        with self.parts.database.write() as session:
            self.parts.desk.rate(session, conversation, score)

    def rules(self, rules: DeskRules) -> None:
        with self.parts.database.write() as session:
            DeskSettings(self.clock).put(session, rules, None)

    def report(self, name: ReportName, by: By = By.DAY, *, sight: Sight | None = None, **chosen: Any) -> Report:
        """The report of the last days up to now."""
        with self.parts.database.read() as session:
            hours = DeskSettings(self.clock).get(session).hours
            period = choose(chosen.pop("first", None), chosen.pop("last", None), self.clock(), hours.zone)
            wanted = Wanted(period, by, **chosen)
            return make_report(session, name, wanted, sight or Sight(None), now=self.clock(), hours=hours)

    def total(self, name: ReportName, **chosen: Any) -> dict[str, Any]:
        """The figures of everything that are not zero or empty."""
        return {key: value for key, value in self.report(name, **chosen).total.figures.items() if value}

    def _caller(self, visitor: str) -> Caller:
        return Caller("192.0.2.1", visitor_id=visitor)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    clock = HandClock()
    parts = build(settings, clock)
    yield World(parts, clock)
    parts.close()


@pytest.fixture
def by_day() -> Callable[[Report, str], dict[str, Any]]:
    """One figure by group, where it is not zero or empty."""

    def read(report: Report, name: str) -> dict[str, Any]:
        return {row.group: row.figures[name] for row in report.rows if row.figures[name]}

    return read
