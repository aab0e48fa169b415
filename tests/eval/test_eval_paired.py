"""Paired tests tell a difference from chance, and agree with pencil and paper."""

from __future__ import annotations

import numpy as np
import pytest

from eval.measures.paired import benjamini_hochberg, mcnemar, means, shares, statistics


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (6, 0, 2 / 64), (1, 7, 2 * (1 + 8) / 256), (0, 1, 1.0)]
)
def test_mcnemar_by_hand(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)


def test_many_changes_are_no_trouble() -> None:
    assert mcnemar(1_000, 1_400) < 1e-10


def test_shares_count_who_changed() -> None:
    """Two gained, one lost of six; the interval holds the change."""
    found = shares([True, True, False, False, False, True], [True, False, True, True, False, True])
    assert found is not None
    assert (found.gained, found.lost, found.n) == (2, 1, 6)
    assert found.change == pytest.approx(1 / 6)
    assert found.low < found.change < found.high
    assert found.p == 1.0
    assert shares([], []) is None


def test_a_steady_gain_is_no_chance_and_the_same_is_no_gain() -> None:
    first = [0.1 * (i % 7) for i in range(60)]
    better = means(first, [value + 0.05 + 0.01 * (i % 3) for i, value in enumerate(first)])
    same = means(first, first)
    assert better is not None
    assert same is not None
    assert better.p < 0.01
    assert better.low > 0
    assert same.p == 1.0


def test_statistics_draw_the_same_rows_for_both_sides() -> None:
    """Equal on every resample: a difference of nothing with an interval of nothing."""
    values = np.arange(20.0)
    found = statistics(
        lambda rows: float(values[rows].mean()), lambda rows: float(values[rows].mean()), list("ab" * 10)
    )
    assert found is not None
    assert (found.low, found.high, found.p, found.n) == (0.0, 0.0, 1.0, 2)
    assert statistics(lambda rows: None, lambda rows: 1.0, ["a"]) is None


def test_benjamini_hochberg_by_hand() -> None:
    """Of three, the smallest p is tripled, the middle one and a half times; never above a larger one's."""
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert benjamini_hochberg([]) == []
