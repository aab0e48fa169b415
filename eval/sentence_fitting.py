"""Fits what makes a piece of text likely to bear the answer: one listwise logistic regression over all pieces found.

For each question the model gives every piece that was found a share of one; fitted is that the pieces which hold the
known answer get the largest part of it (Cao et al. 2007, Learning to rank, the top-one case).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from answering.evidence.scoring import FITTED

Floats = NDArray[np.float64]

REGULARISATION = 1e-3
"""Weight of the squared (standardised) weights against the mean loss of a question."""
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Listed:
    """The pieces found for one question."""

    group: str
    """A set and a language; each weighs the same."""
    traits: Floats
    """Shape (pieces, traits): those of FITTED, or of FITTED_HELP."""
    holds: NDArray[np.bool_]
    """Which of them hold the answer; at least one does."""


@dataclass(frozen=True, slots=True)
class _Stack:
    """All lists below each other."""

    rows: Floats
    holds: Floats
    starts: NDArray[np.intp]
    owner: NDArray[np.intp]
    shares: Floats
    """How much each list weighs; adds up to 1."""


def fit(lists: Sequence[Listed], names: Sequence[str] = FITTED) -> Mapping[str, float]:
    """The weights of the traits `names`; raises `ValueError` without lists."""
    stack = _stacked(lists)
    scale = stack.rows.std(axis=0)
    scale = np.where(scale > _EDGE, scale, np.inf)
    standard = _Stack(stack.rows / scale, stack.holds, stack.starts, stack.owner, stack.shares)
    found = minimize(_loss, np.zeros(len(names)), args=(standard,), jac=True, method="L-BFGS-B")
    return dict(zip(names, (found.x / scale).tolist(), strict=True))


def first_holds(lists: Sequence[Listed], weights: Mapping[str, float]) -> float:
    """Share of the lists whose likeliest piece holds the answer; `weights` in the order of the traits."""
    row = np.array(list(weights.values()))
    return float(np.mean([one.holds[np.argmax(one.traits @ row)] for one in lists]))


def _stacked(lists: Sequence[Listed]) -> _Stack:
    if not lists:
        raise ValueError("There is no question whose answer was found.")
    sizes = [len(one.holds) for one in lists]
    groups = Counter(one.group for one in lists)
    return _Stack(
        rows=np.concatenate([one.traits for one in lists]),
        holds=np.concatenate([one.holds for one in lists]).astype(np.float64),
        starts=np.cumsum([0, *sizes[:-1]]),
        owner=np.repeat(np.arange(len(lists)), sizes),
        shares=np.array([1 / groups[one.group] / len(groups) for one in lists]),
    )


def _loss(weights: Floats, stack: _Stack) -> tuple[float, Floats]:
    """Negative log of the share that the right sentences get, and its gradient."""
    scores = stack.rows @ weights
    highest = np.maximum.reduceat(scores, stack.starts)
    likely = np.exp(scores - highest[stack.owner])
    total = np.add.reduceat(likely, stack.starts)
    right = np.maximum(np.add.reduceat(likely * stack.holds, stack.starts), _EDGE * total)
    pull = likely / total[stack.owner] - likely * stack.holds / right[stack.owner]
    loss = -(stack.shares @ np.log(right / total)) + REGULARISATION * weights @ weights
    gradient: Floats = stack.rows.T @ (pull * stack.shares[stack.owner]) + 2 * REGULARISATION * weights
    return float(loss), gradient
