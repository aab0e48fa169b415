"""Several targets: each gets what it wants, in a row of its own, and what is left of one is not lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.clock import timestamp
from core.db import Database
from escalation.delivery.outbox import Outbox
from escalation.delivery.targets import TargetName
from escalation.topics import Topic

CRM, CHAT, MAIL = TargetName("crm"), TargetName("chat", ("escalation.requested",)), TargetName("mail", ("mail.*",))


@pytest.fixture
def outbox(clock: Any) -> Outbox:
    return Outbox(clock, [CRM, CHAT, MAIL])


def rows(database: Database) -> set[tuple[str, str]]:
    with database.read() as session:
        return {(row["target"], row["topic"]) for row in session.execute("SELECT target, topic FROM outbox")}


@pytest.mark.parametrize("topic", list(Topic))
def test_a_target_without_a_choice_wants_every_event(topic: Topic) -> None:
    assert CRM.wants(topic)
    assert not MAIL.wants(topic)
    assert CHAT.wants(topic) is (topic == "escalation.requested")


def test_letters_are_for_the_mail_alone() -> None:
    assert MAIL.wants("mail.reply")
    assert not CRM.wants("mail.reply")


def test_each_target_gets_a_row_for_what_it_wants(database: Database, outbox: Outbox) -> None:
    with database.write() as session:
        for key, topic in (("k1", "escalation.requested"), ("k2", "csat.received"), ("k3", "mail.reply")):
            outbox.enqueue(session, key, topic, {})
    assert rows(database) == {
        ("crm", "escalation.requested"),
        ("chat", "escalation.requested"),
        ("crm", "csat.received"),
        ("mail", "mail.reply"),
    }


def test_a_target_takes_only_its_own_rows(database: Database, outbox: Outbox, clock: Any) -> None:
    with database.write() as session:
        outbox.enqueue(session, "k1", "escalation.requested", {})
        until = clock() + timedelta(seconds=60)
        taken = [outbox.claim(session, name, until) for name in ("chat", "chat", "mail", "crm")]
    assert [row and row.target for row in taken] == ["chat", None, None, "crm"]


def test_while_one_event_of_a_conversation_is_on_its_way_the_next_waits(
    database: Database, outbox: Outbox, clock: Any
) -> None:
    """So two processes keep the order; other conversations and other targets go on."""
    with database.write() as session:
        for key, conversation in (("a1", "cnv_a"), ("a2", "cnv_a"), ("b1", "cnv_b")):
            outbox.enqueue(session, key, "escalation.requested", {"conversation_id": conversation})
        until = clock() + timedelta(seconds=60)
        first = outbox.claim(session, "crm", until)
        second = outbox.claim(session, "crm", until)
        assert first is not None
        assert second is not None
        assert outbox.claim(session, "crm", until) is None
        elsewhere = outbox.claim(session, "chat", until)
        outbox.delivered(session, first)
        third = outbox.claim(session, "crm", until)
    assert [row and row.key for row in (first, second, elsewhere, third)] == ["a1", "b1", "a1", "a2"]


def test_an_event_that_failed_does_not_hold_up_its_conversation(database: Database, outbox: Outbox, clock: Any) -> None:
    with database.write() as session:
        for key in ("a1", "a2"):
            outbox.enqueue(session, key, "csat.received", {"conversation_id": "cnv_a"})
        until = clock() + timedelta(seconds=60)
        first = outbox.claim(session, "crm", until)
        assert first is not None
        outbox.postpone(session, first, clock() + timedelta(hours=1), "no")
        second = outbox.claim(session, "crm", until)
    assert second is not None
    assert second.key == "a2"


def test_what_a_letter_said_is_not_kept_once_it_is_sent(database: Database, outbox: Outbox, clock: Any) -> None:
    facts = {"conversation_id": "cnv_1", "to": "ana@example.com", "text": "my words"}
    with database.write() as session:
        outbox.enqueue(session, "k1", "mail.reply", facts)
        outbox.enqueue(session, "k2", "csat.received", {"conversation_id": "cnv_1", "score": 4})
        for target in ("mail", "crm"):
            row = outbox.claim(session, target, clock() + timedelta(seconds=60))
            assert row is not None
            outbox.delivered(session, row)
        kept = [row["payload"] for row in session.execute("SELECT payload FROM outbox ORDER BY id")]
    assert kept == ['{"conversation_id":"cnv_1"}', '{"conversation_id": "cnv_1", "score": 4}']


def test_a_target_that_rests_is_left_alone_by_every_process(database: Database, outbox: Outbox, clock: Any) -> None:
    """The state is in the database."""
    with database.write() as session:
        outbox.enqueue(session, "k1", "escalation.requested", {})
        session.execute(
            "INSERT INTO outbox_targets (name, paused_until) VALUES ('crm', ?)",
            (timestamp(clock() + timedelta(seconds=30)),),
        )
        assert not outbox.has_due(session, "crm")
        assert outbox.has_due(session, "chat")
        clock.forward(seconds=30)
        assert outbox.has_due(session, "crm")
