"""A comparison of two runs says what changed and whether it may be chance."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.main import main
from core.errors import InvalidInput
from core.model import Decision
from eval.compare import compare, read_report
from eval.comparison import comparison_text
from eval.outcome import Line, Outcome, Variant
from eval.report import Report, as_json, set_report

Make = Callable[..., Outcome]


def report(outcomes: Sequence[Outcome], fingerprint: str = "0" * 16, **about: Any) -> dict[str, Any]:
    part = set_report("help", fingerprint, [], outcomes)
    found: dict[str, Any] = json.loads(as_json(Report({"askwell": "0.1.0", "at": "x", **about}, (part,))))
    return found


def found_first(make: Make, name: str, first: bool) -> list[Outcome]:
    """A question with the right document first, or second; and the same with it withheld."""
    ranking = ("d1", "d2") if first else ("d2", "d1")
    wrong: dict[str, Any] = {
        "variant": Variant.WITHHELD,
        "answerable": False,
        "decision": Decision.ESCALATE,
        "cited": (),
    }
    return [
        make(name, best=ranking[0], rankings={Line.OURS: ranking}, confidence=0.8 if first else 0.4),
        make(name, **wrong, best="d9", confidence=0.3, rankings={}),
    ]


def many(make: Make, right: int, of: int = 20) -> list[Outcome]:
    return [outcome for i in range(of) for outcome in found_first(make, f"q{i}", i < right)]


def test_a_clear_gain_is_called_better(outcome_factory: Make) -> None:
    """Fifteen of twenty instead of five, none lost."""
    found = compare(report(many(outcome_factory, 5)), report(many(outcome_factory, 15), embedder="b"), ("a", "b"))
    recall = next(row for row in found.figures if row.measure == "recall@1")
    assert recall.verdict == "better"
    assert (recall.difference.gained, recall.difference.lost) == (10, 0)
    assert recall.difference.p == pytest.approx(2 / 2**10)
    assert [row.verdict for row in found.figures if row.measure == "recall@5"] == ["unchanged"]
    assert found.settings == (("embedder", "–", "b"),)
    assert [change.effect for change in found.changes] == ["won"] * 10
    text = comparison_text(found)
    assert "Better:    recall@1" in text
    assert max(map(len, text.splitlines())) <= 120


def test_a_gain_that_may_be_chance_is_called_unchanged(outcome_factory: Make) -> None:
    found = compare(report(many(outcome_factory, 5)), report(many(outcome_factory, 7)), ("a", "b"))
    assert {row.verdict for row in found.figures} == {"unchanged"}
    assert found.changed == 2


def test_more_wrong_answers_are_worse(outcome_factory: Make) -> None:
    """A higher figure is not always a better one."""
    before = [outcome_factory(f"n{i}", answerable=False, decision=Decision.ESCALATE, cited=()) for i in range(20)]
    after = [outcome_factory(f"n{i}", answerable=False) for i in range(20)]
    found = compare(report(before), report(after), ("a", "b"))
    (row,) = [row for row in found.figures if row.measure == "false answers"]
    assert row.difference.change == 1.0
    assert row.verdict == "worse"
    assert {change.effect for change in found.changes} == {"lost"}


def test_only_questions_of_both_are_compared(outcome_factory: Make) -> None:
    """The others are counted, and other data are named."""
    found = compare(report(many(outcome_factory, 5, 6)), report(many(outcome_factory, 5, 8), "1" * 16), ("a", "b"))
    assert (found.questions, found.only_first, found.only_second) == (12, 0, 4)
    assert found.other_data == ("help",)
    with pytest.raises(InvalidInput, match="no question in common"):
        compare(report([outcome_factory("a")]), report([outcome_factory("b")]), ("a", "b"))


def test_files_that_are_no_reports_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("[]")
    with pytest.raises(InvalidInput, match="no report"):
        read_report(path)
    path.write_text("{")
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_report(path)
    old = {"about": {}, "sets": [{"name": "help", "fingerprint": "0", "records": [{"id": "a"}]}]}
    with pytest.raises(InvalidInput, match="Run it anew"):
        compare(old, old, ("a", "b"))


def test_the_command_compares_two_files(outcome_factory: Make, tmp_path: Path) -> None:
    for name, right in (("a", 5), ("b", 15)):
        (tmp_path / f"{name}.json").write_text(json.dumps(report(many(outcome_factory, right))))
    files = [str(tmp_path / "a.json"), str(tmp_path / "b.json")]
    text = CliRunner().invoke(main, ["eval", "compare", *files])
    assert text.exit_code == 0, text.output
    assert "10 questions changed" in text.stdout
    data = json.loads(CliRunner().invoke(main, ["eval", "compare", *files, "--json"]).stdout)
    assert data["figures"][0]["verdict"] == "better"
    assert data["changes"][0]["first"]["best"] == "d2"


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "run.json"
    refused = CliRunner().invoke(main, ["eval", "run", str(tmp_path / "no-set"), "--json", str(nowhere)])
    assert refused.exit_code == 2
    assert f"The folder {nowhere.parent} does not exist or cannot be written to." in refused.output
