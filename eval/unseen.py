"""Judges every set with a confidence that was fitted without it, as a customer's own content would be judged.

Nothing is asked anew: what an outcome keeps of its signals is weighed again. A question back stays one, because it
depends on choices that are alike and not on how sure the answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from answering.confidence import Logistic
from answering.decision import Thresholds, decide
from answering.signals import SIGNALS
from core.errors import InvalidInput
from core.model import Decision
from eval.calibrate import fit_model
from eval.outcome import Outcome

_SHOWN = frozenset((Decision.ANSWER, Decision.CAVEAT))


def leave_one_out(
    outcomes: Sequence[Outcome], crosslingual: AbstractSet[tuple[str, str]], target_precision: float
) -> list[Outcome]:
    """The outcomes with confidence and decision by fits on the other sets; raises InvalidInput for a single set."""
    names = sorted({outcome.set_name for outcome in outcomes})
    if len(names) < 2:
        raise InvalidInput("Leaving one set out needs at least two sets with a corpus.")
    models = {
        name: fit_model(name, SIGNALS, [o for o in outcomes if o.set_name != name], crosslingual).logistic
        for name in names
    }
    return [rejudged(outcome, models[outcome.set_name], target_precision) for outcome in outcomes]


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
