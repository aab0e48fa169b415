"""Figures count the cases they say they count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.model import Decision, Reason
from eval.figures import DEFINITIONS, Row, by_group, figures, missing_article_cases
from eval.outcome import Line, Outcome, Variant

Make = Callable[..., Outcome]


def value(row: Row, name: str) -> float:
    estimate = row[name]
    assert estimate is not None
    return estimate.value


def test_answers_are_counted_over_answerable_questions(outcome_factory: Make) -> None:
    """Four answerable: three answered, two of them right; small talk is no answer and a withheld case no question."""
    outcomes = [
        outcome_factory("a", gold_held=True),
        outcome_factory("b", gold_held=False),
        outcome_factory("c", best="d9", cited=("d9",)),
        outcome_factory("d", decision=Decision.ESCALATE, cited=(), quotes=0, quotes_verified=0),
        outcome_factory("e", answerable=False, cited=(), quotes=0, quotes_verified=0, reason=Reason.SMALL_TALK),
        outcome_factory("a", variant=Variant.WITHHELD, answerable=False),
    ]
    found = figures("all", outcomes)
    assert found.questions == 5
    assert value(found.answers, "answered") == pytest.approx(3 / 4)
    assert value(found.answers, "cites a relevant document") == pytest.approx(2 / 3)
    assert value(found.answers, "answered and right, of all") == pytest.approx(2 / 4)
    assert value(found.answers, "holds a gold answer") == pytest.approx(1 / 2)
    assert value(found.answers, "quotes verified") == 1.0
    assert value(found.doubt, "false answers") == 0.0
    assert value(found.doubt, "false answers, article missing") == 1.0
    assert found.decisions == {"answer": 4, "caveat": 0, "clarify": 0, "escalate": 1}


def test_an_unverified_quote_shows(outcome_factory: Make) -> None:
    """One bad quote of four is not 100 %."""
    outcomes = [outcome_factory("a", quotes=2, quotes_verified=1), outcome_factory("b", quotes=2, quotes_verified=2)]
    assert value(figures("all", outcomes).answers, "quotes verified") == pytest.approx(3 / 4)


def test_every_judged_question_counts_in_every_ranking(outcome_factory: Make) -> None:
    """A line without results has a zero, not a smaller n; questions with nothing to find are left out."""
    outcomes = [
        outcome_factory("a"),
        outcome_factory("b", rankings={Line.BM25: (), Line.DENSE: ("d2", "d1"), Line.FUSION: (), Line.OURS: ("d1",)}),
        outcome_factory("c", answerable=False, rankings={}),
    ]
    rows = figures("all", outcomes).retrieval
    assert list(rows) == ["BM25", "dense", "plain fusion", "Askwell"]
    assert value(rows["BM25"], "recall@1") == 0.5
    assert value(rows["dense"], "MRR@10") == 0.75
    assert value(rows["Askwell"], "recall@1") == 1.0


def test_the_missing_article_test_asks_twice(outcome_factory: Make) -> None:
    """Present cases score above withheld ones: perfect; unanswerable questions take no part."""
    outcomes = [
        outcome_factory("a", confidence=0.9),
        outcome_factory("a", confidence=0.2, variant=Variant.WITHHELD, answerable=False),
        outcome_factory("b", confidence=0.8),
        outcome_factory("b", confidence=0.1, variant=Variant.WITHHELD, answerable=False),
        outcome_factory("c", confidence=0.95, answerable=False),
    ]
    found = figures("all", outcomes)
    assert len(missing_article_cases(outcomes)) == 4
    assert value(found.doubt, "AUROC, article missing") == 1.0
    assert value(found.doubt, "AUROC") == 0.0
    assert value(found.doubt, "coverage at .95") == 1.0


def test_nothing_to_measure_is_said(outcome_factory: Make) -> None:
    """Without withheld cases there is no missing-article figure, and without questions none at all."""
    assert figures("all", [outcome_factory("a")]).doubt["AUROC, article missing"] is None
    empty = figures("all", [])
    assert empty.retrieval == {}
    assert all(estimate is None for estimate in (empty.answers | empty.doubt).values())
    assert empty.time is None


def test_groups_are_shown_where_there_are_several(outcome_factory: Make) -> None:
    """All, then languages, then kinds."""
    outcomes = [outcome_factory("a"), outcome_factory("b", lang="es"), outcome_factory("c", kind="factoid")]
    assert [group.group for group in by_group(outcomes)] == ["all", "en", "es", "factoid", "how-to"]
    assert [group.group for group in by_group(outcomes[:1])] == ["all"]


def test_every_figure_is_defined(outcome_factory: Make) -> None:
    """Nobody has to guess what a number means."""
    found = figures("all", [outcome_factory("a")])
    names = [name for row in (found.answers, found.doubt, *found.retrieval.values()) for name in row]
    assert sorted(set(names)) == sorted(DEFINITIONS)
