"""A threshold keeps its promise, and doubt about it only ever raises it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.thresholds import LEVEL, lower_bound, threshold

cases = st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=120)
targets = st.sampled_from((0.5, 0.7, 0.9))


def cut_of(scored: list[tuple[float, bool]], target: float) -> float:
    """The threshold of equally weighing cases; 2 for none."""
    confidence = np.array([score for score, _ in scored])
    found = threshold(confidence, np.array([right for _, right in scored]), np.ones(len(scored)), target)
    return 2.0 if found is None else found


def test_the_bound_is_exact() -> None:
    """After Clopper and Pearson: if all of n are right it is the n-th root of the error; none right proves nothing."""
    assert lower_bound(22, 22, 0.9) == pytest.approx(0.1 ** (1 / 22))
    assert lower_bound(0, 50) == 0.0
    assert lower_bound(45, 50) < 45 / 50


def test_few_cases_prove_nothing() -> None:
    """However right they are; many do."""
    assert cut_of([(0.99, True)] * 10, 0.9) == 2.0
    assert cut_of([(0.99, True)] * 200, 0.9) == 0.0


def test_more_of_the_same_never_raises_it() -> None:
    """The same shares on more cases prove at least as much."""
    rng = np.random.default_rng(5)
    scored = [(float(score), bool(rng.random() < score)) for score in rng.random(100)]
    found = [cut_of(scored * times, 0.8) for times in (1, 2, 4, 8, 16)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_heavy_cases_count_as_fewer() -> None:
    """Weights that differ much leave less to rely on than as many equal ones."""
    right = np.array([True] * 60)
    assert threshold(np.full(60, 0.9), right, np.ones(60), 0.9) is not None
    assert threshold(np.full(60, 0.9), right, np.array([100.0] * 5 + [0.1] * 55), 0.9) is None


@settings(max_examples=60, deadline=None)
@given(cases, targets, st.data())
def test_a_right_label_turned_wrong_never_lowers_it(
    scored: list[tuple[float, bool]], target: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(scored) - 1))
    worse = [(score, right and i != place) for i, (score, right) in enumerate(scored)]
    assert cut_of(worse, target) >= cut_of(scored, target)


@settings(max_examples=60, deadline=None)
@given(cases, targets, st.lists(st.floats(0.0, 1.0), max_size=20))
def test_more_wrong_labels_never_lower_it(scored: list[tuple[float, bool]], target: float, wrong: list[float]) -> None:
    assert cut_of([*scored, *((score, False) for score in wrong)], target) >= cut_of(scored, target)


def test_the_promise_is_kept() -> None:
    """Over many small samples, the true precision above the threshold misses the target in no more than its share."""
    rng = np.random.default_rng(11)
    missed = 0
    for _ in range(200):
        score = rng.random(150)
        found = threshold(score, rng.random(150) < score, np.ones(150), 0.7)
        # Above a cut c, scores that are true probabilities are right in (1 + c) / 2 of all cases.
        missed += found is not None and (1 + found) / 2 < 0.7
    assert missed / 200 <= 1 - LEVEL
