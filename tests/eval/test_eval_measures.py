"""The measures give the numbers that a person gets with pencil and paper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.answers import first_words, holds, holds_any, length, quote_is_verbatim, units
from eval.measures.doubt import (
    auroc,
    coverage_at_precision,
    expected_calibration_error,
    reliability,
    risk_coverage,
    threshold_at_precision,
)
from eval.measures.intervals import bootstrap, mean, share, share_of
from eval.measures.ranking import RankScores, documents_in_order, score_rankings, summarise
from eval.measures.timing import latency


def test_ranking_scores_by_hand() -> None:
    """One query found at once, one in second place, one in place six."""
    relevant = {"a": {"d1"}, "b": {"d2"}, "c": {"d9"}}
    rankings = {"a": ["d1", "d2"], "b": ["d1", "d2"], "c": ["x1", "x2", "x3", "x4", "x5", "d9"]}
    scores = score_rankings(relevant, rankings)
    assert scores["a"] == RankScores(1.0, 1.0, 1.0, 1.0)
    assert scores["b"].recall_1 == 0.0
    assert scores["b"].recall_5 == 1.0
    assert scores["b"].mrr_10 == 0.5
    assert scores["b"].ndcg_10 == pytest.approx(1 / math.log2(3))
    assert scores["c"].recall_5 == 0.0
    assert scores["c"].mrr_10 == pytest.approx(1 / 6)


def test_a_judged_query_without_a_ranking_counts_as_missed() -> None:
    """Averaging only over what was found would flatter a system that finds little."""
    scores = score_rankings({"a": {"d1"}, "b": {"d2"}}, {"a": ["d1"]})
    assert scores["b"] == RankScores(0.0, 0.0, 0.0, 0.0)
    summary = summarise(list(scores.values()))
    assert summary["recall@1"] is not None
    assert summary["recall@1"].value == 0.5
    assert summary["recall@1"].n == 2
    assert score_rankings({"a": {"d1"}}, {})["a"].mrr_10 == 0.0


def test_one_of_several_relevant_documents_is_enough_for_recall() -> None:
    """`relevant` lists documents any one of which will do."""
    assert score_rankings({"a": {"d1", "d2"}}, {"a": ["d2"]})["a"].recall_1 == 1.0


def test_the_order_given_is_the_order_scored() -> None:
    """No tie-breaking by document id behind our back."""
    assert score_rankings({"a": {"a"}}, {"a": ["z", "a"]})["a"].mrr_10 == 0.5
    assert score_rankings({"a": {"z"}}, {"a": ["z", "a"]})["a"].mrr_10 == 1.0


def test_passages_become_documents_at_their_best_place() -> None:
    """A document with many passages takes one place."""
    assert documents_in_order(["d1", "d1", "d2", "d1", "d3"]) == ("d1", "d2", "d3")


def test_questions_without_a_relevant_document_are_not_ranked() -> None:
    """There is nothing to find for them."""
    assert score_rankings({"a": set()}, {"a": ["d1"]}) == {}


def test_wilson_interval_by_hand() -> None:
    """8 of 10: the textbook gives 0.490 to 0.943."""
    estimate = share(8, 10)
    assert estimate is not None
    assert (round(estimate.low, 3), round(estimate.high, 3)) == (0.490, 0.943)
    assert share(0, 0) is None
    assert share_of([True, False]) == share(1, 2)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_interval_holds_the_share(successes: int, n: int) -> None:
    """Bounds lie in [0, 1] around the share."""
    estimate = share(min(successes, n), n)
    assert estimate is not None
    assert 0 <= estimate.low <= estimate.value + 1e-12
    assert estimate.value - 1e-12 <= estimate.high <= 1


def test_bootstrap_is_repeatable_and_covers_the_mean() -> None:
    """The same data give the same bounds; a constant has none."""
    values = [0.0, 0.5, 1.0, 1.0]
    assert mean(values) == mean(values)
    assert mean([0.25] * 5) is not None
    fixed = mean([0.25] * 5)
    assert fixed is not None
    assert (fixed.low, fixed.high) == (0.25, 0.25)
    assert mean([]) is None


def test_bootstrap_draws_whole_groups() -> None:
    """With all rows in one group every resample is the data itself."""
    data = np.array([0.0, 1.0, 1.0])
    estimate = bootstrap(lambda rows: float(data[rows].mean()), ["g", "g", "g"])
    assert estimate is not None
    assert estimate.low == estimate.high == pytest.approx(2 / 3)
    assert estimate.n == 1


def test_auroc_by_hand() -> None:
    """Of the four pairs of right and wrong, three are in order and one is tied: 3.5 of 4."""
    confidence = np.array([0.9, 0.5, 0.5, 0.1])
    right = np.array([True, True, False, False])
    assert auroc(confidence, right) == pytest.approx(3.5 / 4)
    assert auroc(confidence, np.ones(4, dtype=bool)) is None


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=2, max_size=60))
def test_auroc_is_symmetric(cases: list[tuple[int, bool]]) -> None:
    """Turning confidence round turns the area round."""
    confidence = np.array([c / 10 for c, _ in cases])
    right = np.array([r for _, r in cases])
    area, turned = auroc(confidence, right), auroc(-confidence, right)
    assert (area is None) == (turned is None)
    if area is not None and turned is not None:
        assert area + turned == pytest.approx(1)


def test_coverage_by_hand() -> None:
    """Ten cases, six answerable; at 0.75 precision the cut can go down to the fourth case."""
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    right = np.array([True, True, False, True, False, False])
    answerable = np.array([True, True, False, True, True, False])
    assert threshold_at_precision(confidence, right, 0.75) == pytest.approx(0.6)
    assert coverage_at_precision(confidence, right, answerable, 0.75) == pytest.approx(3 / 4)
    assert coverage_at_precision(confidence, right, answerable, 1.0) == pytest.approx(2 / 4)
    assert coverage_at_precision(confidence, np.zeros(6, dtype=bool), answerable, 0.9) == 0.0
    assert coverage_at_precision(confidence, right, np.zeros(6, dtype=bool), 0.9) is None


def test_equal_confidences_cannot_be_cut_apart() -> None:
    """A constant confidence covers all or nothing."""
    confidence = np.full(4, 0.5)
    right = np.array([True, True, True, False])
    assert threshold_at_precision(confidence, right, 0.75) == 0.5
    assert threshold_at_precision(confidence, right, 0.8) is None


def test_calibration_error_by_hand() -> None:
    """Two bins: 0.9 promised and half right (two cases), 0.1 promised and none right (two cases)."""
    confidence = np.array([0.9, 0.9, 0.1, 0.1])
    right = np.array([True, False, False, False])
    assert expected_calibration_error(confidence, right) == pytest.approx((0.4 * 2 + 0.1 * 2) / 4)
    assert [b.n for b in reliability(confidence, right)] == [2, 2]
    assert expected_calibration_error(np.array([]), np.array([], dtype=bool)) is None
    assert expected_calibration_error(np.array([1.0]), np.array([True])) == pytest.approx(0.0)


def test_risk_coverage_by_hand() -> None:
    """From the surest answer down: how much is answered, how much of it is wrong."""
    curve = risk_coverage(np.array([0.9, 0.5]), np.array([True, False]), np.array([True, True]))
    assert curve == [(0.5, 0.0), (1.0, 0.5)]


@pytest.mark.parametrize(
    ("text", "gold", "expected"),
    [
        ("The defence gave up 308 points.", "308", True),
        ("The defence gave up 1308 points.", "308", False),
        ("It opened in 1999. [1] Then it closed.", "1999 then", True),
        ("Choose **Reset Password**.", "reset password", True),
        ("Le ministère emploie 100 000 personnes", "100 000", True),
        ("这款游戏由韩国Nexon开发。", "韩国Nexon", True),
        ("这款游戏由韩国开发。", "韩国Nexon", False),
        ("ＡＢＣ１２３", "abc123", True),
        ("anything", "…", False),
    ],
)
def test_gold_answer_is_found_after_normalisation(text: str, gold: str, expected: bool) -> None:
    """Case, width, punctuation, spaces and citation marks do not matter; word borders do."""
    assert holds(text, gold) is expected


@given(st.text(), st.text(), st.text())
def test_a_text_holds_its_own_middle(before: str, gold: str, after: str) -> None:
    """Whatever stands between spaces is found, if it has anything to find."""
    if units(gold) and "[" not in before + gold + after:
        assert holds(f"{before} {gold} {after}", gold)


def test_any_accepted_answer_will_do() -> None:
    """Several golds are alternatives."""
    assert holds_any("on Monday", ["Sunday", "monday"])
    assert not holds_any("on Monday", [])


def test_length_counts_words_as_a_reader_feels_them() -> None:
    """Words where words are spaced, characters where not, marks never."""
    assert length("Open Settings. [1]") == 2
    assert length("打开设置，然后选择语言。") == 6  # ten characters
    assert first_words("Open Settings, then choose. [1]", 2).strip(" ,") == "Open Settings"
    assert first_words("打开设置，然后选择语言。", 3) == "打开设置，然"
    assert first_words("Short.", 60) == "Short."


def test_quotes_are_compared_exactly() -> None:
    """Byte for byte: a changed space is a failure."""
    assert quote_is_verbatim("bc", 1, 3, "abcd")
    assert not quote_is_verbatim("b c", 1, 3, "abcd")
    assert not quote_is_verbatim("", 1, 1, "abcd")
    assert not quote_is_verbatim("cd", 2, 9, "abcd")


def test_latency_percentiles() -> None:
    """0 to 100 ms in steps of one."""
    found = latency([float(i) for i in range(101)])
    assert found is not None
    assert (found.p50, found.p95, found.n) == (50.0, 95.0, 101)
    assert latency([]) is None
