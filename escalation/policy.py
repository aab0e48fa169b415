"""When a conversation goes to a person. Pure: facts in, verdict out; `desk` and the assistant act on it.

Rules, not a model: the same conversation always gives the same verdict, and the reason is data.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.model import Answer, Decision, Owner, Reason

Analyse = Callable[[str, str], Sequence[str]]
"""Gives the terms of a text in a language, as `retrieval.analysis.analyse` does."""


class Action(StrEnum):
    """What to do with a question once its answer is known."""

    SHOW = "show"
    """Give the answer."""
    ESCALATE = "escalate"
    """Hand over to the queue and say so."""
    OFFER = "offer"
    """Give no sure answer and do not hand over by itself: say so, and offer a person."""
    JOIN = "join"
    """It is in the queue already: say that a person will read this too."""
    SILENT = "silent"
    """A person is in charge: say nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do and, if it is not a plain answer, why."""

    action: Action
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """An earlier question of this conversation, and what became of it."""

    question: str
    decision: Decision
    documents: frozenset[str] = frozenset()
    """Ids of the documents cited."""
    helpful: bool | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the policy looks at beside the answer."""

    owner: Owner
    question: str
    lang: str
    person_in_charge: bool = False
    """An agent has the conversation, or has written in it and not handed it back."""
    queued_for: str | None = None
    """The question that waits in the queue."""
    handed_back: tuple[str, ...] = ()
    """Questions that a person has dealt with and handed back."""
    attempts: tuple[Attempt, ...] = ()
    """Earlier questions since the last hand-back, oldest first."""


_NOT_A_QUESTION = frozenset({Reason.SMALL_TALK, Reason.GIBBERISH, Reason.INSTRUCTION_PROBE})
_ALWAYS = frozenset({Reason.ASKED_FOR_PERSON, Reason.SENSITIVE_TOPIC, Reason.INTERNAL_FAILURE})


class HandoffPolicy:
    """The rules of hand-off."""

    def __init__(
        self,
        analyse: Analyse,
        sensitive_words: Sequence[str] = (),
        *,
        rephrasings: int = 2,
        similarity: float = 0.5,
    ) -> None:
        """`rephrasings`: how often the same question may be put in other words before a person is fetched.

        `similarity`: share of terms in common, 0 to 1, from which two questions count as the same.
        """
        self._analyse = analyse
        self._sensitive = tuple(sensitive_words)
        self._rephrasings = rephrasings
        self._similarity = similarity

    def sensitive(self, question: str, lang: str) -> bool:
        """Whether the question holds a word or phrase that the operator wants a person to deal with."""
        folded, terms = _fold(question), list(self._analyse(question, lang))
        return any(self._holds(folded, terms, word, lang) for word in self._sensitive)

    def decide(self, situation: Situation, answer: Answer) -> Verdict:
        """What to do with this answer in this situation."""
        if situation.person_in_charge or situation.owner is Owner.AGENT:
            return Verdict(Action.SILENT, Reason.PERSON_IN_CHARGE)
        if answer.reason in _NOT_A_QUESTION:
            return Verdict(Action.SHOW, answer.reason)
        reason = self._reason(situation, answer)
        if situation.owner is Owner.QUEUE:
            return self._while_queued(situation, answer, reason)
        if reason is None:
            return Verdict(Action.SHOW, answer.reason)
        if reason not in _ALWAYS and self._dealt_with(situation):
            return Verdict(Action.OFFER, reason)
        return Verdict(Action.ESCALATE, reason)

    def on_feedback(self, owner: Owner, helpful: bool, *, before_hand_back: bool = False) -> Verdict:
        """What to do when the customer says whether an answer helped."""
        if helpful or owner is not Owner.ASSISTANT or before_hand_back:
            return Verdict(Action.SHOW)
        return Verdict(Action.ESCALATE, Reason.NEGATIVE_FEEDBACK)

    def same(self, one: str, other: str, lang: str) -> bool:
        """Whether two questions are the same in other words."""
        first, second = set(self._analyse(one, lang)), set(self._analyse(other, lang))
        if not first or not second:
            return _fold(one) == _fold(other)
        return len(first & second) / min(len(first), len(second)) >= self._similarity

    def _reason(self, situation: Situation, answer: Answer) -> Reason | None:
        if self.sensitive(situation.question, situation.lang):
            return Reason.SENSITIVE_TOPIC
        if answer.decision is Decision.ESCALATE:
            return answer.reason or Reason.LOW_CONFIDENCE
        return Reason.REPEATED_FAILURE if self._repeated(situation, answer) else None

    def _while_queued(self, situation: Situation, answer: Answer, reason: Reason | None) -> Verdict:
        known = situation.queued_for is not None and self.same(situation.question, situation.queued_for, situation.lang)
        if reason is None and answer.decision is Decision.ANSWER and not known:
            return Verdict(Action.SHOW)
        return Verdict(Action.JOIN, reason or answer.reason or Reason.LOW_CONFIDENCE)

    def _repeated(self, situation: Situation, answer: Answer) -> bool:
        alike = [
            attempt
            for attempt in situation.attempts
            if attempt.helpful is not True and self.same(situation.question, attempt.question, situation.lang)
        ]
        if len(alike) < self._rephrasings:
            return False
        shown = frozenset[str]().union(*(attempt.documents for attempt in alike))
        found = {citation.document_id for citation in answer.citations}
        # A sure answer from documents not shown yet is a new try, not the same failure again.
        return not (answer.decision is Decision.ANSWER and found and not found & shown)

    def _dealt_with(self, situation: Situation) -> bool:
        return any(self.same(situation.question, earlier, situation.lang) for earlier in situation.handed_back)

    def _holds(self, folded: str, terms: list[str], word: str, lang: str) -> bool:
        needle = _fold(word)
        if not needle.isascii() and needle in folded:
            return True
        wanted = list(self._analyse(word, lang))
        size = len(wanted)
        return size > 0 and any(terms[start : start + size] == wanted for start in range(len(terms) - size + 1))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
