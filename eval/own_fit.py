"""Fits the confidence to an operator's own labels and says, on labels left out, whether that helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from answering.confidence import RERANKER_SIGNALS, Calibration, Logistic, Provenance
from core.clock import system_clock
from core.errors import InvalidInput
from eval.calibrate import TARGETS
from eval.labels import Labels
from eval.measures.doubt import (
    Flags,
    Floats,
    auroc,
    coverage_at_precision,
    expected_calibration_error,
    losses,
    threshold_at_precision,
)
from eval.measures.intervals import Estimate, bootstrap
from eval.measures.paired import Difference, Rows, statistics
from eval.refitting import left_out_confidence, refit_chosen
from eval.thresholds import LEVEL, threshold

FEWEST = 25
"""Right and wrong labels, each, below which nothing is fitted. From about as many on, a refit was better than the fit
shipped on most public sets taken for an operator's own."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure by the fit shipped and by the refit."""

    name: str
    before: Estimate
    after: Estimate
    difference: Difference


@dataclass(frozen=True, slots=True)
class OwnFit:
    """A refit with its report."""

    calibration: Calibration
    measures: Sequence[Compared]
    """The first is the one that decides."""
    proved: Mapping[float, float]
    """By target precision, the thresholds that the labels prove; the others are the shipped ones or higher."""
    signal_spread: float

    @property
    def better(self) -> bool:
        """Whether answers left out are judged better than by the fit shipped, outside chance."""
        return self.measures[0].difference.high < 0


def fit_own(
    labels: Labels,
    shipped: Calibration,
    embedder: str,
    target: float = 0.9,
    today: date | None = None,
    reranker: str | None = None,
) -> OwnFit:
    """Refit `shipped` for the embedder and the reranking that the labels were found with.

    Raises InvalidInput, with what is missing, when there are too few labels.
    """
    _require_enough(labels)
    prior, cases = shipped.model_for(embedder, reranker), labels.cases
    before, after = cases.confidence(prior), left_out_confidence(prior, cases)
    model, spread = refit_chosen(prior, cases)
    proved = _proved(after, cases.right, cases.weight)
    fitted = _rounded(replace(model, thresholds=_thresholds(prior, proved, after, cases.right)))
    measures = _measures(labels, before, after, target)
    provenance = Provenance(
        made_by="askwell eval calibrate --from-labels",
        date=(today or system_clock().date()).isoformat(),
        data={origin: sum(counts) for origin, counts in labels.counts.items()},
        note=_note(shipped, spread, proved),
        auroc=_value(measures, "AUROC"),
        ece=_value(measures, "calibration error"),
    )
    portable = shipped.portable if reranker == shipped.reranker else shipped.portable.without(RERANKER_SIGNALS)
    return OwnFit(Calibration(embedder, fitted, portable, provenance, reranker), measures, proved, spread)


def _note(shipped: Calibration, spread: float, proved: Mapping[float, float]) -> str:
    targets = ", ".join(f"{target:g}" for target in sorted(proved)) or "no target"
    return (
        f"Starts from the fit of {shipped.provenance.date}; signals may move by {spread:g}. "
        f"Thresholds are proved ({LEVEL:.0%}) for {targets}; the others are those shipped, or higher."
    )


def _require_enough(labels: Labels) -> None:
    right, wrong = labels.right, len(labels.items) - labels.right
    missing = [
        f"{FEWEST - count} more {kind}" for kind, count in (("right", right), ("wrong", wrong)) if count < FEWEST
    ]
    if missing:
        raise InvalidInput(
            f"Too few labels: {right} right and {wrong} wrong answers; at least {FEWEST} of each are needed, so "
            f"{' and '.join(missing)}. Approve questions on the content board, at /content/golden."
        )


def _proved(confidence: Floats, right: Flags, weight: Floats) -> dict[float, float]:
    found = {target: threshold(confidence, right, weight, target) for target in TARGETS}
    return {target: cut for target, cut in found.items() if cut is not None}


def _thresholds(prior: Logistic, proved: Mapping[float, float], confidence: Floats, right: Flags) -> dict[float, float]:
    """Where the labels prove nothing, no less than what was shipped and than what they show."""
    found: dict[float, float] = {}
    least = 0.0
    for target in TARGETS:
        shown = threshold_at_precision(confidence, right, target)
        cut = proved[target] if target in proved else max(prior.threshold(target), shown or 0.0)
        found[target] = least = max(least, cut)
    return found


def _measures(labels: Labels, before: Floats, after: Floats, target: float) -> list[Compared]:
    right, answerable = labels.cases.right, labels.answerable
    statistics_of: dict[str, Callable[[Floats, Rows], float | None]] = {
        "log loss": lambda confidence, rows: float(losses(confidence[rows], right[rows]).mean()),
        "AUROC": lambda confidence, rows: auroc(confidence[rows], right[rows]),
        "calibration error": lambda confidence, rows: expected_calibration_error(confidence[rows], right[rows]),
        f"coverage at {target:.0%}": lambda confidence, rows: coverage_at_precision(
            confidence[rows], right[rows], answerable[rows], target
        ),
    }
    found = (_compared(name, of, labels, before, after) for name, of in statistics_of.items())
    return [compared for compared in found if compared]


def _compared(
    name: str, of: Callable[[Floats, Rows], float | None], labels: Labels, before: Floats, after: Floats
) -> Compared | None:
    groups = labels.cases.groups

    def first(rows: NDArray[np.intp]) -> float | None:
        return of(before, rows)

    def second(rows: NDArray[np.intp]) -> float | None:
        return of(after, rows)

    early, late, difference = bootstrap(first, groups), bootstrap(second, groups), statistics(first, second, groups)
    return Compared(name, early, late, difference) if early and late and difference else None


def _rounded(model: Logistic) -> Logistic:
    terms = {name: replace(term, weight=round(term.weight, 4)) for name, term in model.terms.items()}
    return Logistic(round(model.intercept, 4), terms, {t: round(cut, 4) for t, cut in model.thresholds.items()})


def _value(measures: Sequence[Compared], name: str) -> float | None:
    return next((round(one.after.value, 4) for one in measures if one.name == name), None)
