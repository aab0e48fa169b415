"""What a running server does by the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from api import background
from api.services import Services
from api.staff import Role
from api.wiring import build
from core.clock import timestamp
from core.model import Reason
from core.settings import Settings
from escalation.states import Status
from escalation.tickets import Agent

PATIENCE_S = 15.0


@pytest.fixture
def running(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A started application that looks at the clock more often than usual."""
    monkeypatch.setattr(background, "TICK_S", 0.1)
    parts = build(settings)
    parts.start()
    yield parts
    parts.close()


def held(parts: Services, agent: Agent) -> str:
    """An escalation that the agent has."""
    with parts.database.write() as session:
        conversation = parts.desk.start(session, parts.visitors.create(session).id)
        made = parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "?")
        return parts.desk.claim(session, made.id, agent).id


def wait_for(parts: Services, escalation_id: str, status: Status) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with parts.database.read() as session:
            if parts.queue.get(session, escalation_id).status is status:
                return
        assert time.monotonic() < deadline, f"not {status} in time"
        time.sleep(0.02)


def test_what_was_put_aside_wakes_and_what_an_absent_agent_has_is_queued(running: Services) -> None:
    member = running.staff.add("ana@example.com", Role.AGENT, "Ana")
    ana = Agent(member.id, "Ana")
    snoozed, left = held(running, ana), held(running, ana)
    with running.database.write() as session:
        running.desk.snooze(session, snoozed, ana, running.clock() + timedelta(seconds=0.5))
    wait_for(running, snoozed, Status.CLAIMED)
    hour_ago = timestamp(running.clock() - timedelta(hours=1))
    with running.database.write() as session:
        session.execute("UPDATE staff SET seen_at = ?", (hour_ago,))
        session.execute("UPDATE escalations SET claimed_at = ?", (hour_ago,))
    wait_for(running, left, Status.QUEUED)
    wait_for(running, snoozed, Status.QUEUED)
