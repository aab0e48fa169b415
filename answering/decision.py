"""From a confidence to one of the four decisions. Pure.

The operator states a precision; the calibration says which confidence gives it. Below that the closest content is shown
as uncertain while it is about as likely right as wrong. When several articles fit a short question about equally well,
one question back is better than a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.confidence import Logistic
from core.model import Decision, Reason

SHOWN = (Decision.ANSWER, Decision.CAVEAT)
"""Decisions whose text is made from evidence."""
CAVEAT_FROM = 0.3
"""The fit takes every second question for one without an article; where most have one, this is about as likely right as
wrong. Lower when the operator's own threshold is lower."""
CLARIFY_SHARE = 0.5
"""A question back is asked from this share of the confidence that a caveat needs: that the right article is one of the
choices is likelier than that it is the first."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences from which an answer is shown plainly, with a caveat, or a question asked back; falling."""

    answer: float
    caveat: float
    clarify: float

    @classmethod
    def for_precision(cls, model: Logistic, target_precision: float) -> Thresholds:
        """The thresholds that give the wanted share of right answers."""
        return cls.from_answer(model.threshold(target_precision))

    @classmethod
    def from_answer(cls, answer: float) -> Thresholds:
        """All of them from the confidence that a plain answer needs."""
        caveat = min(answer, CAVEAT_FROM)
        return cls(answer, caveat, CLARIFY_SHARE * caveat)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, its reason when it is not a plain answer, and the choices of a question back."""

    decision: Decision
    reason: Reason | None = None
    choices: tuple[str, ...] = ()


def decide(confidence: float, thresholds: Thresholds, choices: Sequence[str] = ()) -> Ruling:
    """The decision for one answer; `choices` are what a question back could offer, fewer than two for none.

    Where there is a choice, the words fit several articles alike, and how well they fit does not say which is meant.
    What is not a number counts as no confidence.
    """
    if len(choices) >= 2 and confidence >= thresholds.clarify:
        return Ruling(Decision.CLARIFY, Reason.AMBIGUOUS, tuple(choices))
    if confidence >= thresholds.answer:
        return Ruling(Decision.ANSWER)
    if confidence >= thresholds.caveat:
        return Ruling(Decision.CAVEAT, Reason.LOW_CONFIDENCE)
    return Ruling(Decision.ESCALATE, Reason.LOW_CONFIDENCE)
