"""The log of questions: masked, filtered, counted, exported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import timestamp
from core.db import Database
from core.errors import InvalidInput, NotFound
from core.model import Answer, Author, Citation, Conversation, Decision, Reason
from insights.log.filtering import QuestionFilter
from insights.log.model import LoggedQuestion
from insights.log.store import QuestionLog

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def citing(*documents: str) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, document, "v1", "T", None, (), "q", 0, 1, "en", "2026-11-21T10:00:00.000Z")
        for number, document in enumerate(documents, 1)
    )


ANSWERED = Answer(Decision.ANSWER, 0.9, "en", "Text.", citing("a.md", "b.md", "a.md"))
UNSURE = Answer(Decision.ESCALATE, 0.2, "en", "", reason=Reason.LOW_CONFIDENCE)


@dataclass
class Log:
    """The log over one database, with a clock that moves a minute at each question."""

    database: Database
    now: datetime = START

    def __post_init__(self) -> None:
        self.questions = QuestionLog(lambda: self.now)
        self.conversations = ConversationStore(lambda: self.now)
        self.visitors = VisitorStore(lambda: self.now)

    def conversation(self, **more: Any) -> Conversation:
        with self.database.write() as session:
            return self.conversations.create(session, self.visitors.create(session).id, **more)

    def ask(self, text: str, answer: Answer = ANSWERED, conversation: Conversation | None = None) -> tuple[str, str]:
        """Ask and answer; gives the ids of the question and of the answer's message."""
        self.now += timedelta(minutes=1)
        conversation = conversation or self.conversation()
        with self.database.write() as session:
            question = self.conversations.add_message(session, conversation.id, Author.VISITOR, text)
            body = self.conversations.add_answer(session, question, answer)
            self.questions.record(session, conversation, question, answer)
        return question.id, body["message_id"]

    def texts(self, **chosen: Any) -> list[str]:
        with self.database.read() as session:
            return [one.text for one in self.questions.list(session, QuestionFilter(**chosen)).items]

    def rate(self, answer_id: str, helpful: bool) -> None:
        with self.database.write() as session:
            self.questions.set_helpful(session, answer_id, helpful)


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)


def test_a_question_is_logged_with_what_became_of_it_and_masked(log: Log) -> None:
    page = "https://shop.example/cart?token=abc&lang=en"
    conversation = log.conversation(page_url=page)
    question_id, _ = log.ask("I am ann@example.com, where is my refund?", conversation=conversation)
    with log.database.read() as session:
        (found,) = log.questions.list(session).items
        assert log.questions.get(session, question_id) == found
        with pytest.raises(NotFound):
            log.questions.get(session, "msg_none")
        stored = session.execute("SELECT * FROM questions").fetchone()
    assert found == LoggedQuestion(
        message_id=question_id,
        conversation_id=conversation.id,
        visitor_id=conversation.visitor_id,
        text="I am [email], where is my refund?",
        lang="en",
        decision=Decision.ANSWER,
        confidence=0.9,
        reason=None,
        documents=("a.md", "b.md"),
        page_url="https://shop.example/cart?token=[secret]&lang=en",
        helpful=None,
        created_at=timestamp(log.now),
    )
    assert "ann@example.com" not in str(tuple(stored))


def test_a_question_is_not_logged_when_its_transaction_fails(log: Log) -> None:
    def fail_after_recording() -> None:
        with log.database.write() as session:
            conversation = log.conversations.create(session, log.visitors.create(session).id)
            question = log.conversations.add_message(session, conversation.id, Author.VISITOR, "How?")
            log.questions.record(session, conversation, question, ANSWERED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_recording()
    assert log.texts() == []


def test_feedback_appears_beside_the_question(log: Log) -> None:
    question_id, answer_id = log.ask("one")
    log.ask("two")
    log.rate(answer_id, True)
    log.rate(answer_id, False)
    log.rate("msg_none", True)
    with log.database.read() as session:
        helpful = {one.text: one.helpful for one in log.questions.list(session).items}
        assert log.questions.get(session, question_id).helpful is False
    assert helpful == {"one": False, "two": None}


def test_filters(log: Log) -> None:
    log.ask("How do I pay?")
    log.ask("¿Cómo PAGO?", replace(ANSWERED, lang="es"))
    log.ask("Refund?", UNSURE)
    log.ask("Perhaps?", replace(ANSWERED, decision=Decision.CAVEAT))
    assert log.texts() == ["Perhaps?", "Refund?", "¿Cómo PAGO?", "How do I pay?"]
    assert log.texts(decisions={Decision.ESCALATE, Decision.CAVEAT}) == ["Perhaps?", "Refund?"]
    assert log.texts(decisions=[]) == []
    assert log.texts(lang="es") == ["¿Cómo PAGO?"]
    assert log.texts(text="pa") == ["¿Cómo PAGO?", "How do I pay?"]
    assert log.texts(text="pay", lang="es") == []


@pytest.mark.parametrize("text", ["100%", "a_b", "c\\d", "'; DROP TABLE questions; --", '"x"'])
def test_a_search_text_means_itself(log: Log, text: str) -> None:
    log.ask(f"About {text} please")
    log.ask("About 1000 aXb cd please")
    assert log.texts(text=text) == [f"About {text} please"]


def test_a_period_includes_its_begin_and_not_its_end(log: Log) -> None:
    for text in ("one", "two", "three"):
        log.ask(text)
    minutes = [timestamp(START + timedelta(minutes=number)) for number in (1, 2, 3)]
    assert log.texts(since=minutes[1]) == ["three", "two"]
    assert log.texts(until=minutes[2]) == ["two", "one"]
    assert log.texts(since=minutes[1], until=minutes[2]) == ["two"]


def test_unanswered_means_no_sure_answer_or_one_that_did_not_help(log: Log) -> None:
    """Small talk, gibberish, probes and the wish for a person are nothing that content could answer."""
    log.ask("sure")
    _, useless = log.ask("sure but useless")
    _, useful = log.ask("sure and useful")
    log.ask("handed over", UNSURE)
    log.ask("caveat", replace(ANSWERED, decision=Decision.CAVEAT))
    log.ask("which one?", replace(ANSWERED, decision=Decision.CLARIFY, reason=Reason.AMBIGUOUS))
    log.ask("asdfgh", replace(UNSURE, decision=Decision.CLARIFY, reason=Reason.GIBBERISH))
    _, hello = log.ask("hello", replace(ANSWERED, reason=Reason.SMALL_TALK))
    log.ask("a person!", replace(UNSURE, reason=Reason.ASKED_FOR_PERSON))
    log.rate(useless, False)
    log.rate(useful, True)
    log.rate(hello, False)
    assert log.texts(unanswered=True) == ["which one?", "caveat", "handed over", "sure but useless"]
    assert log.texts(unanswered=True, decisions=[Decision.ANSWER]) == ["sure but useless"]


def test_pages_give_each_question_once_even_at_the_same_moment(log: Log) -> None:
    for number in range(7):
        log.ask(f"question {number}")
        log.now -= timedelta(minutes=number % 2)
    seen: list[str] = []
    cursor: str | None = None
    with log.database.read() as session:
        while True:
            page = log.questions.list(session, limit=3, cursor=cursor)
            seen += [one.text for one in page.items]
            if (cursor := page.next_cursor) is None:
                break
    assert seen == log.texts()
    assert len(set(seen)) == 7


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"cursor": "WzEsMl0"}])
def test_a_wrong_page_is_refused(log: Log, wrong: dict[str, Any]) -> None:
    with log.database.read() as session, pytest.raises(InvalidInput):
        log.questions.list(session, **wrong)


def test_counts_by_decision(log: Log) -> None:
    log.ask("one")
    log.ask("two")
    log.ask("three", UNSURE)
    with log.database.read() as session:
        assert log.questions.counts(session) == {
            Decision.ANSWER: 2,
            Decision.CAVEAT: 0,
            Decision.CLARIFY: 0,
            Decision.ESCALATE: 1,
        }
        assert log.questions.counts(session, QuestionFilter(text="t"))[Decision.ANSWER] == 1


def test_rows_for_a_spreadsheet(log: Log) -> None:
    """A cell that a spreadsheet would run as a formula is defused."""
    log.ask("one, with a comma")
    log.ask("=HYPERLINK(1)", UNSURE)
    with log.database.read() as session:
        head, formula, plain = list(log.questions.rows(session))
        assert len(list(log.questions.rows(session, QuestionFilter(unanswered=True)))) == 2
    assert head[:5] == ("message_id", "conversation_id", "visitor_id", "text", "lang")
    assert formula[3] == "'=HYPERLINK(1)"
    assert dict(zip(head, plain, strict=True)) | {"message_id": "", "conversation_id": "", "visitor_id": ""} == {
        "message_id": "",
        "conversation_id": "",
        "visitor_id": "",
        "text": "one, with a comma",
        "lang": "en",
        "decision": "answer",
        "confidence": "0.9",
        "reason": "",
        "documents": "a.md b.md",
        "page_url": "",
        "helpful": "",
        "created_at": timestamp(START + timedelta(minutes=1)),
        "feedback_reason": "",
        "outcome": "too_early",
        "audiences": "",
        "certainty": "open",
    }
