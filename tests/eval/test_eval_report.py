"""A report says what was measured, in text, JSON and HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from answering.confidence import Logistic, Term
from core.model import Decision
from eval.measures.intervals import Estimate
from eval.measures.timing import Latency
from eval.outcome import Line, Outcome, Variant
from eval.report import Ingest, Report, set_report
from eval.report_html import as_html
from eval.report_text import as_text, cell

Make = Callable[..., Outcome]


def report(outcomes: list[Outcome], failed: tuple[tuple[str, str], ...] = ()) -> Report:
    ingest = Ingest(2, 3, 1.5, 3, failed)
    part = set_report("help", "0123456789abcdef", [ingest], outcomes)
    about = {"askwell": "0.1.0", "embedder": "test", "at": "2026-11-21T10:00:00.000Z"}
    return Report(about, (part,), Latency(20.0, 30.0, 5), Latency(25.0, 40.0, 5), 321.0)


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
    """A question is text, never markup; no address is fetched, and no style needs more than the one block."""
    html = as_html(report(several(outcome_factory)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"https?:|url\(|@import|<link|\ssrc=|\sstyle=", html)
    assert html.count("<style>") == 1


def test_charts_say_in_words_and_numbers_what_they_draw(outcome_factory: Make) -> None:
    """A title, a description, and the numbers as a table beside each."""
    html = as_html(report(several(outcome_factory)))
    for title, heading in (("Reliability diagram", "Share right"), ("Risk and coverage", "Questions answered")):
        assert re.search(rf"<title[^>]*>{title}</title><desc[^>]*>[^<]+</desc>", html)
        assert f'<th scope="col">{heading}</th>' in html


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


def test_the_worst_failures_come_first_and_are_told_apart(outcome_factory: Make) -> None:
    """What was shown as sure heads the list, the surest first; then what went to a person for nothing."""
    outcomes = [
        outcome_factory("a", best="d3", confidence=0.4),
        outcome_factory("b", best="d3", confidence=0.8),
        outcome_factory("c", confidence=0.2, decision=Decision.ESCALATE, cited=()),
        outcome_factory("d", best="d2", rankings={Line.OURS: ("d2", "d1")}, decision=Decision.CAVEAT),
    ]
    found = {group.title: [trace.query_id for trace in group.traces] for group in report(outcomes).sets[0].failures}
    assert found == {
        "Surely answered, and wrong": ["b", "a"],
        "Handed over with the right document in first place": ["c"],
        "Another document in first place": ["d"],
    }


def test_a_failure_says_what_spoke_for_it(outcome_factory: Make) -> None:
    """In words with the values, by the fit that made its confidence."""
    model = Logistic(0.0, {"dense": Term(0.5, 0.1, 1.0), "coverage": Term(0.5, 0.1, 1.0)}, {})
    wrong = outcome_factory("a", best="d3", signals={"dense": 0.8, "coverage": 0.1}, quote="Open Settings.")
    (group,) = set_report("help", "0" * 16, [], [wrong], model).failures
    (trace,) = group.traces
    assert trace.spoke_for == ("meanings are close (dense 0.80)",)
    assert trace.spoke_against == ("the answer leaves words of the question uncovered (coverage 0.10)",)
    assert trace.quote == "Open Settings."
    assert [(found.id, found.relevant) for found in trace.ranking] == [("d1", True), ("d2", False)]


def test_cells_are_short() -> None:
    """A share with its bounds, a count, or nothing."""
    assert cell(Estimate(0.64, 0.581, 0.702, 9)) == ".640 .58–.70"
    assert cell(Estimate(1.0, 0.99, 1.0, 9)) == "1.000 .99–1.00"
    assert cell(Estimate(42.25, 40, 44, 9)) == "42.2"
    assert cell(None) == "-"
