"""Conversations: what is stored, what clients are told, and what the assistant still owes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from answering.conversations.store import ConversationStore, Event, LiveEvent, answer_object
from answering.conversations.visitors import VisitorStore
from core.clock import new_id
from core.db import Database, Session
from core.errors import Conflict, InvalidInput, NotFound
from core.model import (
    Answer,
    Author,
    Citation,
    Conversation,
    Decision,
    Message,
    Owner,
    Reason,
    RelatedDocument,
    Turn,
)

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CITATION = Citation(
    1,
    "security/password.md",
    "v1",
    "Password",
    "https://help.example/password",
    ("Security", "Password"),
    "Open Settings.",
    120,
    134,
    "en",
    "2026-11-21T10:00:00.000Z",
)
ANSWER = Answer(
    Decision.ANSWER,
    0.94,
    "en",
    "Open Settings. [1]",
    (CITATION,),
    (RelatedDocument("account.md", "Account", None),),
    signals={"dense": 0.8},
    timings={"total": 12.5},
)


class Ticking:
    """A clock that moves on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def store() -> ConversationStore:
    return ConversationStore(Ticking())


@pytest.fixture
def conversation(database: Database, store: ConversationStore) -> Conversation:
    with database.write() as session:
        return begin(session, store)


def begin(session: Session, store: ConversationStore, **more: Any) -> Conversation:
    return store.create(session, VisitorStore(Ticking()).create(session).id, **more)


def ask(session: Session, store: ConversationStore, conversation: Conversation, text: str = "How?") -> Message:
    return store.add_message(session, conversation.id, Author.VISITOR, text, lang="en", pending=True)


def test_a_conversation_begins_with_the_assistant(database: Database, store: ConversationStore) -> None:
    with database.write() as session:
        made = begin(session, store, lang="zh", page_url="https://a.example/", page_title="首页", audiences=["b", "a"])
    assert (made.owner, made.agent_id, made.lang) == (Owner.ASSISTANT, None, "zh")
    assert (made.page_url, made.page_title, made.audiences) == ("https://a.example/", "首页", frozenset("ab"))
    assert made.created_at == made.updated_at


def test_the_page_and_the_audiences_can_change(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        store.set_page(session, conversation.id, "https://b.example/", "B")
        store.set_audiences(session, conversation.id, {"staff"})
        found = store.get(session, conversation.id)
    assert (found.page_url, found.page_title, found.audiences) == ("https://b.example/", "B", frozenset({"staff"}))


def test_messages_keep_their_order_and_their_text(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    texts = ["first", "第二 🙂", "  third\n\n- with lines  "]
    with database.write() as session:
        made = [store.add_message(session, conversation.id, Author.VISITOR, text) for text in texts]
        found = store.messages(session, conversation.id)
        assert store.messages(session, conversation.id, after_seq=made[1].seq) == (made[2],)
        assert store.message(session, made[1].id) == made[1]
        assert store.get(session, conversation.id).updated_at == made[-1].created_at
    assert [message.text for message in found] == texts
    assert found == tuple(made)


def test_unknown_ids_are_not_found(database: Database, store: ConversationStore) -> None:
    tries: list[Callable[[Session], object]] = [
        lambda session: store.get(session, "cnv_none"),
        lambda session: store.add_message(session, "cnv_none", Author.VISITOR, "Hello"),
        lambda session: store.message(session, "msg_none"),
        lambda session: store.answer(session, "msg_none"),
        lambda session: store.evidence(session, "msg_none"),
        lambda session: store.trace(session, "msg_none"),
        lambda session: store.set_feedback(session, "msg_none", True),
        lambda session: store.set_csat(session, "cnv_none", 5),
    ]
    with database.write() as session:
        for attempt in tries:
            with pytest.raises(NotFound):
                attempt(session)


def test_an_answer_is_kept_whole_with_its_evidence_and_trace(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        question = ask(session, store, conversation)
        evidence = [{"document_id": "security/password.md", "text": "Open Settings. 打开设置。", "score": 0.81}]
        body = store.add_answer(session, question, ANSWER, evidence=evidence, trace={"standalone": "How?"})
        assert store.answer(session, body["message_id"]) == body
        assert store.answer_to(session, question.id) == body
        assert store.evidence(session, body["message_id"]) == evidence
        assert store.trace(session, body["message_id"]) == {
            "id": body["trace_id"],
            "signals": {"dense": 0.8},
            "timings": {"total": 12.5},
            "standalone": "How?",
        }
        message = store.message(session, body["message_id"])
    assert (message.author, message.text, message.lang) == (Author.ASSISTANT, ANSWER.text, "en")


def test_the_answer_object_has_the_fields_of_the_interface(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        question = ask(session, store, conversation)
        body = store.add_answer(session, question, ANSWER, trace_id="trc_given")
    message_id = body.pop("message_id")
    assert message_id.startswith("msg_")
    assert body == {
        "conversation_id": conversation.id,
        "decision": "answer",
        "confidence": 0.94,
        "lang": "en",
        "text": "Open Settings. [1]",
        "citations": [
            {
                "id": 1,
                "document_id": "security/password.md",
                "document_version": "v1",
                "title": "Password",
                "url": "https://help.example/password",
                "heading": ["Security", "Password"],
                "quote": "Open Settings.",
                "start": 120,
                "end": 134,
                "lang": "en",
                "as_of": "2026-11-21T10:00:00.000Z",
            }
        ],
        "related": [{"document_id": "account.md", "title": "Account", "url": None}],
        "choices": [],
        "reason": None,
        "escalation": None,
        "generator": "extractive",
        "trace_id": "trc_given",
    }


def test_an_escalated_answer_names_reason_and_escalation() -> None:
    message = Message("msg_1", "cnv_1", Author.ASSISTANT, None, "", "en", "2026-11-21T10:00:00.000Z")
    unsure = replace(ANSWER, decision=Decision.ESCALATE, reason=Reason.NO_CONTENT, choices=("A", "B"))
    body = answer_object(unsure, message, None, {"id": "esc_1", "status": "queued"})
    assert body["reason"] == "no_content"
    assert body["escalation"] == {"id": "esc_1", "status": "queued"}
    assert body["choices"] == ["A", "B"]


def test_a_question_is_answered_once(database: Database, store: ConversationStore, conversation: Conversation) -> None:
    """Two processes that recover the same question leave one answer."""
    with database.write() as session:
        question = ask(session, store, conversation)
        store.add_answer(session, question, ANSWER)
    with pytest.raises(Conflict, match="already has its answer"), database.write() as session:
        store.add_answer(session, question, ANSWER)
    with database.read() as session:
        assert [message.author for message in store.messages(session, conversation.id)] == ["visitor", "assistant"]


def test_the_assistant_cannot_speak_while_an_agent_owns_the_conversation(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        question = ask(session, store, conversation)
        store.set_owner(session, conversation.id, Owner.AGENT, agent_id="stf_1", agent_name="Ann")
    with pytest.raises(Conflict, match="person has taken over"), database.write() as session:
        store.add_answer(session, question, ANSWER)


@pytest.mark.parametrize(("owner", "agent_id"), [(Owner.AGENT, None), (Owner.QUEUE, "stf_1"), (Owner.ASSISTANT, "x")])
def test_an_owner_that_contradicts_itself_is_a_mistake(
    database: Database, store: ConversationStore, conversation: Conversation, owner: Owner, agent_id: str | None
) -> None:
    with database.write() as session, pytest.raises(ValueError, match="owns a conversation"):
        store.set_owner(session, conversation.id, owner, agent_id=agent_id)


def test_what_is_owed_survives_and_ends(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    later = START + timedelta(hours=1)
    with database.write() as session:
        first, second = ask(session, store, conversation, "one"), ask(session, store, conversation, "two")
        store.add_message(session, conversation.id, Author.VISITOR, "not owed")
    with database.read() as session:
        assert store.unanswered(session, later) == (first, second)
        assert store.unanswered(session, datetime.fromisoformat(second.created_at)) == (first, second)
        assert store.unanswered(session, datetime.fromisoformat(first.created_at)) == (first,)
        assert store.is_pending(session, first.id)
        assert store.owes_before(session, second)
        assert not store.owes_before(session, first)
    with database.write() as session:
        store.add_answer(session, first, ANSWER)
        assert store.unanswered(session, later) == (second,)
        store.set_owner(session, conversation.id, Owner.AGENT, agent_id="stf_1", agent_name="Ann")
        assert store.unanswered(session, later) == ()
        store.set_owner(session, conversation.id, Owner.ASSISTANT)
        assert store.unanswered(session, later) == ()


def test_history_gives_the_latest_turns_without_notices(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        for number in range(3):
            question = ask(session, store, conversation, f"question {number}")
            store.add_answer(session, question, replace(ANSWER, text=f"answer {number}"))
            store.add_message(session, conversation.id, Author.SYSTEM, "A person will look at this.")
        last = store.add_message(session, conversation.id, Author.AGENT, "Hello")
        assert store.history(session, conversation.id, limit=3) == (
            Turn(Author.VISITOR, "question 2"),
            Turn(Author.ASSISTANT, "answer 2"),
            Turn(Author.AGENT, "Hello"),
        )
        before = store.history(session, conversation.id, before_seq=last.seq)
    assert [turn.text for turn in before[-2:]] == ["question 2", "answer 2"]
    assert len(before) == 6


def test_the_transcript_joins_answers_and_feedback(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        body = store.add_answer(session, ask(session, store, conversation), ANSWER)
        store.set_feedback(session, body["message_id"], True)
        store.set_feedback(session, body["message_id"], False, "wrong page")
        question, answer = store.transcript(session, conversation.id)
        assert store.comments(session, conversation.id) == {body["message_id"]: "wrong page"}
    assert (question.message.text, question.answer, question.helpful) == ("How?", None, None)
    assert (answer.message.text, answer.answer, answer.helpful) == (ANSWER.text, body, False)


def test_only_answers_take_feedback(database: Database, store: ConversationStore, conversation: Conversation) -> None:
    with database.write() as session:
        question = ask(session, store, conversation)
        with pytest.raises(NotFound):
            store.set_feedback(session, question.id, True)


def test_satisfaction_is_a_whole_number_from_1_to_5(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        for score in (0, 6, -1):
            with pytest.raises(InvalidInput, match="1 to 5"):
                store.set_csat(session, conversation.id, score)
        store.set_csat(session, conversation.id, 4, "fine")
        row = session.execute("SELECT csat_score, csat_comment, csat_at FROM conversations").fetchone()
    assert tuple(row)[:2] == (4, "fine")
    assert row["csat_at"] is not None


# Live events


def test_whatever_a_client_can_see_change_is_an_event(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    with database.write() as session:
        question = ask(session, store, conversation)
        body = store.add_answer(session, question, ANSWER)
        store.set_owner(session, conversation.id, Owner.QUEUE)
        store.typing(session, conversation.id, Author.AGENT, "Ann")
        events = store.events_after(session, conversation.id, 0)
    assert [event.type for event in events] == ["message", "message", "owner", "typing"]
    assert events[0].data == {
        "id": question.id,
        "author": "visitor",
        "author_name": None,
        "text": "How?",
        "lang": "en",
        "created_at": question.created_at,
        "seq": question.seq,
        "citations": [],
        "attachments": [],
        "answer": None,
    }
    assert events[1].data["answer"] == body
    assert events[2].data == {"owner": "queue", "agent_name": None}
    assert events[3].data == {"author": "agent", "author_name": "Ann"}


def test_an_event_vanishes_with_its_transaction(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    def fail_after_message() -> None:
        with database.write() as session:
            ask(session, store, conversation)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_message()
    with database.read() as session:
        assert store.latest_event_id(session) == 0
        assert store.messages(session, conversation.id) == ()


def test_a_client_that_resumes_misses_nothing_and_gets_nothing_twice(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    """While four threads write, a reader that asks again and again sees each event once, in order."""
    stop = threading.Event()
    seen: list[Event] = []

    def write(number: int) -> None:
        for line in range(15):
            with database.write() as session:
                store.add_message(session, conversation.id, Author.VISITOR, f"{number}-{line}")

    def read() -> None:
        while not stop.is_set() or missing():
            with database.read() as session:
                seen.extend(store.events_after(session, conversation.id, seen[-1].id if seen else 0, limit=7))

    def missing() -> bool:
        with database.read() as session:
            return store.latest_event_id(session) > (seen[-1].id if seen else 0)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stop.set()
    reader.join()
    with database.read() as session:
        stored = [message.text for message in store.messages(session, conversation.id)]
    assert [event.data["text"] for event in seen] == stored
    assert len(stored) == 60


def test_one_poll_serves_all_conversations(database: Database, store: ConversationStore) -> None:
    with database.write() as session:
        first, second = begin(session, store), begin(session, store)
        ask(session, store, first)
        mark = store.latest_event_id(session)
        ask(session, store, second)
        ask(session, store, first)
        since = store.events_since(session, mark)
        assert [event.conversation_id for event in since] == [second.id, first.id]
        assert store.last_event_of(session, second.id) == since[0].id
        assert [event.id for event in store.events_after(session, first.id, mark)] == [since[1].id]
        question = store.messages(session, second.id)[0]
        assert store.event_of(session, second.id, question.id) == since[0].id
        assert store.events_since(session, mark, limit=1) == since[:1]


def test_an_event_id_is_never_used_again(
    database: Database, store: ConversationStore, conversation: Conversation
) -> None:
    """Typing events are replaced; a client that has seen the old one must still get what follows."""
    with database.write() as session:
        store.typing(session, conversation.id, Author.AGENT, "Ann")
        first = store.latest_event_id(session)
        store.typing(session, conversation.id, Author.AGENT, "Ann")
        (event,) = store.events_after(session, conversation.id, 0)
    assert event.id > first
    assert event.type is LiveEvent.TYPING


# Lists


def test_conversations_come_latest_first_in_pages(database: Database, store: ConversationStore) -> None:
    with database.write() as session:
        made = [begin(session, store, lang="zh" if number % 2 else "en") for number in range(5)]
        ask(session, store, made[0])
        store.set_owner(session, made[3].id, Owner.QUEUE)
        expected = [made[3].id, made[0].id, made[4].id, made[2].id, made[1].id]
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = store.conversations(session, limit=2, cursor=cursor)
            seen += [one.id for one in page.items]
            if (cursor := page.next_cursor) is None:
                break
        assert seen == expected
        assert [one.id for one in store.conversations(session, owner=Owner.QUEUE).items] == [made[3].id]
        assert [one.id for one in store.conversations(session, lang="zh").items] == [made[3].id, made[1].id]
        assert [one.id for one in store.conversations(session, visitor_id=made[2].visitor_id).items] == [made[2].id]
        assert store.conversations(session, visitor_id=new_id("vis")).items == ()
        with pytest.raises(InvalidInput):
            store.conversations(session, limit=0)
        with pytest.raises(InvalidInput):
            store.conversations(session, cursor="nonsense")
