"""Customers who are there are known to be, with few writes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api import visitor_presence
from api.visitor_presence import VisitorPresence
from core.clock import parse_timestamp, system_clock
from core.db import Database


@pytest.fixture
def conversation_id(database: Database) -> str:
    with database.write() as session:
        visitor = VisitorStore(system_clock).create(session)
        return ConversationStore(system_clock).create(session, visitor.id).id


def seen_at(database: Database, conversation_id: str) -> datetime | None:
    with database.read() as session:
        found = session.execute("SELECT visitor_seen_at FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return parse_timestamp(found[0]) if found[0] else None


def test_an_open_stream_is_noted_at_most_once_a_minute_and_never_a_minute_late(
    database: Database, conversation_id: str
) -> None:
    now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    presence = VisitorPresence(database, lambda: now)
    written = 0
    with presence.following(conversation_id):
        for _ in range(40):
            written += presence.run()
            assert now - (seen_at(database, conversation_id) or now) < timedelta(minutes=1)
            now += timedelta(seconds=15)
    assert written <= 14  # in ten minutes
    left = now
    now += timedelta(seconds=5)
    assert presence.run() == 1
    assert seen_at(database, conversation_id) == left
    now += timedelta(minutes=5)
    assert presence.run() == 0


def test_an_older_note_of_another_process_changes_nothing(database: Database, conversation_id: str) -> None:
    now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    ahead, behind = (
        VisitorPresence(database, lambda: now + timedelta(minutes=1)),
        VisitorPresence(database, lambda: now),
    )
    for presence in (ahead, behind):
        presence.seen(conversation_id)
        presence.run()
    assert seen_at(database, conversation_id) == now + timedelta(minutes=1)


def test_what_could_not_be_written_is_written_later(database: Database, conversation_id: str) -> None:
    now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    presence = VisitorPresence(database, lambda: now)
    with database.write() as session:
        session.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON conversations BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    presence.seen(conversation_id)
    with pytest.raises(Exception, match="disk is full"):
        presence.run()
    with database.write() as session:
        session.execute("DROP TRIGGER full")
    assert presence.run() == 1
    assert seen_at(database, conversation_id) == now


def test_it_writes_by_itself_and_at_the_end(
    database: Database, conversation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor_presence, "ROUND_S", 0.02)
    presence = VisitorPresence(database, system_clock)
    presence.start()
    presence.seen(conversation_id)
    end = time.monotonic() + 30
    while seen_at(database, conversation_id) is None and time.monotonic() < end:
        time.sleep(0.01)
    first = seen_at(database, conversation_id)
    assert first is not None
    monkeypatch.setattr(visitor_presence, "ROUND_S", 60.0)
    time.sleep(0.05)
    presence.seen(conversation_id)
    presence.stop()
    assert (seen_at(database, conversation_id) or first) > first
