"""What the policy gets to see of a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model import Answer, Citation, Decision, Message, Owner, Reason
from escalation.policy import Attempt
from escalation.situation import LOOK_BACK, Situations

PLACE = ("password.md", 10, 20)
CITED = Citation(1, "password.md", "v1", "Password", None, (), "q" * 10, 10, 20, "en", "2026-11-21T10:00:00.000Z")
ANSWER = Answer(Decision.ANSWER, 0.9, "en", "Open Settings.", (CITED,))


@pytest.fixture
def situations(parts: Any) -> Situations:
    return Situations(parts.conversations, parts.queue)


def answered(parts: Any, conversation: Any, text: str, answer: Answer = ANSWER) -> Message:
    question: Message = parts.say(conversation, text)
    with parts.database.write() as session:
        parts.conversations.add_answer(session, question, answer)
    return question


def test_earlier_questions_come_with_what_became_of_them(parts: Any, situations: Situations) -> None:
    conversation = parts.conversation()
    answered(parts, conversation, "one")
    answered(parts, conversation, "hello", replace(ANSWER, citations=(), reason=Reason.SMALL_TALK))
    last = answered(parts, conversation, "two", replace(ANSWER, decision=Decision.CAVEAT, citations=()))
    parts.say(parts.conversation(), "someone else")
    parts.say(conversation, "not answered yet")
    question = parts.say(conversation, "three")
    with parts.database.write() as session:
        answer = parts.conversations.answer_to(session, last.id)
        parts.conversations.set_feedback(session, answer["message_id"], False)
        situation = situations.of(session, question, "en", standalone="three, about two")
    assert situation.question == "three, about two"
    assert situation.attempts == (
        Attempt("one", Decision.ANSWER, frozenset({PLACE})),
        Attempt("two", Decision.CAVEAT, frozenset(), helpful=False),
    )
    assert (situation.owner, situation.person_in_charge, situation.queued_for) == (Owner.ASSISTANT, False, None)


def test_what_came_before_a_hand_back_no_longer_counts(parts: Any, situations: Situations) -> None:
    ann = parts.agent("Ann")
    conversation = parts.conversation()
    answered(parts, conversation, "before")
    with parts.database.write() as session:
        made = parts.desk.open(session, conversation.id, Reason.LOW_CONFIDENCE, "before")
        queued = situations.of(session, parts.desk.accept(session, conversation.id, "x"), "en")
        parts.desk.claim(session, made.id, ann)
        claimed = situations.of(session, parts.desk.accept(session, conversation.id, "y"), "en")
        parts.desk.reply(session, made.id, ann, "Done")
        parts.desk.hand_back(session, made.id, ann)
    answered(parts, conversation, "after")
    question = parts.say(conversation, "now")
    with parts.database.read() as session:
        situation = situations.of(session, question, "en")
    assert (queued.owner, queued.queued_for, queued.person_in_charge) == (Owner.QUEUE, "before", False)
    assert (claimed.owner, claimed.person_in_charge) == (Owner.AGENT, True)
    assert situation.attempts == (Attempt("after", Decision.ANSWER, frozenset({PLACE})),)
    assert situation.handed_back == ("before",)
    assert (situation.owner, situation.queued_for) == (Owner.ASSISTANT, None)


def test_only_the_latest_attempts_are_looked_at(parts: Any, situations: Situations) -> None:
    conversation = parts.conversation()
    for number in range(LOOK_BACK + 2):
        answered(parts, conversation, f"question {number}")
    question = parts.say(conversation, "now")
    with parts.database.read() as session:
        attempts = situations.of(session, question, "en").attempts
    assert [attempt.question for attempt in attempts] == [f"question {number}" for number in range(2, LOOK_BACK + 2)]
