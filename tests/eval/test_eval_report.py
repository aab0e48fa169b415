"""A report says what was measured, in text, JSON and HTML."""

from __future__ import annotations

import json
from collections.abc import Callable

from core.model import Decision
from eval.measures.intervals import Estimate
from eval.measures.timing import Latency
from eval.outcome import Outcome, Variant
from eval.report import Ingest, Report, as_text, cell, set_report
from eval.report_html import as_html

Make = Callable[..., Outcome]


def report(outcomes: list[Outcome], failed: tuple[tuple[str, str], ...] = ()) -> Report:
    ingest = Ingest(2, 3, 1.5, 3, failed)
    part = set_report("help", "0123456789abcdef", [ingest], outcomes)
    return Report({"embedder": "test"}, (part,), Latency(20.0, 30.0, 5), 321.0)


def several(make: Make) -> list[Outcome]:
    return [
        make("a"),
        make("a", variant=Variant.WITHHELD, answerable=False, confidence=0.3, decision=Decision.CAVEAT),
        make("b", lang="fr", best="d7", text="<script>alert(1)</script>"),
        make(
            "c", answerable=False, kind="off-topic", confidence=0.1, decision=Decision.ESCALATE, cited=(), rankings={}
        ),
    ]


def test_text_has_every_line(outcome_factory: Make) -> None:
    """Reference lines, groups, doubt and time; no line runs off a terminal."""
    text = as_text(report(several(outcome_factory)))
    for expected in ("plain fusion", "Askwell", "fr", "AUROC, article missing", "p95", "2.0 passages/s", "321 MiB"):
        assert expected in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_json_holds_the_figures(outcome_factory: Make) -> None:
    """The report is plain data."""
    data = json.loads(json.dumps(report(several(outcome_factory)).as_dict()))
    block = data["sets"][0]["blocks"][0]
    assert block["groups"][0]["retrieval"]["Askwell"]["recall@1"]["n"] == 2
    assert data["about"]["embedder"] == "test"


def test_html_escapes_the_data_and_needs_nothing_else(outcome_factory: Make) -> None:
    """A question is text, never markup; no address is fetched."""
    html = as_html(report(several(outcome_factory)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html
    assert "Reliability in the missing-article test" in html


def test_an_empty_set_is_a_report_too() -> None:
    """Nothing asked, nothing broken."""
    assert "help" in as_text(report([]))
    assert "help" in as_html(report([]))


def test_problems_are_listed(outcome_factory: Make) -> None:
    """A quote that is not verbatim, a document that failed: both are named, with the set."""
    found = report([outcome_factory("a", quotes_verified=0)], failed=(("x.md", "broken"),)).problems
    assert found == [
        "help: x.md could not be ingested: broken",
        "help: a (as is): 1 of 1 quotes are not verbatim",
    ]
    assert "Problems:" in as_text(report([outcome_factory("a", quotes_verified=0)]))


def test_the_worst_failures_come_first(outcome_factory: Make) -> None:
    """The surest of what was wrong heads the list."""
    outcomes = [outcome_factory("a", best="d3", confidence=0.4), outcome_factory("b", best="d3", confidence=0.8)]
    assert [failure.query_id for failure in report(outcomes).sets[0].worst] == ["b", "a"]


def test_cells_are_short() -> None:
    """A share with its bounds, a count, or nothing."""
    assert cell(Estimate(0.64, 0.581, 0.702, 9)) == ".640 .58–.70"
    assert cell(Estimate(1.0, 0.99, 1.0, 9)) == "1.000 .99–1.00"
    assert cell(Estimate(42.25, 40, 44, 9)) == "42.2"
    assert cell(None) == "-"
