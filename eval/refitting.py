"""Refits a confidence on few labels: maximum a posteriori, with a Gaussian prior centred on the fit in use.

    log-odds = intercept + slope * (log-odds of the fit in use) + sum of change * signal

The prior expects an intercept of 0, a slope of 1 and no changes, so that no labels leave the fit as it is. Intercept
and slope (Platt 1999) have a wide prior and move first; how far single signals may move is chosen by cross-validation,
where "not at all" is one of the choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from answering.confidence import Logistic, Term
from eval.measures.doubt import Flags, Floats, losses

INTERCEPT_SPREAD = 1.0
"""Standard deviation of the intercept before any label is seen: a base rate of a half may well be a quarter."""
SLOPE_SPREAD = 0.5
SIGNAL_SPREADS = (0.0, 0.05, 0.15, 0.3)
"""Choices for the standard deviation of each signal's change, in log-odds for one standard deviation of the signal."""

_ROUNDS = 50
_CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Labelled:
    """Answers with their verdicts; all parts have one entry a case."""

    signals: Sequence[Mapping[str, float]]
    right: Flags
    weight: Floats
    """How much each verdict counts; 1 for one that staff have given."""
    groups: Sequence[str]
    """Cases of one group depend on each other and are always left out together."""

    def __len__(self) -> int:
        return len(self.groups)

    def only(self, rows: NDArray[np.intp]) -> Labelled:
        """The cases in `rows`."""
        return Labelled(
            [self.signals[i] for i in rows], self.right[rows], self.weight[rows], [self.groups[i] for i in rows]
        )

    def confidence(self, model: Logistic) -> Floats:
        """What `model` gives each case."""
        return np.array([model.confidence(signals) for signals in self.signals])


def refit(prior: Logistic, cases: Labelled, signal_spread: float) -> Logistic:
    """The most probable model after `cases`; its thresholds are still those of `prior`."""
    design = _design(prior, cases.signals)
    precision = np.array([1 / INTERCEPT_SPREAD**2, 1 / SLOPE_SPREAD**2, *_signal_precisions(prior, signal_spread)])
    centre = np.zeros(design.shape[1])
    centre[1] = 1.0
    free = precision < np.inf
    found = centre.copy()
    found[free] = _newton(design, cases.right, cases.weight, centre, precision, free)
    return _moved(prior, found)


def refit_chosen(prior: Logistic, cases: Labelled, folds: int = 5) -> tuple[Logistic, float]:
    """The model with the spread of signals that does best on cases left out, and that spread."""
    losses = {spread: _left_out_loss(prior, cases, spread, folds) for spread in SIGNAL_SPREADS}
    chosen = min(SIGNAL_SPREADS, key=lambda spread: losses[spread])
    return refit(prior, cases, chosen), chosen


def left_out_confidence(prior: Logistic, cases: Labelled, folds: int = 5) -> Floats:
    """Confidence of each case by a model that has not seen its question; the spread is chosen without it too."""
    found = np.empty(len(cases))
    for rest, own in split(cases.groups, folds):
        model, _ = refit_chosen(prior, cases.only(rest), folds)
        found[own] = cases.only(own).confidence(model)
    return found


def split(groups: Sequence[str], folds: int) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """(rest, left out) rows; every case is left out once, together with its group."""
    order = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    fold = np.array([order[group] % folds for group in groups])
    pairs = ((np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(folds))
    return [(rest, own) for rest, own in pairs if rest.size and own.size]


def _left_out_loss(prior: Logistic, cases: Labelled, spread: float, folds: int) -> float:
    total = 0.0
    for rest, own in split(cases.groups, folds):
        left_out = cases.only(own)
        confidence = left_out.confidence(refit(prior, cases.only(rest), spread))
        total += float((losses(confidence, left_out.right) * left_out.weight).sum())
    return total


def _design(prior: Logistic, signals: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    """Columns: one, the log-odds by `prior`, and each signal as the prior standardises it."""
    comparable = np.array(
        [[(row.get(name, term.mean) - term.mean) / term.scale for name, term in prior.terms.items()] for row in signals]
    ).reshape(len(signals), len(prior.terms))
    comparable = np.where(np.isfinite(comparable), comparable, 0.0)
    weights = np.array([term.weight for term in prior.terms.values()])
    return np.column_stack([np.ones(len(signals)), prior.intercept + comparable @ weights, comparable])


def _signal_precisions(prior: Logistic, spread: float) -> list[float]:
    return [1 / spread**2 if spread else np.inf] * len(prior.terms)


def _newton(
    design: NDArray[np.float64], right: Flags, weight: Floats, centre: Floats, precision: Floats, free: Flags
) -> Floats:
    """Free coefficients at the maximum of the posterior, which is concave; the others stay at `centre`."""
    columns, fixed = design[:, free], design[:, ~free] @ centre[~free]
    found = centre[free].copy()
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(columns @ found + fixed, -30, 30)))
        gradient = columns.T @ (weight * (right - p)) - precision[free] * (found - centre[free])
        curvature = (columns * (weight * p * (1 - p))[:, None]).T @ columns + np.diag(precision[free])
        step = np.linalg.solve(curvature, gradient)
        # A long step of Newton may overshoot where probabilities are nearly certain.
        found += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < _CLOSE:
            break
    return found


def _moved(prior: Logistic, found: Floats) -> Logistic:
    intercept, slope, *changes = (float(value) for value in found)
    terms = {
        name: Term(term.mean, term.scale, slope * term.weight + change)
        for (name, term), change in zip(prior.terms.items(), changes, strict=True)
    }
    return replace(prior, intercept=intercept + slope * prior.intercept, terms=terms)
