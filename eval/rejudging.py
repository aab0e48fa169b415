"""Judges answers anew with another fit of the confidence.

Nothing is asked anew: what an outcome keeps of its signals is weighed again. A question back stays one, because it
depends on choices that are alike and not on how sure the answer is.
"""

from __future__ import annotations

from dataclasses import replace

from answering.confidence import Logistic
from answering.decision import Thresholds, decide
from core.model import Decision
from eval.outcome import Outcome

_SHOWN = frozenset((Decision.ANSWER, Decision.CAVEAT))


def rejudged(outcome: Outcome, model: Logistic, target_precision: float) -> Outcome:
    """The outcome as another fit would have judged it; one that was no question of content stays as it is."""
    if not outcome.signals:
        return outcome
    confidence = round(model.confidence(outcome.signals), 4)
    if outcome.decision is Decision.CLARIFY:
        return replace(outcome, confidence=confidence)
    ruling = decide(confidence, Thresholds.for_precision(model, target_precision))
    cited = outcome.drafted if ruling.decision in _SHOWN else ()
    return replace(outcome, confidence=confidence, decision=ruling.decision, reason=ruling.reason, cited=cited)
