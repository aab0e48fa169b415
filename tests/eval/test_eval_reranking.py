"""An evaluation asks as the product would, with the reranker of the settings, and a fit learns what it is worth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from answering.confidence import Calibration
from answering.signals import SIGNALS
from cli.main import main
from eval.calibrate import fit_model
from eval.outcome import Outcome

Judge = Any
"""The class in the conftest, which a test module cannot import."""
OutcomeFactory = Callable[..., Outcome]

THINGS = ("lamp", "door", "clock", "stove", "radio", "window", "bell", "pump")


@pytest.fixture
def folder(tmp_path: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set whose every question has two articles alike; the judge knows which is right."""
    judge.likes = "Press the green button"
    documents, queries = [], []
    for number in range(48):
        thing = f"{THINGS[number % 8]}{number}"
        # Going by words, the first is nearer.
        for kind, text in (("a", f"Reset the {thing}? Not today."), ("b", "Press the green button for a while.")):
            documents.append({"id": f"{thing}-{kind}", "title": f"The {thing}", "text": text, "lang": "en"})
        query = {"id": thing, "text": f"How do I reset the {thing}?", "lang": "en", "relevant": [f"{thing}-b"]}
        queries.append({**query, "answerable": True})
    made = tmp_path / "set"
    made.mkdir()
    (made / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (made / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    for name, value in (
        ("DATA", str(tmp_path / "data")),
        ("EMBEDDER", "hashing"),
        ("RERANKER", "llm"),
        ("RERANKER_TOP", "3"),
        ("RERANKER_WEIGHT", "0.6"),
        ("LLM_MODEL", "local"),
        ("LLM_BASE_URL", judge.url),
    ):
        monkeypatch.setenv(f"ASKWELL_{name}", value)
    monkeypatch.chdir(tmp_path)
    return made


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(main, ["eval", "run", *map(str, arguments), "--json", "-"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def first_place(report: Any) -> float:
    value: float = report["sets"][0]["blocks"][0]["groups"][0]["retrieval"]["Askwell"]["recall@1"]["value"]
    return value


def test_runs_with_and_without_are_compared(folder: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = run(folder, "--limit", 8)
    asked = len(judge.asked)
    monkeypatch.delenv("ASKWELL_RERANKER")
    without = run(folder, "--limit", 8)
    assert len(judge.asked) == asked
    assert first_place(with_it) == 1.0
    assert first_place(without) < 0.5
    assert without["about"]["reranker"] == "none"
    assert with_it["about"]["reranker"].startswith("llm:local@")
    pairs = [(body["messages"][1]["content"]) for body in judge.asked]
    assert len(pairs) == len(set(pairs)), "a passage was judged twice for one question"


def test_a_judge_that_fails_is_told_in_the_report(folder: Path, judge: Judge) -> None:
    judge.raw = b"{}"
    report = run(folder, "--limit", 2)
    assert "it failed for" in report["about"]["reranker"]


def test_a_fit_with_a_reranker_weighs_it_and_is_bound_to_it(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "own.json"
    arguments = ["eval", "calibrate", str(folder), "--output", str(output)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    fitted = Calibration.load(output)
    assert fitted.full.terms["reranker"].weight > 0
    assert fitted.reranker is not None
    assert fitted.reranker.startswith("llm:local@")
    assert fitted.reranker.endswith("weight 0.6, top 3")


def test_a_fit_without_one_has_no_such_signals(outcome_factory: OutcomeFactory) -> None:
    outcomes = [
        outcome_factory(str(n), set_name=f"set{n % 3}", best="d1" if n % 2 else "d9", signals={"dense": n % 5 / 5})
        for n in range(30)
    ]
    assert {"dense", "reranker"} < set(SIGNALS)
    assert fit_model("a test", SIGNALS, outcomes, frozenset()).logistic.terms.keys() == {"dense"}
