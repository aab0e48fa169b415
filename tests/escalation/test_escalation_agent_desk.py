"""Putting aside, waking, giving away, settling with an outcome, marks, and agents who are gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.clock import timestamp
from core.errors import InvalidInput, NotFound
from core.model import Author, Conversation, Reason
from escalation.desk import Desk
from escalation.moves import Due
from escalation.queue import Filter
from escalation.states import Actor, Happening, Outcome, Status
from escalation.tickets import Agent, Escalation, public_status
from escalation.timers import Timers

GONE_FOR = timedelta(minutes=15)


@pytest.fixture
def ann(parts: Any) -> Agent:
    return parts.agent("Ann")  # type: ignore[no-any-return]


@pytest.fixture
def conversation(parts: Any) -> Conversation:
    return parts.conversation()  # type: ignore[no-any-return]


@pytest.fixture
def claimed(parts: Any, conversation: Conversation, ann: Agent) -> Escalation:
    with parts.database.write() as session:
        made = parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "Where is my refund?", lang="fr")
        return parts.desk.claim(session, made.id, ann)  # type: ignore[no-any-return]


def do(parts: Any, method: str, *arguments: Any, **more: Any) -> Any:
    with parts.database.write() as session:
        return getattr(parts.desk, method)(session, *arguments, **more)


def now(parts: Any, escalation: Escalation) -> Escalation:
    with parts.database.read() as session:
        return parts.queue.get(session, escalation.id)  # type: ignore[no-any-return]


def entries(parts: Any, escalation: Escalation) -> list[tuple[str, str, dict[str, Any]]]:
    with parts.database.read() as session:
        return [(one.happening, one.actor, one.data) for one in parts.queue.history(session, escalation.id)]


def system_lines(parts: Any, conversation: Conversation) -> list[str]:
    with parts.database.read() as session:
        lines = parts.conversations.messages(session, conversation.id)
    return [line.text for line in lines if line.author is Author.SYSTEM]


def outbox(parts: Any, topic: str) -> list[str]:
    with parts.database.read() as session:
        return [row["payload"] for row in session.execute("SELECT payload FROM outbox WHERE topic = ?", (topic,))]


def timers(parts: Any, gone_for: timedelta | None = GONE_FOR) -> Timers:
    return Timers(parts.database, parts.desk, parts.queue, parts.clock, lambda _: gone_for)


def test_put_aside_it_stays_its_agents_and_leaves_the_list_of_what_presses(
    parts: Any, claimed: Escalation, ann: Agent
) -> None:
    until = parts.clock() + timedelta(hours=3)
    snoozed = do(parts, "snooze", claimed.id, ann, until)
    assert (snoozed.status, snoozed.agent_id, snoozed.snoozed_until) == (Status.SNOOZED, ann.id, timestamp(until))
    with parts.database.read() as session:
        assert parts.queue.list(session).items == ()
        assert [one.id for one in parts.queue.list(session, Filter(statuses=(Status.SNOOZED,))).items] == [claimed.id]
        assert parts.queue.counts(session, ann.id).mine == 0
        assert parts.queue.counts(session, ann.id).by_status[Status.SNOOZED] == 1


def test_it_wakes_by_itself_at_its_time_and_not_before(parts: Any, claimed: Escalation, ann: Agent) -> None:
    do(parts, "snooze", claimed.id, ann, parts.clock() + timedelta(hours=3))
    parts.clock.forward(hours=2, minutes=59)
    assert timers(parts, None).run() == 0
    parts.clock.forward(minutes=1)
    assert timers(parts, None).run() == 1
    woken = now(parts, claimed)
    assert (woken.status, woken.agent_id, woken.snoozed_until) == (Status.CLAIMED, ann.id, None)
    assert entries(parts, claimed)[-1] == ("woken", "timer", {})
    assert timers(parts, None).run() == 0


def test_the_customers_message_wakes_it(
    parts: Any, conversation: Conversation, claimed: Escalation, ann: Agent
) -> None:
    do(parts, "reply", claimed.id, ann, "I shall know tomorrow.")
    do(parts, "snooze", claimed.id, ann, parts.clock() + timedelta(days=1))
    message = parts.say(conversation, "And?")
    woken = now(parts, claimed)
    assert (woken.status, woken.agent_id, woken.snoozed_until) == (Status.CLAIMED, ann.id, None)
    assert woken.waiting_since == message.created_at


def test_what_is_put_aside_is_not_the_customers_business(parts: Any, claimed: Escalation, ann: Agent) -> None:
    assert public_status(do(parts, "snooze", claimed.id, ann, parts.clock() + timedelta(days=1))) is Status.CLAIMED
    do(parts, "reply", claimed.id, ann, "Later.")
    assert public_status(do(parts, "snooze", claimed.id, ann, parts.clock() + timedelta(days=1))) is Status.WAITING
    with parts.database.read() as session:
        told = parts.conversations.events_after(session, claimed.conversation_id, 0)
    assert not any("snoozed" in event.data.values() for event in told)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=-1), timedelta(days=367)], ids=str)
def test_a_time_that_is_past_or_too_far_is_refused(
    parts: Any, claimed: Escalation, ann: Agent, ahead: timedelta
) -> None:
    with pytest.raises(InvalidInput, match="until"):
        do(parts, "snooze", claimed.id, ann, parts.clock() + ahead)
    assert now(parts, claimed).status is Status.CLAIMED


def test_an_agent_who_is_gone_while_the_customer_waits_loses_it_to_the_queue(
    parts: Any, claimed: Escalation, ann: Agent
) -> None:
    parts.clock.forward(minutes=14, seconds=59)
    assert timers(parts).run() == 0
    parts.clock.forward(seconds=1)
    assert timers(parts).run() == 1
    queued = now(parts, claimed)
    assert (queued.status, queued.agent_id, queued.last_agent_id) == (Status.QUEUED, None, ann.id)
    assert queued.waiting_since == claimed.waiting_since, "the customer's wait goes on"
    assert entries(parts, claimed)[-1] == ("agent_gone", "timer", {"agent_id": ann.id, "agent_name": "Ann"})
    assert timers(parts).run() == 0


def test_an_agent_who_is_there_keeps_it(parts: Any, claimed: Escalation, ann: Agent) -> None:
    """Acting anywhere counts, and so does an open desk, which writes `seen_at`."""
    parts.clock.forward(minutes=10)
    do(parts, "note", claimed.id, ann, "Looking into it")
    parts.clock.forward(minutes=10)
    assert timers(parts).run() == 0
    with parts.database.write() as session:
        session.execute("UPDATE staff SET seen_at = ? WHERE id = ?", (timestamp(parts.clock()), ann.id))
    parts.clock.forward(minutes=14)
    assert timers(parts).run() == 0


def test_nobody_loses_what_no_customer_waits_for(
    parts: Any, conversation: Conversation, claimed: Escalation, ann: Agent
) -> None:
    """The agent has replied and gone home; once the customer writes, somebody else can take it."""
    do(parts, "reply", claimed.id, ann, "Which order?")
    parts.clock.forward(hours=10)
    assert timers(parts).run() == 0
    parts.say(conversation, "Number 7")
    assert timers(parts).run() == 1
    assert now(parts, claimed).status is Status.QUEUED


def test_what_somebody_held_who_has_left_for_good_goes_back_at_once(
    parts: Any, claimed: Escalation, ann: Agent
) -> None:
    with parts.database.write() as session:
        session.execute("UPDATE staff SET disabled_at = ? WHERE id = ?", (timestamp(parts.clock()), ann.id))
    assert timers(parts).run() == 1
    assert now(parts, claimed).status is Status.QUEUED


def test_without_a_limit_nobody_counts_as_gone(parts: Any, claimed: Escalation) -> None:
    parts.clock.forward(days=30)
    assert timers(parts, None).run() == 0
    assert now(parts, claimed).status is Status.CLAIMED


def test_after_a_pause_of_askwell_everything_due_is_done_in_batches(parts: Any, ann: Agent) -> None:
    """More than fits one transaction."""
    for _ in range(60):
        with parts.database.write() as session:
            conversation = parts.conversations.create(session, parts.visitors.create(session).id)
            made = parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "?")
            parts.desk.claim(session, made.id, ann)
    parts.clock.forward(hours=1)
    assert timers(parts).run() == 60
    with parts.database.read() as session:
        assert parts.queue.counts(session).by_status[Status.QUEUED] == 60


def test_a_colleague_who_is_given_it_has_time_to_look(parts: Any, claimed: Escalation, ann: Agent) -> None:
    bob = parts.agent("Bob")
    parts.clock.forward(hours=5)
    given = do(parts, "assign", claimed.id, bob, ann)
    assert (given.status, given.agent_id, given.agent_name) == (Status.CLAIMED, bob.id, "Bob")
    assert entries(parts, claimed)[-1] == ("assigned", ann.id, {"agent_id": bob.id})
    with parts.database.read() as session:
        assert parts.conversations.get(session, claimed.conversation_id).agent_id == bob.id
    parts.clock.forward(minutes=14)
    assert timers(parts).run() == 0


def test_only_who_works_here_can_be_given_it(parts: Any, claimed: Escalation, ann: Agent) -> None:
    with pytest.raises(NotFound, match="agent"):
        do(parts, "assign", claimed.id, Agent("stf_nobody", "Nobody"), ann)


@pytest.mark.parametrize("outcome", Outcome)
def test_settled_with_an_outcome_the_customer_is_asked_how_it_went(
    parts: Any, conversation: Conversation, claimed: Escalation, ann: Agent, outcome: Outcome
) -> None:
    assert do(parts, "resolve", claimed.id, ann, outcome).outcome == outcome
    asked = outcome not in {Outcome.DUPLICATE, Outcome.SPAM}
    assert len(system_lines(parts, conversation)) == asked
    with parts.database.read() as session:
        told = [event.type for event in parts.conversations.events_after(session, conversation.id, 0)]
    assert told.count("csat") == asked
    assert entries(parts, claimed)[-1] == ("resolved", ann.id, {"outcome": outcome})


def test_a_mark_is_asked_for_once_in_the_customers_language(
    parts: Any, conversation: Conversation, claimed: Escalation, ann: Agent
) -> None:
    do(parts, "resolve", claimed.id, ann)
    assert "satisfait" in system_lines(parts, conversation)[0]
    parts.say(conversation, "It is not settled!")
    reopened = now(parts, claimed)
    assert (reopened.status, reopened.outcome) == (Status.QUEUED, None)
    do(parts, "claim", claimed.id, ann)
    do(parts, "resolve", claimed.id, ann)
    assert len(system_lines(parts, conversation)) == 1


def test_who_has_given_a_mark_is_not_asked_for_one(
    parts: Any, conversation: Conversation, claimed: Escalation, ann: Agent
) -> None:
    do(parts, "rate", conversation.id, 4, "Quick!")
    do(parts, "resolve", claimed.id, ann)
    assert system_lines(parts, conversation) == []


def test_a_mark_is_announced_without_what_the_customer_wrote(
    parts: Any, conversation: Conversation, claimed: Escalation
) -> None:
    do(parts, "rate", conversation.id, 2, "Nobody called me back")
    (payload,) = outbox(parts, "csat.received")
    assert '"score": 2' in payload
    assert conversation.id in payload
    assert "Nobody" not in payload


def test_what_is_announced_of_a_reply_names_the_message_and_not_its_text(
    parts: Any, claimed: Escalation, ann: Agent
) -> None:
    message = do(parts, "reply", claimed.id, ann, "The parcel is in Lyon.")
    (payload,) = outbox(parts, "conversation.replied")
    assert message.id in payload
    assert "Lyon" not in payload


def test_a_conversation_is_announced_when_it_begins(parts: Any) -> None:
    with parts.database.write() as session:
        made = parts.desk.start(session, parts.visitors.create(session).id, lang="es")
    (payload,) = outbox(parts, "conversation.opened")
    assert made.id in payload


def test_that_content_was_missing_is_noted_once_and_can_be_taken_back(
    parts: Any, claimed: Escalation, ann: Agent
) -> None:
    for _ in range(2):
        assert do(parts, "want_content", claimed.id, ann).wants_content
    assert not do(parts, "want_content", claimed.id, ann, wanted=False).wants_content
    said = [data for happening, _, data in entries(parts, claimed) if happening == Happening.CONTENT_WANTED]
    assert said == [{"wanted": True}, {"wanted": False}]


class Soon:
    """Wants a reply ten minutes after whatever happens, and knows of nothing else."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, datetime]] = []

    def on(self, _: Any, escalation: Escalation, happening: Happening, now: datetime) -> Due:
        self.seen.append((happening, escalation.status, now))
        columns: Mapping[str, str | int | None] = {"next_reply_due": timestamp(now + timedelta(minutes=10))}
        return {**columns, "priority": 3, "topic": "refunds"}


def test_deadlines_follow_whatever_happens(parts: Any, conversation: Conversation, ann: Agent) -> None:
    soon = Soon()
    desk = Desk(parts.conversations, parts.queue, parts.outbox, parts.clock, soon)
    with parts.database.write() as session:
        made = desk.open(session, conversation.id, Reason.NO_CONTENT, "?")
        assert (made.priority, made.topic) == (3, "refunds")
        parts.clock.forward(minutes=1)
        claimed = desk.claim(session, made.id, ann)
    assert claimed.next_reply_due == timestamp(parts.clock() + timedelta(minutes=10))
    began = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    assert soon.seen == [("opened", "queued", began), ("claimed", "claimed", began + timedelta(minutes=1))]
    assert '"topic": "refunds"' in outbox(parts, "conversation.assigned")[0]


def test_a_rule_may_give_away_only_what_nobody_has(parts: Any, claimed: Escalation, ann: Agent) -> None:
    bob = parts.agent("Bob")
    do(parts, "release", claimed.id, ann)
    assert do(parts, "assign", claimed.id, bob, Actor.TIMER).agent_id == bob.id
