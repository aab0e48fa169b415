"""Few labels move a fit a little, many move it to where they are, and none leave it alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.confidence import MODEL_VERDICT, Calibration, Logistic, Term
from eval.measures.doubt import losses
from eval.refitting import SIGNAL_SPREADS, Labelled, left_out_confidence, refit, refit_chosen, split

PRIOR = Logistic(-0.2, {"useful": Term(0.5, 0.2, 1.0), "other": Term(0.0, 1.0, 0.3)}, {0.9: 0.8})


def labelled(n: int, *, intercept: float = -1.5, seed: int = 2) -> Labelled:
    """Answers of a help centre where fewer are right than the fit expects, and where `other` says nothing."""
    rng = np.random.default_rng(seed)
    useful, other = rng.normal(0.5, 0.2, n), rng.normal(0.0, 1.0, n)
    true = 1 / (1 + np.exp(-(intercept + 2.0 * (useful - 0.5) / 0.2)))
    signals = [{"useful": float(a), "other": float(b)} for a, b in zip(useful, other, strict=True)]
    return Labelled(signals, rng.random(n) < true, np.ones(n), [str(i) for i in range(n)])


@pytest.mark.parametrize("spread", SIGNAL_SPREADS)
def test_without_labels_the_fit_stays(spread: float) -> None:
    """A fit on nothing is the prior, thresholds included."""
    found = refit(PRIOR, labelled(0), spread)
    assert found == PRIOR


def test_labels_of_no_weight_change_nothing() -> None:
    cases = labelled(40)
    light = Labelled(cases.signals, cases.right, np.zeros(40), cases.groups)
    found = refit(PRIOR, light, 0.15)
    assert found.intercept == pytest.approx(PRIOR.intercept)
    assert found.terms["useful"].weight == pytest.approx(PRIOR.terms["useful"].weight)


def test_labels_teach_that_a_verdict_says_nothing() -> None:
    """What a chat model tells is in every fit that is loaded, and moves like any other signal."""
    shipped, rng = Calibration.load().full, np.random.default_rng(4)
    signals = [{MODEL_VERDICT: float(verdict)} for verdict in rng.choice([-2.0, 0.8], 200)]
    cases = Labelled(signals, rng.random(200) < 0.5, np.ones(200), [str(i) for i in range(200)])
    assert shipped.terms[MODEL_VERDICT].weight == 1.0
    assert refit(shipped, cases, 0.3).terms[MODEL_VERDICT].weight < 0.4


def test_without_room_for_signals_only_the_scale_moves() -> None:
    """The ranking stays: every weight is multiplied alike."""
    found = refit(PRIOR, labelled(60), 0.0)
    ratios = [found.terms[name].weight / term.weight for name, term in PRIOR.terms.items()]
    assert ratios[0] == pytest.approx(ratios[1])
    assert found.intercept != pytest.approx(PRIOR.intercept)


def test_the_same_labels_move_it_further_the_more_they_weigh() -> None:
    """Towards what is true there: fewer right answers."""
    cases = labelled(60)
    heavier = [Labelled(cases.signals, cases.right, cases.weight * times, cases.groups) for times in (0.1, 1, 10)]
    moved = [PRIOR.intercept - refit(PRIOR, each, 0.0).intercept for each in heavier]
    assert 0 < moved[0] < moved[1] < moved[2]


def test_many_labels_end_near_the_truth() -> None:
    """What the prior believed of a useless signal is unlearned, within what its spread allows."""
    found = refit(PRIOR, labelled(3_000), 0.3)
    assert found.intercept == pytest.approx(-1.5, abs=0.2)
    assert found.terms["useful"].weight == pytest.approx(2.0, abs=0.3)
    assert found.terms["other"].weight < 0.15


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.floats(0.0, 1.0))
def test_one_more_wrong_answer_never_raises_the_confidence_in_its_like(n: int, value: float) -> None:
    cases, like = labelled(n), {"useful": value, "other": 0.0}
    more = Labelled([*cases.signals, like], np.append(cases.right, False), np.ones(n + 1), [*cases.groups, "one more"])
    before, after = refit(PRIOR, cases, 0.15), refit(PRIOR, more, 0.15)
    assert after.confidence(like) <= before.confidence(like) + 1e-6


def test_a_missing_signal_counts_as_average() -> None:
    cases = labelled(50)
    holes = Labelled([{"useful": row["useful"]} for row in cases.signals], cases.right, cases.weight, cases.groups)
    filled = Labelled([{**row, "other": 0.0} for row in holes.signals], cases.right, cases.weight, cases.groups)
    assert refit(PRIOR, holes, 0.15) == refit(PRIOR, filled, 0.15)


def test_cases_left_out_are_judged_better_than_before() -> None:
    """Where the fit in use is wrong about a help centre, a hundred labels are enough to see it."""
    cases = labelled(100)
    before = losses(cases.confidence(PRIOR), cases.right)
    after = losses(left_out_confidence(PRIOR, cases), cases.right)
    assert after.mean() < before.mean()


def test_noise_chooses_no_change_of_signals() -> None:
    """Labels that the fit in use explains leave its signals alone or nearly so."""
    rng = np.random.default_rng(4)
    cases = labelled(80)
    honest = Labelled(cases.signals, rng.random(80) < cases.confidence(PRIOR), cases.weight, cases.groups)
    found, spread = refit_chosen(PRIOR, honest)
    assert spread <= 0.05
    assert found.terms["useful"].weight == pytest.approx(1.0, abs=0.5)


def test_variants_of_a_question_are_left_out_together() -> None:
    groups = ["a", "a", "b", "c", "b", "d"]
    pairs = split(groups, 3)
    assert sorted(row for _, own in pairs for row in own.tolist()) == list(range(6))
    for rest, own in pairs:
        assert not {groups[i] for i in rest} & {groups[i] for i in own}
