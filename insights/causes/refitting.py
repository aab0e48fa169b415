"""Refits a model of causes on few labels: maximum a posteriori, with a Gaussian prior centred on the fit shipped.

    scores = scores by the fit shipped + level of each cause + changes of each cause's weights * features

The prior expects levels and changes of 0, so that no labels leave the fit as it is. Levels have a wide prior and move
first; how far weights may move is chosen by cross-validation, where "not at all" is one of the choices.

The posterior is concave. Its maximum is found with a fixed bound of its curvature (Böhning 1992, Multinomial logistic
regression algorithm): slower than Newton's method in steps, much faster in time, and never overshooting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from insights.causes.judging import CAUSES, CauseModel, Weighing
from insights.causes.labels import Label

LEVEL_SPREAD = 0.5
"""Standard deviation of each cause's level before any label is seen, in log-odds."""
WEIGHT_SPREADS = (0.0, 0.05, 0.15, 0.3)
"""Choices for the standard deviation of each weight's change, for one standard deviation of the feature."""
FOLDS = 5

_ROUNDS = 400
_CLOSE = 1e-5
_EDGE = 1e-6

Table = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Cases:
    """Labels as arrays with one row each."""

    design: Table
    """A one, then each feature as the prior standardises it; 0 where it is not known."""
    scores: Table
    """Of each cause, by the prior."""
    causes: Rows
    """The place of the cause that was said."""
    weight: Table
    free: NDArray[np.bool_]
    """One flag a cause: whether there are enough labels of it to learn from."""

    def __len__(self) -> int:
        return len(self.causes)

    def only(self, rows: Rows) -> Cases:
        """The cases in `rows`."""
        return Cases(self.design[rows], self.scores[rows], self.causes[rows], self.weight[rows], self.free)


def cases_of(prior: CauseModel, labels: Sequence[Label], fewest: int) -> Cases:
    """Labels as `prior` sees them; a cause with fewer labels than `fewest` keeps its level and its weights."""
    rows = [[1.0, *_standardised(prior, label)] for label in labels]
    design = np.array(rows).reshape(len(labels), 1 + len(prior.features))
    known = np.array([CAUSES.index(label.cause) for label in labels], dtype=np.intp)
    return Cases(
        design=design,
        scores=design @ np.column_stack([prior.bias, *(one.weights for one in prior.features.values())]).T,
        causes=known,
        weight=np.array([label.weight for label in labels]),
        free=np.bincount(known, minlength=len(CAUSES)) >= fewest,
    )


def refit(prior: CauseModel, cases: Cases, spread: float) -> CauseModel:
    """The most probable model after `cases`."""
    found = _changes(cases, spread)
    return CauseModel(
        bias=_added(prior.bias, found[:, 0]),
        features={
            name: Weighing(one.mean, one.scale, _added(one.weights, found[:, place]))
            for place, (name, one) in enumerate(prior.features.items(), 1)
        },
    )


def chosen_spread(cases: Cases, folds: int = FOLDS) -> float:
    """How far weights may move, as does best on cases left out."""
    return min(WEIGHT_SPREADS, key=lambda spread: _left_out_loss(cases, spread, folds))


def left_out(cases: Cases, folds: int = FOLDS) -> Table:
    """Chances of each cause for each case, by a fit that has not seen it; the spread is chosen without it too."""
    found = np.empty_like(cases.scores)
    for rest, own in _split(cases, folds):
        seen = cases.only(rest)
        found[own] = _chances(cases.only(own), _changes(seen, chosen_spread(seen, folds)))
    return found


def as_shipped(cases: Cases) -> Table:
    """Chances by the prior."""
    return _softmax(cases.scores)


def losses(chances: Table, causes: Rows) -> Table:
    """Negative log likelihood of each case: lower is better."""
    found: Table = -np.log(np.clip(chances[np.arange(len(causes)), causes], _EDGE, 1.0))
    return found


def _standardised(prior: CauseModel, label: Label) -> list[float]:
    return [(label.features.get(name, one.mean) - one.mean) / one.scale for name, one in prior.features.items()]


def _added(values: Sequence[float], changes: Table) -> tuple[float, ...]:
    return tuple(value + float(change) for value, change in zip(values, changes, strict=True))


def _left_out_loss(cases: Cases, spread: float, folds: int) -> float:
    total = 0.0
    for rest, own in _split(cases, folds):
        mine = cases.only(own)
        total += float(mine.weight @ losses(_chances(mine, _changes(cases.only(rest), spread)), mine.causes))
    return total


def _split(cases: Cases, folds: int) -> list[tuple[Rows, Rows]]:
    """(rest, left out) rows; each cause is spread over all parts as evenly as can be."""
    order = np.argsort(cases.causes, kind="stable")
    fold = np.empty(len(cases), dtype=np.intp)
    fold[order] = np.arange(len(cases)) % folds
    pairs = ((np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(folds))
    return [(rest, own) for rest, own in pairs if rest.size and own.size]


def _changes(cases: Cases, spread: float) -> Table:
    """By cause, what its level and its weights change by."""
    scale = np.array([LEVEL_SPREAD, *[spread] * (cases.design.shape[1] - 1)])
    columns = cases.design * scale  # so that every change has a spread of 1 before any label is seen
    said = np.eye(len(CAUSES))[cases.causes]
    bound = np.linalg.inv(np.eye(len(scale)) + 0.5 * columns.T @ (columns * cases.weight[:, None]))
    found: Table = np.zeros((len(CAUSES), len(scale)))
    for _ in range(_ROUNDS):
        missed = (said - _softmax(cases.scores + columns @ found.T)) * cases.weight[:, None]
        step = ((missed.T @ columns - found) @ bound) * cases.free[:, None]
        found += step
        if np.abs(step).max() < _CLOSE:
            break
    changes: Table = found * scale
    return changes


def _chances(cases: Cases, changes: Table) -> Table:
    return _softmax(cases.scores + cases.design @ changes.T)


def _softmax(scores: Table) -> Table:
    powers: Any = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Table = powers / powers.sum(axis=1, keepdims=True)
    return found
