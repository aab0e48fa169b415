"""Gates are kept or not, and a gate that cannot be meant is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.model import Decision
from eval.gates import parse_gate, read_gates, require_known_sets
from eval.outcome import Line, Outcome, Variant

Make = Callable[..., Outcome]


@pytest.fixture
def outcomes(outcome_factory: Make) -> list[Outcome]:
    """Four answerable questions, three found first, the French one not; one nothing answers, and one withheld."""
    return [
        outcome_factory("a"),
        outcome_factory("b"),
        outcome_factory("c", set_name="other"),
        outcome_factory("d", lang="fr", best="d2", rankings={Line.OURS: ("d2", "d1")}, milliseconds=50.0),
        outcome_factory("e", answerable=False, decision=Decision.ESCALATE, cited=(), confidence=0.1, rankings={}),
        outcome_factory("a", variant=Variant.WITHHELD, answerable=False, confidence=0.2, rankings={}),
    ]


@pytest.mark.parametrize(
    ("expression", "value", "passed"),
    [
        ("recall@1 >= 0.75", 0.75, True),
        ("recall@1>0.75", 0.75, False),
        ("recall@1[set=help] >= 0.6", 2 / 3, True),
        ("recall@1[lang=fr] >= 0.1", 0.0, False),
        ("Recall@5[set=help, lang=fr] >= 1", 1.0, True),
        ("false-answers <= 0.05", 0.0, True),
        ("false answers, article missing <= 0.05", 1.0, False),
        ("AUROC, article missing >= 0.6", 0.75, True),
        ("p95-ms < 60", 41.0, True),
    ],
)
def test_a_gate_is_measured_on_what_it_names(
    outcomes: list[Outcome], expression: str, value: float, passed: bool
) -> None:
    result = parse_gate(expression).check(outcomes)
    assert result.found is not None
    assert result.found.value == pytest.approx(value)
    assert result.passed is passed
    assert ("FAILED" in result.text) is not passed


def test_a_gate_without_a_case_is_not_kept(outcomes: list[Outcome]) -> None:
    result = parse_gate("recall@1[lang=zh] >= 0").check(outcomes)
    assert not result.passed
    assert "nothing to measure" in result.text


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("recall@1", "is not like"),
        ("recall@1 = 0.5", "is not like"),
        ("recall@3 >= 0.5", "there is no measure 'recall@3'"),
        ("recall@1 >= half", "no number"),
        ("recall@1[colour=red] >= 0.5", "none of set, file, lang, kind"),
        ("recall@1[lang=] >= 0.5", "none of set, file, lang, kind"),
    ],
)
def test_a_wrong_gate_says_what_is_wrong(expression: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_gate(expression)


def test_gates_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('gates = ["recall@1 >= 0.5", "ece <= 0.05"]')
    assert [gate.measure for gate in read_gates(path)] == ["recall@1", "ECE"]
    path.write_text("gates = 3")
    with pytest.raises(InvalidInput, match="no list of gates"):
        read_gates(path)
    path.write_text("gates = [")
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_gates(path)


def test_a_gate_on_a_set_that_is_not_run_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not run: help"):
        require_known_sets([parse_gate("recall@1[set=hlep] >= 0.5")], ["help"])
