"""Whether confidence means what it says: it ranks right above wrong, and its number is the share that is right.

A case is one asked question with its confidence and whether the best answer found was right. In the missing-article
test each answerable question is asked twice, once with its relevant documents withheld: then no answer can be right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BINS = 10
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: what was promised and what came true, over `n` cases."""

    promised: float
    right: float
    n: int


def auroc(confidence: Floats, right: Flags) -> float | None:
    """Chance that a right case has more confidence than a wrong one, ties half; None when either kind is missing.

    Computed from ranks (Mann and Whitney 1947).
    """
    positives = int(right.sum())
    negatives = right.size - positives
    if not positives or not negatives:
        return None
    _, place, ties = np.unique(confidence, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    return float((ranks[right].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def threshold_at_precision(confidence: Floats, right: Flags, precision: float) -> float | None:
    """The lowest confidence at which everything at or above it is right often enough; None when nothing is."""
    if not confidence.size:
        return None
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    hit_rate = np.cumsum(right[order]) / np.arange(1, ordered.size + 1)
    # Equal confidences cannot be told apart, so a cut is only possible where the value changes.
    cuts = np.append(ordered[1:] != ordered[:-1], True)
    usable = np.flatnonzero(cuts & (hit_rate >= precision))
    return float(ordered[usable[-1]]) if usable.size else None


def coverage_at_precision(confidence: Floats, right: Flags, answerable: Flags, precision: float) -> float | None:
    """Share of the answerable cases still answered when all that is answered is right at least `precision` of the time.

    None when there are no answerable cases; 0 when no threshold reaches the precision.
    """
    total = int(answerable.sum())
    if not total:
        return None
    threshold = threshold_at_precision(confidence, right, precision)
    return 0.0 if threshold is None else float((answerable & (confidence >= threshold)).sum() / total)


def losses(confidence: Floats, right: Flags) -> Floats:
    """Negative log likelihood of each case: lower is better, and never infinite."""
    clipped = np.clip(confidence, _EDGE, 1 - _EDGE)
    found: Floats = -np.where(right, np.log(clipped), np.log(1 - clipped))
    return found


def reliability(confidence: Floats, right: Flags, bins: int = BINS) -> list[Bin]:
    """Cases sorted into equal steps of confidence, lowest first, empty steps left out."""
    step = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        Bin(float(confidence[chosen].mean()), float(right[chosen].mean()), int(chosen.sum()))
        for number in range(bins)
        if (chosen := step == number).any()
    ]


def expected_calibration_error(confidence: Floats, right: Flags, bins: int = BINS) -> float | None:
    """Mean gap between promised and true share over the bins, weighted by their cases (Guo et al. 2017)."""
    if not confidence.size:
        return None
    return sum(abs(b.promised - b.right) * b.n for b in reliability(confidence, right, bins)) / confidence.size


def risk_coverage(confidence: Floats, right: Flags, answerable: Flags) -> list[tuple[float, float]]:
    """Points (share of answerable cases answered, share of answers that are wrong), from the surest cut down."""
    total = int(answerable.sum())
    if not total:
        return []
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    cuts = np.append(ordered[1:] != ordered[:-1], True)
    covered = np.cumsum(answerable[order]) / total
    wrong = 1 - np.cumsum(right[order]) / np.arange(1, ordered.size + 1)
    return [(float(c), float(w)) for c, w in zip(covered[cuts], wrong[cuts], strict=True)]
