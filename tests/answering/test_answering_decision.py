"""Decisions follow from confidence alone, for every number, and never fall as it rises."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.confidence import Logistic
from answering.decision import Thresholds, decide
from core.model import Decision, Reason

ORDER = {Decision.ESCALATE: 0, Decision.CLARIFY: 1, Decision.CAVEAT: 1, Decision.ANSWER: 2}
CHOICES = st.lists(st.text(max_size=5), max_size=4)


@given(st.floats(), st.floats(0, 1), CHOICES)
def test_there_is_a_decision_for_every_number(confidence: float, answer: float, choices: list[str]) -> None:
    ruling = decide(confidence, Thresholds.from_answer(answer), choices)
    assert ruling.decision in set(Decision)
    assert (ruling.reason is None) == (ruling.decision is Decision.ANSWER)
    assert bool(ruling.choices) == (ruling.decision is Decision.CLARIFY)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), CHOICES)
def test_more_confidence_never_gives_a_lesser_decision(
    one: float, other: float, answer: float, choices: list[str]
) -> None:
    thresholds = Thresholds.from_answer(answer)
    low, high = sorted((one, other))
    assert ORDER[decide(low, thresholds, choices).decision] <= ORDER[decide(high, thresholds, choices).decision]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_gives_a_greater_decision(confidence: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    strict = decide(confidence, Thresholds.from_answer(high)).decision
    assert ORDER[strict] <= ORDER[decide(confidence, Thresholds.from_answer(low)).decision]


@pytest.mark.parametrize(
    ("confidence", "choices", "decision", "reason"),
    [
        (0.95, (), Decision.ANSWER, None),
        (0.80, (), Decision.ANSWER, None),
        (0.79, (), Decision.CAVEAT, Reason.LOW_CONFIDENCE),
        (0.30, (), Decision.CAVEAT, Reason.LOW_CONFIDENCE),
        (0.29, (), Decision.ESCALATE, Reason.LOW_CONFIDENCE),
        (0.95, ("A", "B"), Decision.CLARIFY, Reason.AMBIGUOUS),
        (0.30, ("A", "B"), Decision.CLARIFY, Reason.AMBIGUOUS),
        (0.10, ("A", "B"), Decision.ESCALATE, Reason.LOW_CONFIDENCE),
        (0.95, ("A",), Decision.ANSWER, None),
        (math.nan, (), Decision.ESCALATE, Reason.LOW_CONFIDENCE),
    ],
)
def test_the_bands(confidence: float, choices: tuple[str, ...], decision: Decision, reason: Reason | None) -> None:
    ruling = decide(confidence, Thresholds.from_answer(0.8), choices)
    assert (ruling.decision, ruling.reason) == (decision, reason)


def test_thresholds_follow_from_the_target_precision() -> None:
    model = Logistic(0.0, {}, {0.8: 0.5, 0.95: 0.9})
    strict, easy = Thresholds.for_precision(model, 0.95), Thresholds.for_precision(model, 0.8)
    assert strict.answer == pytest.approx(0.9)
    assert easy.answer == pytest.approx(0.5)
    assert Thresholds.from_answer(0.2).caveat == 0.2
