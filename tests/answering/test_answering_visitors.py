"""Visitors: anonymous at first, one person once the site vouches for them."""

from __future__ import annotations

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import system_clock
from core.db import Database
from core.errors import NotFound
from core.model import Author

visitors, conversations = VisitorStore(system_clock), ConversationStore(system_clock)


def test_an_anonymous_visitor_becomes_the_person_who_signs_in(database: Database) -> None:
    with database.write() as session:
        anonymous = visitors.create(session)
        made = conversations.create(session, anonymous.id)
        known = visitors.identify(session, anonymous.id, "u1", email="ann@example.com", name="Ann")
        assert known.id != anonymous.id  # the token of the anonymous id may still be about
        assert (known.external_id, known.email, known.name) == ("u1", "ann@example.com", "Ann")
        assert conversations.get(session, made.id).visitor_id == known.id


def test_what_is_not_vouched_for_never_replaces_what_is(database: Database) -> None:
    with database.write() as session:
        visitors.identify(session, None, "u1", email="ann@example.com")
        again = visitors.identify(session, None, "u1", email="else@example.com", name="Ann", vouched=False)
        assert (again.email, again.name) == ("ann@example.com", "Ann")
        assert visitors.identify(session, None, "u1", email="new@example.com").email == "new@example.com"


def test_signing_in_elsewhere_joins_what_was_done_anonymously(database: Database) -> None:
    """Conversations and logged questions move; the anonymous visitor is gone, and its token with it."""
    with database.write() as session:
        known = visitors.identify(session, None, "u1", email="ann@example.com")
        earlier = conversations.create(session, known.id)
        anonymous = visitors.create(session)
        made = conversations.create(session, anonymous.id)
        question = conversations.add_message(session, made.id, Author.VISITOR, "How?")
        session.execute(
            "INSERT INTO questions (message_id, conversation_id, visitor_id, text, decision, confidence, documents,"
            " created_at) VALUES (?, ?, ?, 'How?', 'answer', 0.9, '[]', '')",
            (question.id, made.id, anonymous.id),
        )
        again = visitors.identify(session, anonymous.id, "u1", name="Ann")
        assert again.id == known.id
        assert (again.email, again.name) == ("ann@example.com", "Ann")
        mine = {one.id for one in conversations.conversations(session, visitor_id=known.id).items}
        assert mine == {earlier.id, made.id}
        assert session.execute("SELECT visitor_id FROM questions").fetchone()["visitor_id"] == known.id
        with pytest.raises(NotFound):
            visitors.get(session, anonymous.id)


def test_two_people_who_share_a_browser_stay_two(database: Database) -> None:
    with database.write() as session:
        ann = visitors.identify(session, None, "u1")
        private = conversations.create(session, ann.id)
        bob = visitors.identify(session, ann.id, "u2")
        assert bob.id != ann.id
        assert conversations.get(session, private.id).visitor_id == ann.id


def test_identifying_again_changes_nothing_but_what_is_new(database: Database) -> None:
    with database.write() as session:
        first = visitors.identify(session, None, "u1", email="ann@example.com", name="Ann")
        assert visitors.identify(session, first.id, "u1") == first
        assert visitors.identify(session, "vis_unknown", "u1", name="Ann Lee").name == "Ann Lee"
        assert session.execute("SELECT count(*) FROM visitors").fetchone()[0] == 1


def test_the_same_email_does_not_make_two_people_one(database: Database) -> None:
    """Only the id that the site gives decides."""
    with database.write() as session:
        one = visitors.identify(session, None, "u1", email="desk@example.com")
        other = visitors.identify(session, None, "u2", email="desk@example.com")
    assert one.id != other.id


def test_an_id_the_caller_vouches_for_is_made_once(database: Database) -> None:
    with database.write() as session:
        visitors.ensure(session, "key_1", "Shop")
        visitors.ensure(session, "key_1", "Other")
        assert visitors.get(session, "key_1").name == "Shop"
