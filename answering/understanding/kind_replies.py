"""What becomes of messages that are no question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from answering.phrases import Phrase, say
from answering.understanding.intents import Intent
from core.model import Answer, Decision, Reason

NO_QUESTION: Mapping[Intent, tuple[Decision, Reason, Phrase]] = {
    Intent.GREETING: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.GREETING),
    Intent.THANKS: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.THANKS),
    Intent.GOODBYE: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.GOODBYE),
    Intent.HOW_ARE_YOU: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.HOW_ARE_YOU),
    Intent.WHO_ARE_YOU: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.WHO_ARE_YOU),
    Intent.CHAT: (Decision.ANSWER, Reason.SMALL_TALK, Phrase.CHAT),
    Intent.INSTRUCTION_PROBE: (Decision.ANSWER, Reason.INSTRUCTION_PROBE, Phrase.INSTRUCTION_PROBE),
    Intent.GIBBERISH: (Decision.CLARIFY, Reason.GIBBERISH, Phrase.GIBBERISH),
    Intent.WANTS_PERSON: (Decision.ESCALATE, Reason.ASKED_FOR_PERSON, Phrase.ASKED_FOR_PERSON),
}
"""What is said at once to what needs no looking up."""

OVERRULED = frozenset(NO_QUESTION) - {Intent.INSTRUCTION_PROBE}
"""What the model, which knows no content, takes for no question, and a plain answer shows to be one: "lunch break"."""

FOR_A_PERSON: Mapping[Intent, tuple[Reason, Phrase]] = {
    Intent.COMPLAINT: (Reason.COMPLAINT, Phrase.COMPLAINT),
    Intent.ACCOUNT_ACTION: (Reason.ACCOUNT_ACTION, Phrase.ACCOUNT_ACTION),
}
"""What an article may serve; a person sees to it unless one surely does."""


def for_a_person(answer: Answer, intent: Intent) -> Answer:
    """Handed over instead of shown."""
    reason, phrase = FOR_A_PERSON[intent]
    text = say(phrase, answer.lang)
    escalated = replace(answer, decision=Decision.ESCALATE, reason=reason, text=text)
    return replace(escalated, citations=(), related=(), choices=())
