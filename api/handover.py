"""What the customer is shown once the hand-off policy has spoken. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from answering.conversations.store import answer_object
from answering.phrases import Phrase, say
from core.model import Answer, Author, Decision, Message, Reason
from escalation.policy import Action, Verdict
from escalation.tickets import Status

HANDED_OVER = frozenset({Action.ESCALATE, Action.JOIN})
"""Actions after which a person will read the question."""


def conclude(answer: Answer, verdict: Verdict) -> Answer:
    """The answer as it is shown: the hand-off sentence takes the place of an answer that is not given."""
    reason = verdict.reason or Reason.LOW_CONFIDENCE
    if verdict.action is Action.ESCALATE:
        return _without_content(answer, Decision.ESCALATE, reason, Phrase(reason))
    if verdict.action is Action.JOIN:
        return _without_content(answer, Decision.ESCALATE, reason, Phrase.STILL_QUEUED)
    if verdict.action is Action.REMIND:
        return _without_content(answer, answer.decision, reason, Phrase.STILL_QUEUED)
    if verdict.action is Action.MEANWHILE:
        return replace(answer, text=f"{say(Phrase.MEANWHILE, answer.lang)}\n\n{answer.text}")
    if verdict.action is Action.OFFER:
        return _without_content(answer, Decision.CLARIFY, reason, Phrase.OFFER_PERSON)
    return answer


def failed(lang: str) -> Answer:
    """The answer when finding one has failed on our side."""
    text = say(Phrase.INTERNAL_FAILURE, lang)
    return Answer(Decision.ESCALATE, 0.0, lang, text, reason=Reason.INTERNAL_FAILURE, generator="none")


def person_in_charge(
    question: Message, lang: str, escalation: Mapping[str, str] | None, trace_id: str | None
) -> dict[str, Any]:
    """The answer object for a message that went to the person who is in charge.

    The assistant is silent: nothing is added to the conversation, `message_id` is that of the customer's own message,
    and `text` only confirms that it arrived.
    """
    queued = escalation is not None and escalation["status"] == Status.QUEUED
    text = say(Phrase.STILL_QUEUED if queued else Phrase.PERSON_IN_CHARGE, lang)
    answer = Answer(Decision.ESCALATE, 0.0, lang, text, reason=Reason.PERSON_IN_CHARGE, generator="none")
    return answer_object(answer, question, trace_id, escalation)


def answer_without_conversation(answer: Answer) -> dict[str, Any]:
    """The answer object of a question that was not stored: all keys are there, ids are null."""
    nowhere = Message("", "", Author.ASSISTANT, None, answer.text, answer.lang, "")
    return answer_object(answer, nowhere, None) | {"conversation_id": None, "message_id": None}


def _without_content(answer: Answer, decision: Decision, reason: Reason, phrase: Phrase) -> Answer:
    text = say(phrase, answer.lang)
    return replace(answer, decision=decision, reason=reason, text=text, citations=(), choices=())
