"""Rules of the operator by which a person deals with a subject: by words, by page, by document tag."""

from __future__ import annotations

from typing import Any

from core.db import Session
from core.model import Answer, Decision, Reason
from escalation.policy import Action, HandoffPolicy
from escalation.situation import Situations, Subject
from retrieval.analysis import analyse

SURE = Answer(Decision.ANSWER, 0.97, "en", "Open Settings.")
SEEN: list[Subject] = []


def by_page_or_tag(_: Session, subject: Subject) -> str | None:
    SEEN.append(subject)
    return "legal" if "legal" in subject.tags or "/legal/" in (subject.page_url or "") else None


def test_even_a_sure_answer_on_a_sensitive_page_or_from_a_tagged_document_goes_to_a_person(parts: Any) -> None:
    policy, situations = HandoffPolicy(analyse), Situations(parts.conversations, parts.queue, by_page_or_tag)
    conversation = parts.conversation()
    message = parts.say(conversation, "Where do I sign?")
    with parts.database.write() as session:
        calm = situations.of(session, message, "en", tags=["billing"])
        tagged = situations.of(session, message, "en", tags=["billing", "legal"])
        parts.conversations.set_page(session, conversation.id, "https://shop.example/legal/terms", None)
        on_page = situations.of(session, message, "en", standalone="Where do I sign the terms?")
    assert policy.decide(calm, SURE).action is Action.SHOW
    for situation in (tagged, on_page):
        verdict = policy.decide(situation, SURE)
        assert (verdict.action, verdict.reason) == (Action.ESCALATE, Reason.SENSITIVE_TOPIC)
    assert SEEN[-1].question == "Where do I sign the terms?"
