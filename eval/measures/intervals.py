"""Every printed figure carries a 95 % interval: Wilson for shares, percentile bootstrap for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

RESAMPLES = 400
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure measured on `n` cases, with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def as_dict(self) -> dict[str, float | int]:
        """Plain data for JSON."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}


def share(successes: int, n: int) -> Estimate | None:
    """A proportion with its Wilson score interval (Wilson 1927); None when there are no cases."""
    if n == 0:
        return None
    p = successes / n
    centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), n)


def share_of(flags: Sequence[bool]) -> Estimate | None:
    """The share of true values."""
    return share(sum(flags), len(flags))


def mean(values: Sequence[float], seed: int = SEED) -> Estimate | None:
    """The mean with a percentile bootstrap interval; None when there are no cases."""
    if not values:
        return None
    data = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(seed)
    means = [float(rng.choice(data, data.size).mean()) for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), data.size)


def bootstrap(
    statistic: Callable[[NDArray[np.intp]], float | None], groups: Sequence[str], seed: int = SEED
) -> Estimate | None:
    """A statistic of row numbers, with an interval from resampling whole groups.

    Rows of one group (a question asked twice) are drawn together, because they are not independent. Resamples on which
    the statistic is undefined (None) are left out.
    """
    rows = np.arange(len(groups))
    value = statistic(rows)
    if value is None:
        return None
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    parts = [np.asarray(part, dtype=np.intp) for part in members.values()]
    rng = np.random.default_rng(seed)
    drawn = (np.concatenate([parts[i] for i in rng.integers(len(parts), size=len(parts))]) for _ in range(RESAMPLES))
    values = [found for rows_drawn in drawn if (found := statistic(rows_drawn)) is not None]
    low, high = np.percentile(values, [2.5, 97.5]) if values else (value, value)
    return Estimate(value, float(low), float(high), len(parts))
