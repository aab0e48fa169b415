"""Fits confidence: a logistic regression over standardised signals, judged on data sets it has not seen.

Every set weighs the same, its parts across languages less, and within a set each kind of case has its share, so that
neither the largest set nor the easiest kind of question decides. Plain arrays in, plain numbers out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.measures.doubt import Flags, Floats, auroc, expected_calibration_error, losses

STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Inverse regularisation strengths that are tried."""

SHARES = {"present": 0.5, "withheld": 0.4, "off-topic": 0.3}
"""How much the kinds of cases count: a missing article is what doubt is for, and harder to tell than the rest."""
OTHER_SHARE = 0.1
"""Of any other kind."""
PARTS_WEIGHT = 0.4
"""What all parts of a set weigh together beside the set itself. At the weight of whole sets they would be half of all
cases, and what is asked in its own language, which is nearly everything, would be judged worse."""

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Cases:
    """Asked questions with their signals; all parts have one entry a case."""

    sets: Sequence[str]
    """A set, or `set/part`. The parts of a set are left out together."""
    kinds: Sequence[str]
    """What sort of case it is, such as "present" or "withheld"; decides the weight."""
    signals: NDArray[np.float64]
    """Shape (cases, names); NaN where a case has no such signal, which then counts as average."""
    right: Flags
    answerable: Flags

    def weights(self) -> Floats:
        """One weight a case, in all 1 for each set, shared among its kinds of cases as in `SHARES`.

        Parts of a set weigh `PARTS_WEIGHT` together.
        """
        keys = list(zip(self.sets, self.kinds, strict=True))
        counts, wholes = Counter(keys), _wholes(self.sets)
        totals = {name: sum(_share(kind) for other, kind in counts if other == name) for name in set(self.sets)}
        return np.array([wholes[name] * _share(kind) / totals[name] / counts[name, kind] for name, kind in keys])

    def only(self, rows: NDArray[np.intp]) -> Cases:
        """The cases in `rows`."""
        return Cases(
            [self.sets[i] for i in rows],
            [self.kinds[i] for i in rows],
            self.signals[rows],
            self.right[rows],
            self.answerable[rows],
        )


def _wholes(names: Sequence[str]) -> dict[str, float]:
    """What each set, and each part of one, weighs in all."""
    parts = Counter(name.partition("/")[0] for name in set(names) if "/" in name)
    return {name: PARTS_WEIGHT / parts[name.partition("/")[0]] if "/" in name else 1.0 for name in set(names)}


def _share(kind: str) -> float:
    return SHARES.get(kind, OTHER_SHARE)


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted logistic regression."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def confidence(self, signals: NDArray[np.float64]) -> Floats:
        """Probabilities for rows of signals."""
        logit = _standardised(signals, self.mean, self.scale) @ self.weights + self.intercept
        return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float64)


def fit(cases: Cases, strength: float) -> Model:
    """Fit on all `cases`; signals that never change get no weight."""
    weight = cases.weights()
    mean = _mean(cases.signals, weight)
    spread = np.sqrt(_mean((cases.signals - mean) ** 2, weight))
    scale = np.where(spread > _EDGE, spread, 1.0)
    # Weights add up to the number of cases, so that `strength` means the same for every amount of data.
    regression = LogisticRegression(C=strength, max_iter=2_000)
    comparable = _standardised(cases.signals, mean, scale)
    regression.fit(comparable, cases.right, sample_weight=weight * len(weight) / weight.sum())
    return Model(mean, scale, np.asarray(regression.coef_[0], dtype=np.float64), float(regression.intercept_[0]))


def _mean(values: NDArray[np.float64], weight: Floats) -> Floats:
    """Weighted mean of each column over the cases that have it; 0 for a column that none has."""
    shares = np.where(np.isnan(values), 0.0, weight[:, None])
    total = shares.sum(axis=0)
    summed = (np.nan_to_num(values) * shares).sum(axis=0)
    found: Floats = np.divide(summed, total, out=np.zeros_like(summed), where=total > 0)
    return found


def _standardised(signals: NDArray[np.float64], mean: Floats, scale: Floats) -> NDArray[np.float64]:
    standardised: NDArray[np.float64] = np.nan_to_num((signals - mean) / scale)
    return standardised


def held_out(cases: Cases, strength: float) -> Floats:
    """Confidence of every case by a model that has not seen its set; with a single set, not that fifth of it."""
    names = np.array([name.partition("/")[0] for name in cases.sets])
    folds = names if len(set(names)) > 1 else np.arange(len(names)) % 5
    found = np.empty(len(cases.sets))
    for fold in np.unique(folds):
        rest, own = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        found[own] = fit(cases.only(rest), strength).confidence(cases.signals[own])
    return found


def log_loss(confidence: Floats, right: Flags, weight: Floats) -> float:
    """Mean negative log likelihood: lower is better."""
    return float(np.average(losses(confidence, right), weights=weight))


def choose_strength(cases: Cases, strengths: Sequence[float] = STRENGTHS) -> float:
    """The regularisation that does best on sets left out."""
    weight = cases.weights()
    return min(strengths, key=lambda strength: log_loss(held_out(cases, strength), cases.right, weight))


@dataclass(frozen=True, slots=True)
class SetFit:
    """How a model does on one set that it has not seen."""

    name: str
    cases: int
    auroc: float | None
    ece: float | None
    at: Mapping[float, tuple[float, float]]
    """By target precision: the true precision, and the share of answerable cases answered."""


def by_set(cases: Cases, confidence: Floats, thresholds: Mapping[float, float]) -> list[SetFit]:
    """The figures of each set, and of all together first."""
    names = np.array(cases.sets)
    blocks = [("all", np.arange(len(names)))]
    blocks += [(name, np.flatnonzero(names == name)) for name in sorted(set(cases.sets))]
    return [_set_fit(name, cases.only(rows), confidence[rows], thresholds) for name, rows in blocks]


def _set_fit(name: str, cases: Cases, confidence: Floats, thresholds: Mapping[float, float]) -> SetFit:
    at = {}
    weight = cases.weights()
    for precision, cut in thresholds.items():
        shown = confidence >= cut
        true = float(np.average(cases.right[shown], weights=weight[shown])) if shown.any() else 1.0
        covered = float(shown[cases.answerable].mean()) if cases.answerable.any() else 0.0
        at[precision] = (true, covered)
    return SetFit(
        name,
        len(confidence),
        auroc(confidence, cases.right),
        expected_calibration_error(confidence, cases.right),
        at,
    )
