"""From scored cases to the confidence that a target precision needs, with a bound instead of a hope.

Every cut on a fixed grid is a hypothesis: "fewer than the target are right from here up". A cut is accepted when the
exact binomial lower bound (Clopper and Pearson 1934) of its precision reaches the target. Cuts are tested downwards
from fixed starts until one fails, and the starts share the error (fixed-sequence testing: Angelopoulos et al. 2021,
"Learn then Test"), so that with probability `LEVEL` all accepted cuts hold at once. Few cases give a high threshold or
none, and a right label turned wrong never lowers it.
"""

from __future__ import annotations

from scipy.stats import beta

from eval.measures.doubt import Flags, Floats

LEVEL = 0.90
"""Probability with which the target precision holds from the threshold up, for more questions of the same mixture."""

_STEPS = 100
"""Cuts lie this finely between 0 and 1."""
_STARTS = (95, 90, 85, 75, 60, 40)
"""Cuts from which testing goes down; chosen before any case is seen, which is what makes the bound hold."""
_SLACK = 1e-9


def lower_bound(right: float, n: float, level: float = LEVEL) -> float:
    """One-sided Clopper-Pearson bound: the true share is above it with probability `level`; 0 without cases.

    Weighted cases enter as their effective number, which need not be whole.
    """
    return float(beta.ppf(1 - level, right, n - right + 1)) if right > 0 else 0.0


def threshold(confidence: Floats, right: Flags, weight: Floats, precision: float, level: float = LEVEL) -> float | None:
    """The lowest confidence from which `precision` of the weight is proved to be right; None when none is.

    All three arrays have one entry a case. Weights count through their effective number (Kish 1965).
    """
    accepted: set[int] = set()
    each = 1 - (1 - level) / len(_STARTS)
    for start in _STARTS:
        for cut in range(start, -1, -1):
            if cut in accepted or not _holds(confidence >= cut / _STEPS - _SLACK, right, weight, precision, each):
                break
            accepted.add(cut)
    return min(accepted) / _STEPS if accepted else None


def _holds(shown: Flags, right: Flags, weight: Floats, precision: float, level: float) -> bool:
    mass = weight[shown]
    total = mass.sum()
    if not total:
        return False
    n = total**2 / (mass**2).sum()
    return lower_bound(n * mass[right[shown]].sum() / total, n, level) >= precision
