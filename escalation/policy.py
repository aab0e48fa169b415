"""When a conversation goes to a person. Pure: facts in, verdict out; `desk` and the assistant act on it.

Rules, not a model: the same conversation always gives the same verdict, and the reason is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from core.model import Answer, Decision, Owner, Reason
from escalation.rules import TopicRules
from escalation.similarity import Analyse, Similarity

Place = tuple[str, int, int]
"""A stretch of content that was quoted: document id, start, end."""


class Action(StrEnum):
    """What to do with a question once its answer is known."""

    SHOW = "show"
    """Give the answer."""
    ESCALATE = "escalate"
    """Hand over to the queue and say so."""
    OFFER = "offer"
    """Give no sure answer and do not hand over by itself: say so, and offer a person."""
    MEANWHILE = "meanwhile"
    """It waits in the queue, and this is another question with a sure answer: give it, and say who speaks."""
    REMIND = "remind"
    """It waits in the queue, and this is no question: say that a person will read this too."""
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
    quoted: frozenset[Place] = frozenset()
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
    sensitive_topic: str | None = None
    """Name of the operator's rule by which a person is to deal with this: by words, page or document tag."""
    attempts: tuple[Attempt, ...] = ()
    """Earlier questions since the last hand-back, oldest first."""


NOT_A_QUESTION = frozenset({Reason.SMALL_TALK, Reason.GIBBERISH, Reason.INSTRUCTION_PROBE})
"""Reasons of answers to what no content and no person need deal with."""
_ALWAYS = frozenset({Reason.ASKED_FOR_PERSON, Reason.SENSITIVE_TOPIC, Reason.INTERNAL_FAILURE})


class HandoffPolicy:
    """The rules of hand-off."""

    def __init__(self, analyse: Analyse, sensitive_words: Iterable[str] = (), *, rephrasings: int = 2) -> None:
        """`rephrasings`: how often the same question may be put in other words before a person is fetched."""
        self._similarity = Similarity(analyse)
        self._rules = TopicRules(analyse)
        self._sensitive = tuple(word for word in sensitive_words if word.strip())
        self._rephrasings = rephrasings

    def decide(self, situation: Situation, answer: Answer) -> Verdict:
        """What to do with this answer in this situation."""
        if situation.person_in_charge or situation.owner is Owner.AGENT:
            return Verdict(Action.SILENT, Reason.PERSON_IN_CHARGE)
        reason = self._reason(situation, answer)
        if reason is None and answer.reason in NOT_A_QUESTION:
            return Verdict(Action.REMIND if situation.owner is Owner.QUEUE else Action.SHOW, answer.reason)
        if situation.owner is Owner.QUEUE:
            return self._while_queued(situation, answer, reason)
        if reason is None:
            return Verdict(Action.SHOW, answer.reason)
        if reason not in _ALWAYS and self._dealt_with(situation):
            return Verdict(Action.OFFER, reason)
        return Verdict(Action.ESCALATE, reason)

    def on_feedback(self, owner: Owner, helpful: bool, *, before_hand_back: bool = False) -> Verdict:
        """What to do when the customer says whether an answer helped.

        `before_hand_back`: the answer is older than the latest hand-back, so a person has seen to it already.
        """
        if helpful or owner is not Owner.ASSISTANT or before_hand_back:
            return Verdict(Action.SHOW)
        return Verdict(Action.ESCALATE, Reason.NEGATIVE_FEEDBACK)

    def sensitive(self, question: str, lang: str) -> bool:
        """Whether the question holds a word or phrase that the operator wants a person to deal with."""
        return self._rules.holds(question, lang, self._sensitive)

    def _reason(self, situation: Situation, answer: Answer) -> Reason | None:
        if situation.sensitive_topic or self.sensitive(situation.question, situation.lang):
            return Reason.SENSITIVE_TOPIC
        if answer.decision is Decision.ESCALATE:
            return answer.reason or Reason.LOW_CONFIDENCE
        if answer.reason not in NOT_A_QUESTION and self._repeated(situation, answer):
            return Reason.REPEATED_FAILURE
        return None

    def _while_queued(self, situation: Situation, answer: Answer, reason: Reason | None) -> Verdict:
        waiting = situation.queued_for
        known = (
            waiting is not None
            and self._same(situation, waiting)
            and not self._asks_further(situation, answer, [waiting])
        )
        if reason is None and answer.decision is Decision.ANSWER and not known:
            return Verdict(Action.MEANWHILE)
        return Verdict(Action.JOIN, reason or answer.reason or Reason.LOW_CONFIDENCE)

    def _repeated(self, situation: Situation, answer: Answer) -> bool:
        """The same words again, or the same passage found again, as often as that is bearable.

        A sure answer is a new try when it quotes a passage not shown yet, or has what no earlier question asked about.
        """
        found = {(citation.document_id, citation.start, citation.end) for citation in answer.citations}
        alike = [
            attempt
            for attempt in situation.attempts
            if attempt.helpful is not True and (found & attempt.quoted or self._same(situation, attempt.question))
        ]
        if len(alike) < self._rephrasings:
            return False
        earlier = [attempt.question for attempt in alike]
        new = found - frozenset[Place]().union(*(attempt.quoted for attempt in alike))
        return not (answer.decision is Decision.ANSWER and (new or self._asks_further(situation, answer, earlier)))

    def _asks_further(self, situation: Situation, answer: Answer, earlier: Sequence[str]) -> bool:
        """Whether the question has a telling word that none before it had, and the quotes have it too."""
        terms = partial(self._similarity.terms, lang=situation.lang)
        fresh = terms(situation.question).difference(*map(terms, earlier))
        return any(fresh & terms(citation.quote) for citation in answer.citations)

    def _dealt_with(self, situation: Situation) -> bool:
        return any(self._same(situation, earlier) for earlier in situation.handed_back)

    def _same(self, situation: Situation, other: str) -> bool:
        return self._similarity.same(situation.question, other, situation.lang)
