"""Fitting finds what is there, and judges itself on what it has not seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from eval.fitting import PARTS_WEIGHT, Cases, by_set, choose_strength, fit, held_out, log_loss
from eval.measures.doubt import auroc


def made_up(seed: int = 3, n: int = 400) -> Cases:
    """Two sets of different size; the first signal tells right from wrong, the second is noise, the third constant."""
    rng = np.random.default_rng(seed)
    answerable = rng.random(n) < 0.5
    right = answerable & (rng.random(n) < 0.9)
    useful = right + 0.5 * rng.standard_normal(n)
    signals = np.column_stack([useful, rng.standard_normal(n), np.full(n, 7.0)])
    sets = ["large" if i % 4 else "small" for i in range(n)]
    return Cases(sets, ["present" if a else "withheld" for a in answerable], signals, right, answerable)


def test_every_set_weighs_the_same() -> None:
    """However many cases it has."""
    cases = made_up()
    weight, names = cases.weights(), np.array(cases.sets)
    for name in ("large", "small"):
        assert weight[names == name].sum() == pytest.approx(1.0)


def test_kinds_of_cases_have_their_shares() -> None:
    """However many cases there are of each; what a set lacks goes to the others in proportion."""
    cases = Cases(
        ["s"] * 5 + ["t"] * 3,
        ["present", "withheld", "off-topic", "off-topic", "unanswerable", "present", "present", "withheld"],
        np.zeros((8, 1)),
        np.array([True, False, False, False, False, True, False, False]),
        np.array([True, False, False, False, False, True, True, False]),
    )
    assert cases.weights().tolist() == pytest.approx(
        [5 / 13, 4 / 13, 1.5 / 13, 1.5 / 13, 1 / 13, 5 / 18, 5 / 18, 4 / 9]
    )


def test_parts_of_a_set_weigh_less_than_the_set() -> None:
    """All parts of one set together, however many."""
    names = ["a", "b", "b/across", "b/back", "c", "c/across"]
    flags = np.array([True, False, True, False, True, False])
    weight = Cases(names, ["present"] * 6, np.zeros((6, 1)), flags, flags).weights()
    half = PARTS_WEIGHT / 2
    assert weight.tolist() == pytest.approx([1, 1, half, half, 1, PARTS_WEIGHT])


def test_the_useful_signal_gets_the_weight() -> None:
    """Noise gets little, a constant nothing."""
    model = fit(made_up(), 1.0)
    assert model.weights[0] > 5 * abs(model.weights[1])
    assert model.weights[2] == pytest.approx(0.0)


def test_a_signal_that_a_case_lacks_counts_as_average() -> None:
    cases = made_up()
    holes = cases.signals.copy()
    holes[::7, 0] = np.nan
    model = fit(replace(cases, signals=holes), 1.0)
    assert np.isfinite(model.weights).all()
    average = np.where(np.isnan(holes), model.mean, holes)
    assert model.confidence(holes) == pytest.approx(model.confidence(average))


def test_held_out_confidence_is_honest() -> None:
    """It ranks well on sets it has not seen, and close to what it promises."""
    cases = made_up(n=2_000)
    confidence = held_out(cases, choose_strength(cases))
    area = auroc(confidence, cases.right)
    assert area is not None
    assert area > 0.9
    assert log_loss(confidence, cases.right, cases.weights()) < 0.5


def test_a_single_set_is_split() -> None:
    """One set alone is still judged on cases left out."""
    cases = made_up()
    alone = Cases(["one"] * len(cases.sets), cases.kinds, cases.signals, cases.right, cases.answerable)
    assert held_out(alone, 1.0).shape == (400,)


def test_each_set_is_reported() -> None:
    """All together first; precision and coverage at each target."""
    cases = made_up()
    rows = by_set(cases, fit(cases, 1.0).confidence(cases.signals), {0.9: 0.5})
    assert [row.name for row in rows] == ["all", "large", "small"]
    precision, coverage = rows[0].at[0.9]
    assert 0.8 < precision <= 1
    assert 0.5 < coverage <= 1
