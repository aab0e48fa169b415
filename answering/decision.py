"""From a confidence to one of the four decisions. Pure.

The operator states a precision; the calibration says which confidence gives it. Below that, but more likely right than
wrong, the closest content is shown as uncertain. When several documents fit a short question about equally well, one
question back is better than a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.confidence import Calibration
from core.model import Decision, Reason
from retrieval.retriever import Hit

CAVEAT_FROM = 0.5
"""More likely right than wrong; lower when the operator's own threshold is lower."""
FEW_TERMS = 3
"""A question with more topic terms than this is not ambiguous for being short."""
NEAR = 0.93
"""Share of the best score from which another document fits about as well."""
MOST_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences from which an answer is shown plainly, and with a caveat; `caveat <= answer`."""

    answer: float
    caveat: float

    @classmethod
    def for_precision(cls, calibration: Calibration, target_precision: float) -> Thresholds:
        """The thresholds that give the wanted share of right answers."""
        answer = calibration.threshold(target_precision)
        return cls(answer, min(answer, CAVEAT_FROM))


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, its reason when it is not a plain answer, and the choices of a question back."""

    decision: Decision
    reason: Reason | None = None
    choices: tuple[str, ...] = ()


def decide(confidence: float, thresholds: Thresholds, choices: Sequence[str] = ()) -> Ruling:
    """The decision for one answer; `choices` are what a question back could offer, fewer than two for none."""
    if confidence >= thresholds.answer:
        return Ruling(Decision.ANSWER)
    if confidence < thresholds.caveat:
        return Ruling(Decision.ESCALATE, Reason.LOW_CONFIDENCE)
    if len(choices) >= 2:
        return Ruling(Decision.CLARIFY, Reason.AMBIGUOUS, tuple(choices))
    return Ruling(Decision.CAVEAT, Reason.LOW_CONFIDENCE)


def choices_for(hits: Sequence[Hit], topic_terms: int) -> tuple[str, ...]:
    """Titles of the documents that fit a short question about equally well; empty when it is not ambiguous."""
    if not hits or topic_terms > FEW_TERMS:
        return ()
    top = hits[0]
    near = [hit for hit in hits if hit.score >= NEAR * top.score and hit.passage.lang == top.passage.lang]
    documents = {hit.passage.document_id: hit.passage.title for hit in reversed(near)}
    titles = tuple(dict.fromkeys(title for title in reversed(documents.values()) if title))
    return titles[:MOST_CHOICES] if len(titles) >= 2 else ()
