"""What is made of many numbers: medians, percentiles, means and shares, and when there are too few. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

FEW = 5
"""Below that many cases no median and no mean is given, and a share is marked as resting on few."""
FEW_FOR_P90 = 10
"""Below that many cases the 90th percentile would only be the largest value."""


def median(values: Sequence[float]) -> float | None:
    """The middle value; None for fewer than `FEW`."""
    return statistics.median(values) if len(values) >= FEW else None


def p90(values: Sequence[float]) -> float | None:
    """The smallest value that nine of ten do not exceed (nearest rank); None for fewer than `FEW_FOR_P90`."""
    if len(values) < FEW_FOR_P90:
        return None
    return sorted(values)[(9 * len(values) + 9) // 10 - 1]


def mean(total: float, count: int) -> float | None:
    """The mean; None for fewer than `FEW`."""
    return total / count if count >= FEW else None


def share(part: int, whole: int) -> float | None:
    """The share, 0 to 1; None where there is no whole."""
    return part / whole if whole else None
