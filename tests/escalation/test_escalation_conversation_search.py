"""Search over conversations: by words, people and ids, the latest active first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.model import Reason
from escalation.conversation_search import ConversationSearch
from escalation.note_search import index_earlier_notes
from escalation.tickets import Agent


@pytest.fixture
def desk(parts: Any) -> Any:
    """Three customers; one was never handed over."""
    parts.made = {}
    for name, text in (
        ("mia", "My parcel 100% lost"),
        ("léa", "Où est ma facture"),
        ("bob", "The parcel came, thanks"),
    ):
        with parts.database.write() as session:
            visitor = parts.visitors.identify(session, None, name, email=f"{name[0]}_x@example.com", name=name.title())
            made = parts.conversations.create(session, visitor.id)
            parts.desk.accept(session, made.id, text, author_id=visitor.id, lang="fr" if name == "léa" else "en")
            if name != "bob":
                parts.desk.open(session, made.id, Reason.NO_CONTENT, text)
        parts.made[name] = made.id
        parts.clock.forward(minutes=1)
    return parts


def names(parts: Any, text: str, limit: int = 10) -> list[str]:
    with parts.database.read() as session:
        return [str(hit.customer) for hit in ConversationSearch().find(session, text, limit)[0]]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("parcels", ["Bob", "Mia"]),
        ("parcel lost", ["Mia"]),
        ("factures", ["Léa"]),
        ("mia", ["Mia"]),
        ("m_x@example", ["Mia"]),
        ("bob b_x@example.com", ["Bob"]),
        ("%", []),
        ("_", ["Bob", "Léa", "Mia"]),
        ("   ", []),
        ("' OR 1=1 --", []),
    ],
)
def test_what_is_found(desk: Any, text: str, who: list[str]) -> None:
    """Every word counts, and signs mean themselves: an underscore is in all three addresses."""
    assert names(desk, text) == who


def test_ids_lead_to_their_conversation(desk: Any) -> None:
    with desk.database.read() as session:
        ticket = desk.queue.live(session, desk.made["mia"])
        message = session.execute("SELECT id FROM messages WHERE text LIKE 'The parcel%'").fetchone()[0]
    assert names(desk, ticket.id) == ["Mia"]
    assert names(desk, desk.made["léa"]) == ["Léa"]
    assert names(desk, message) == ["Bob"]
    assert names(desk, "esc_ffffffffffff") == []


def test_a_hit_tells_the_line_and_how_the_conversation_stands(desk: Any) -> None:
    with desk.database.read() as session:
        found, more = ConversationSearch().find(session, "parcel", 1)
        (bob,) = found
        (mia,) = ConversationSearch().find(session, "mia", 1)[0]
    assert more
    assert (bob.escalation_id, bob.status) == (None, None)
    assert bob.line == (("The ", False), ("parcel", True), (" came, thanks", False))
    assert (mia.status, mia.line) == ("queued", (("My parcel 100% lost", False),))


def test_internal_notes_are_found_and_forgotten_with_their_conversation(desk: Any) -> None:
    """Also those from before there was an index. What was said goes before what was noted."""
    with desk.database.write() as session:
        staff = desk.queue.live(session, desk.made["mia"])
        desk.desk.note(
            session, staff.id, Agent("stf_1", "Ana"), "Refunded her twice; the courier's fault, parcel gone."
        )
        assert "Refunded" not in json.dumps(
            [message.text for message in desk.conversations.messages(session, desk.made["mia"])]
        )
    assert names(desk, "refund couriers") == ["Mia"]
    with desk.database.read() as session:
        (by_note,), _ = ConversationSearch().find(session, "refund", 9)
        by_line = ConversationSearch().find(session, "parcel", 9)[0][-1]
    assert by_note.is_note
    assert [piece for piece, match in by_note.line if match] == ["Refunded"]
    assert not by_line.is_note
    with desk.database.write() as session:
        session.execute("DELETE FROM notes_fts")
        session.execute("INSERT INTO meta SELECT 'note_search', max(id) FROM escalation_events WHERE type = 'noted'")
    assert names(desk, "refund") == []
    assert (index_earlier_notes(desk.database), index_earlier_notes(desk.database)) == (1, 0)
    assert names(desk, "refund") == ["Mia"]
    with desk.database.write() as session:
        session.execute("DELETE FROM escalation_events")
        assert session.execute("SELECT count(*) FROM notes_fts").fetchone()[0] == 0
