"""Figures about time: milliseconds at percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that half and 95 % of `n` cases stay within."""

    p50: float
    p95: float
    n: int


def latency(milliseconds: Sequence[float]) -> Latency | None:
    """Percentiles by linear interpolation; None when there are no cases."""
    if not milliseconds:
        return None
    p50, p95 = np.percentile(np.asarray(milliseconds, dtype=np.float64), [50, 95])
    return Latency(float(p50), float(p95), len(milliseconds))
