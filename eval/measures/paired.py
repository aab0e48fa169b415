"""Whether two settings differ on the same questions, or only by chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.intervals import RESAMPLES, SEED

Rows = NDArray[np.intp]

SIGNIFICANT = 0.05
"""Share of false discoveries accepted among the differences that are called real."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The second setting minus the first, over `n` questions asked of both."""

    first: float
    second: float
    low: float
    """Bounds of the 95 % interval of the difference."""
    high: float
    p: float
    """Chance of a difference this large between settings that are equally good."""
    n: int
    gained: int | None = None
    """Questions that only the second got right; None for measures that no single question decides."""
    lost: int | None = None

    @property
    def change(self) -> float:
        """Second minus first."""
        return self.second - self.first


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p of McNemar's test (1947): whether gains and losses come from a fair coin."""
    tosses, fewer = gained + lost, min(gained, lost)
    if not tosses:
        return 1.0
    return float(min(1.0, 2 * sum(math.comb(tosses, k) for k in range(fewer + 1)) / 2**tosses))


def shares(first: Sequence[bool], second: Sequence[bool]) -> Difference | None:
    """Shares of the same questions: p by McNemar's exact test, interval by bootstrap; None without questions."""
    if not first:
        return None
    gained = sum(after and not before for before, after in zip(first, second, strict=True))
    lost = sum(before and not after for before, after in zip(first, second, strict=True))
    low, high, _ = _resampled(np.subtract(second, first, dtype=np.float64))
    n = len(first)
    return Difference(sum(first) / n, sum(second) / n, low, high, mcnemar(gained, lost), n, gained, lost)


def means(first: Sequence[float], second: Sequence[float]) -> Difference | None:
    """Means over the same questions by paired bootstrap; None without questions."""
    if not first:
        return None
    before, after = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    low, high, p = _resampled(after - before)
    return Difference(float(before.mean()), float(after.mean()), low, high, p, len(first))


def statistics(
    first: Callable[[Rows], float | None], second: Callable[[Rows], float | None], groups: Sequence[str]
) -> Difference | None:
    """Any two statistics of the same rows, by bootstrap over whole groups; None where one is undefined."""
    rows = np.arange(len(groups))
    before, after = first(rows), second(rows)
    if before is None or after is None:
        return None
    found = [
        late - early
        for drawn in _draws(groups)
        if (early := first(drawn)) is not None and (late := second(drawn)) is not None
    ]
    low, high, p = _summary(np.asarray(found or [after - before]))
    return Difference(before, after, low, high, p, len(set(groups)))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Each p adjusted so that the share of false discoveries below a bound stays within it (1995)."""
    order = sorted(range(len(p_values)), key=lambda i: -p_values[i])
    adjusted, least = [1.0] * len(p_values), 1.0
    for place, i in enumerate(order):
        least = min(least, p_values[i] * len(p_values) / (len(p_values) - place))
        adjusted[i] = least
    return adjusted


def _resampled(differences: NDArray[np.float64]) -> tuple[float, float, float]:
    rng = np.random.default_rng(SEED)
    drawn = [float(rng.choice(differences, differences.size).mean()) for _ in range(RESAMPLES)]
    return _summary(np.asarray(drawn))


def _draws(groups: Sequence[str]) -> list[Rows]:
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    parts = [np.asarray(part, dtype=np.intp) for part in members.values()]
    rng = np.random.default_rng(SEED)
    return [np.concatenate([parts[i] for i in rng.integers(len(parts), size=len(parts))]) for _ in range(RESAMPLES)]


def _summary(drawn: NDArray[np.float64]) -> tuple[float, float, float]:
    """Bounds, and a two-sided p that is never below what so many resamples can tell."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    tail = min(np.count_nonzero(drawn <= 0), np.count_nonzero(drawn >= 0))
    return float(low), float(high), float(min(1.0, 2 * (tail + 1) / (drawn.size + 1)))
