"""Personal data: all of it exported, all of it erased, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from api.idempotency import Idempotency, ticket
from api.person_data import PersonalData
from core.clock import new_id, system_clock, timestamp
from core.db import Database, Session
from core.errors import NotFound
from core.model import Answer, Author, Conversation, Decision, Reason
from escalation.delivery.outbox import Outbox
from escalation.desk import Desk
from escalation.queue import EscalationQueue
from escalation.tickets import Agent
from insights.gaps.board import GapBoard
from insights.golden import GoldenSet
from insights.log.store import QuestionLog
from retrieval.embedder import HashingEmbedder

ANN = Agent("stf_ann", "Ann")
ANSWER = Answer(Decision.ESCALATE, 0.2, "en", "A person will look at this.", reason=Reason.LOW_CONFIDENCE)
PERSONAL = {
    "visitors",
    "conversations",
    "messages",
    "answers",
    "feedback",
    "events",
    "questions",
    "golden_questions",
    "escalations",
    "escalation_events",
    "outbox",
    "idempotency",
    "attachments",
    "inbound_mail",
    "presence",
    "sla_alerts",
    "gap_names",
    "gap_pending",
    "gap_questions",
    "gap_check_questions",
    "gap_notices",
    "question_vectors",
    "question_documents",
    "health_pending",
    "outcome_pending",
    "draft_sources",
    "restatements",
    "restating",
}


@dataclass
class Desks:
    """Enough of the product to leave traces of a customer in every table."""

    database: Database

    def __post_init__(self) -> None:
        self.conversations = ConversationStore(system_clock)
        self.visitors = VisitorStore(system_clock)
        outbox, queue = Outbox(system_clock), EscalationQueue()
        self.desk = Desk(self.conversations, queue, outbox, system_clock)
        self.questions = QuestionLog(system_clock)
        self.idempotency = Idempotency(self.database, system_clock)
        self.gaps = GapBoard(self.database, HashingEmbedder(), system_clock)
        with self.database.write() as session:
            session.execute(
                "INSERT INTO staff (id, email, name, role, created_at)"
                " VALUES ('stf_ann', 'ann@desk.example', 'Ann', 'agent', '')"
            )

    def customer(self, name: str, secret: str) -> Conversation:
        """A customer who has said `secret` everywhere where a customer's words can end up."""
        with self.database.write() as session:
            visitor = self.visitors.identify(session, None, name, email=f"{name}@example.com", name=f"{name} {secret}")
            made = self.conversations.create(session, visitor.id, page_title=secret)
            question = self.desk.accept(session, made.id, secret, author_id=visitor.id)
            escalation = self.desk.open(session, made.id, Reason.NO_CONTENT, secret, question_id=question.id)
            body = self.conversations.add_answer(session, question, ANSWER, evidence=[{"text": secret}])
            self.conversations.set_feedback(session, body["message_id"], False, secret)
            self.conversations.set_csat(session, made.id, 1, secret)
            self.questions.record(session, made, question, ANSWER)
            GoldenSet(self.questions, system_clock).add(session, question.id, secret, (), ANN.id)
            self.desk.claim(session, escalation.id, ANN)
            self.desk.reply(session, escalation.id, ANN, f"About {secret}")
            self.desk.note(session, escalation.id, ANN, secret)
            self.conversations.typing(session, made.id, Author.AGENT, "Ann")
            self._rows_of_the_desk(session, made.id, escalation.id, secret)
            for caller, response in ((visitor.id, question.id), ("guest at 203.0.113.9", f'{{"id": "{made.id}"}}')):
                self.idempotency.keep(session, ticket(caller, f"{name}-{caller}", secret), response)
        while self.gaps.placing.run():
            pass
        with self.database.write() as session:
            session.execute("INSERT INTO gap_pending (message_id) SELECT message_id FROM questions")
            session.execute(
                "INSERT OR REPLACE INTO gap_check_questions (check_id, place, message_id, text, audiences,"
                " decision_then, confidence_then)"
                " SELECT 1, rowid, message_id, text, '[]', decision, confidence FROM questions"
            )
            session.execute(
                "INSERT OR IGNORE INTO gap_notices (gap_id, customer, conversation_id, message_id, created_at)"
                " SELECT 'gap_1', visitor_id, conversation_id, message_id, created_at FROM questions"
            )
            session.execute(
                "INSERT OR IGNORE INTO drafts (id, state, created_by, updated_by, created_at, updated_at)"
                " VALUES ('drf_1', 'writing', 'stf_ann', 'stf_ann', '', '')"
            )
            session.execute(
                "INSERT OR IGNORE INTO draft_sources SELECT 'drf_1', id FROM messages WHERE author = 'agent'"
            )
            session.execute("INSERT OR IGNORE INTO question_documents SELECT message_id, 'doc', 1, 0 FROM questions")
        return made

    def _rows_of_the_desk(self, session: Session, conversation_id: str, escalation_id: str, secret: str) -> None:
        now = timestamp(system_clock())
        for table, values in (
            ("attachments", (new_id("att"), conversation_id, None, secret, "text/plain", 1, b"x", "visitor", now)),
            ("inbound_mail", (new_id("mail"), conversation_id, "taken", now, None, None)),
            ("presence", (ANN.id, escalation_id, "viewing", now)),
            ("sla_alerts", (escalation_id, "first_reply", now, "near", now)),
            ("restatements", (None, escalation_id, secret, "en", "openai:scripted", "restate@1", now)),
            ("restating", (escalation_id, 1, now)),
        ):
            session.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608


@pytest.fixture
def desks(database: Database) -> Desks:
    return Desks(database)


def dump(database: Database, word: str) -> dict[str, int]:
    """In how many rows of each table `word` occurs."""
    with database.read() as session:
        tables = [row["name"] for row in session.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: found
            for table in tables
            if not table.startswith("passages_")
            and (
                found := sum(
                    word in str(tuple(row))
                    for row in session.execute(f"SELECT * FROM {table}")  # noqa: S608
                )
            )
        }


def test_the_set_up_leaves_traces_in_every_table_with_personal_data(desks: Desks, database: Database) -> None:
    """Otherwise the tests below would prove little."""
    made = desks.customer("bob", "Zanzibar")
    assert set(dump(database, made.id)) | set(dump(database, "Zanzibar")) >= PERSONAL - {
        "feedback",
        "idempotency",
        "presence",
        "sla_alerts",
        "restating",
        "gap_pending",
        "question_vectors",
        "question_documents",
        "health_pending",
        "draft_sources",
    }
    with database.read() as session:
        counts = {table: session.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in PERSONAL}  # noqa: S608
    assert all(counts.values()), counts


def test_every_table_that_points_to_a_person_is_known(database: Database) -> None:
    """A table added later has to be taken up here and in the erasure."""
    with database.read() as session:
        found = session.execute(
            "SELECT DISTINCT t.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
            " AND c.name IN ('visitor_id', 'conversation_id', 'message_id', 'question_id', 'escalation_id')"
        ).fetchall()
    assert {row["name"] for row in found} <= PERSONAL


@pytest.mark.parametrize("who", ["bob", "bob@example.com", "BOB@Example.com"])
def test_erasing_leaves_no_trace_of_the_person_and_all_of_others(desks: Desks, database: Database, who: str) -> None:
    mine, other = desks.customer("bob", "Zanzibar"), desks.customer("eve", "Samarkand")
    before = dump(database, other.id)
    deleted = PersonalData(database).erase(who)
    assert set(deleted) == PERSONAL
    assert all(deleted.values()), deleted
    for word in ("Zanzibar", mine.id, mine.visitor_id, "bob"):
        assert dump(database, word) == {}
    assert dump(database, other.id) == before
    with database.read() as session:
        assert session.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_address_left_for_the_answer_finds_the_person(desks: Desks, database: Database) -> None:
    """Guests have no address of their own; the one they left in a conversation is theirs."""
    mine, other = desks.customer("bob", "Zanzibar"), desks.customer("eve", "Samarkand")
    with database.write() as session:
        session.execute("UPDATE conversations SET contact_email = 'Guest@Example.com' WHERE id = ?", [mine.id])
    assert PersonalData(database).export("guest@example.com")["visitors"][0]["id"] == mine.visitor_id
    PersonalData(database).erase("guest@example.com")
    assert dump(database, "Zanzibar") == {}
    assert dump(database, other.id)


def test_the_words_are_gone_from_the_files_too(desks: Desks, database: Database) -> None:
    """Not only from the tables: neither the file nor the log of recent writes holds them."""
    desks.customer("bob", "Zanzibar")

    def on_disk() -> bool:
        return any(b"zanzibar" in path.read_bytes().lower() for path in database.path.parent.glob("askwell.db*"))

    assert on_disk()
    PersonalData(database).erase("bob")
    assert not on_disk()


def test_the_export_holds_everything_a_customer_said_and_was_told(desks: Desks, database: Database) -> None:
    made = desks.customer("bob", "Zanzibar")
    desks.customer("eve", "Samarkand")
    exported = PersonalData(database).export("bob@example.com")
    (visitor,) = exported["visitors"]
    (conversation,) = visitor["conversations"]
    assert (visitor["external_id"], visitor["email"], conversation["id"]) == ("bob", "bob@example.com", made.id)
    said: list[Any] = [message["text"] for message in conversation["messages"]]
    assert said == ["Zanzibar", ANSWER.text, "About Zanzibar"]
    assert conversation["answers"][0]["answer"]["decision"] == "escalate"
    assert conversation["feedback"][0]["comment"] == "Zanzibar"
    assert conversation["csat_comment"] == "Zanzibar"
    assert conversation["escalations"][0]["question"] == "Zanzibar"
    assert "Samarkand" not in str(exported)


def test_an_unknown_person_is_an_error(desks: Desks, database: Database) -> None:
    desks.customer("bob", "Zanzibar")
    for act in (PersonalData(database).export, PersonalData(database).erase):
        with pytest.raises(NotFound, match=r"nobody@example\.com"):
            act("nobody@example.com")
    assert dump(database, "Zanzibar")
