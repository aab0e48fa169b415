"""Each row of the table of states, done by whom it names; whatever it does not list is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict
from core.model import Conversation, Reason
from escalation.states import TRANSITIONS, Actor, Happening, Status, Transition
from escalation.tickets import Agent, Escalation

TOMORROW = timedelta(days=1)
WAYS: dict[Status | None, tuple[Happening, ...]] = {
    None: (),
    Status.QUEUED: (),
    Status.CLAIMED: (Happening.CLAIMED,),
    Status.WAITING: (Happening.CLAIMED, Happening.REPLIED),
    Status.SNOOZED: (Happening.CLAIMED, Happening.SNOOZED),
    Status.RESOLVED: (Happening.CLAIMED, Happening.RESOLVED),
    Status.RETURNED: (Happening.CLAIMED, Happening.HANDED_BACK),
}
"""How each state is reached from the queue."""


class Table:
    """One conversation, its agents, and a way to make each happening happen."""

    def __init__(self, parts: Any, conversation: Conversation) -> None:
        self.parts = parts
        self.conversation = conversation
        self.owner, self.other = parts.agent("Ann"), parts.agent("Bob")
        self.admin, self.third = parts.agent("Root", admin=True), parts.agent("Cleo")
        self.made: Escalation | None = None

    def reach(self, status: Status | None) -> None:
        if status is not None:
            self.by_customer(Happening.OPENED, Actor.CUSTOMER)
        for happening in WAYS[status]:
            self.by_agent(happening, self.owner)

    def now(self) -> Escalation:
        with self.parts.database.read() as session:
            return self.parts.queue.of_conversation(session, self.conversation.id)[-1]  # type: ignore[no-any-return]

    def everything(self) -> list[Any]:
        """All that is written anywhere, but for when agents were last seen."""
        tables = ("conversations", "escalations", "escalation_events", "messages", "events", "outbox")
        with self.parts.database.read() as session:
            return [[tuple(row) for row in session.execute(f"SELECT * FROM {table}")] for table in tables]  # noqa: S608

    def happen(self, happening: Happening, actor: Actor) -> None:
        players = {Actor.OWNER: self.owner, Actor.AGENT: self.other, Actor.ADMIN: self.admin}
        if actor in players:
            self.by_agent(happening, players[actor])
        elif actor is Actor.TIMER:
            self.by_timer(happening)
        else:
            self.by_customer(happening, actor)

    def by_customer(self, happening: Happening, actor: Actor) -> None:
        if happening in {Happening.OPENED, Happening.JOINED}:
            with self.parts.database.write() as session:
                desk, name = self.parts.desk, self.conversation.id
                desk.open(session, name, Reason.LOW_CONFIDENCE, "Where is my refund?", actor=actor)
        else:
            self.parts.say(self.conversation, "Hello?")

    def by_agent(self, happening: Happening, agent: Agent) -> None:
        desk, until = self.parts.desk, self.parts.clock() + TOMORROW
        acts: dict[Happening, Callable[[Any, str], Any]] = {
            Happening.CLAIMED: lambda session, name: desk.claim(session, name, agent),
            Happening.ASSIGNED: lambda session, name: desk.assign(session, name, self.third, agent),
            Happening.REPLIED: lambda session, name: desk.reply(session, name, agent, "Hello"),
            Happening.NOTED: lambda session, name: desk.note(session, name, agent, "Hello"),
            Happening.CONTENT_WANTED: lambda session, name: desk.want_content(session, name, agent),
            Happening.SNOOZED: lambda session, name: desk.snooze(session, name, agent, until),
            Happening.WOKEN: lambda session, name: desk.wake(session, name, agent),
            Happening.RELEASED: lambda session, name: desk.release(session, name, agent),
            Happening.RESOLVED: lambda session, name: desk.resolve(session, name, agent),
            Happening.HANDED_BACK: lambda session, name: desk.hand_back(session, name, agent),
        }
        identifier = self.now().id
        with self.parts.database.write() as session:
            acts[happening](session, identifier)

    def by_timer(self, happening: Happening) -> None:
        identifier = self.now().id
        self.parts.clock.forward(days=2)
        with self.parts.database.write() as session:
            if happening is Happening.ASSIGNED:
                self.parts.desk.assign(session, identifier, self.third, Actor.TIMER)
            elif happening is Happening.WOKEN:
                assert self.parts.desk.wake_snoozed(session) == 1
            elif happening is Happening.NOTED:
                assert self.parts.desk.remark(session, self.conversation.id, "Hello")
            elif happening is Happening.DEADLINE:
                self.parts.desk.tell_deadline(session, identifier, "resolution", "breached", self.now().created_at)
            else:
                assert self.parts.desk.release_absent(session, timedelta(minutes=15)) == 1


@pytest.fixture
def table(parts: Any) -> Table:
    return Table(parts, parts.conversation())


CASES = [(row, actor) for row in TRANSITIONS for actor in sorted(row.actors)]
BY_AGENT = frozenset(Happening) - {
    Happening.OPENED,
    Happening.JOINED,
    Happening.CUSTOMER_WROTE,
    Happening.REOPENED,
    Happening.AGENT_GONE,
    Happening.DEADLINE,
}


@pytest.mark.parametrize(("row", "actor"), CASES, ids=lambda part: getattr(part, "value", None))
def test_each_row_leads_where_it_says_for_everybody_it_names(table: Table, row: Transition, actor: Actor) -> None:
    table.reach(row.source)
    table.happen(row.happening, actor)
    assert table.now().status is row.target
    with table.parts.database.read() as session:
        assert table.parts.queue.history(session, table.now().id)[-1].happening is row.happening


@pytest.mark.parametrize("status", Status)
def test_whatever_the_table_does_not_list_is_refused_and_changes_nothing(table: Table, status: Status) -> None:
    table.reach(status)
    allowed = {row.happening: row.actors for row in TRANSITIONS if row.source is status}
    before = table.everything()
    for happening in BY_AGENT:
        # An administrator is an agent too, and so is whoever has it.
        known = allowed.get(happening, frozenset())
        for part in {Actor.OWNER, Actor.AGENT, Actor.ADMIN} - known:
            if Actor.AGENT in known or (happening, part) == (Happening.CLAIMED, Actor.OWNER):
                continue
            with pytest.raises(Conflict, match=f"is (already )?{status}"):
                table.happen(happening, part)
    assert table.everything() == before


def test_a_refusal_names_the_state_and_who_has_it(table: Table) -> None:
    table.reach(Status.RESOLVED)
    with pytest.raises(Conflict, match="already resolved by Ann") as refused:
        table.by_agent(Happening.RESOLVED, table.other)
    assert refused.value.details == {"state": "resolved", "agent_id": table.owner.id, "agent_name": "Ann"}
