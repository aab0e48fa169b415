"""Why an answer is not sure is said in plain words that what was found bears out."""

from __future__ import annotations

from typing import Any

from answering.confidence import Logistic, Term
from answering.reasons import MOST_DOUBTS, DoubtKind, as_data, doubts_of, told
from answering.signals import signals_of

Centre = Any
"""The class in this folder's conftest, which a test module cannot import."""
MODEL = Logistic(0.0, {"unfound_terms": Term(0.2, 0.1, -1.0), "score_margin": Term(0.1, 0.1, 1.0)}, {})


def said(centre: Centre, text: str, lang: str = "en", choices: tuple[str, ...] = ()) -> dict[DoubtKind, str]:
    found, evidence = centre.retrieve(text, lang), centre.evidence(text, lang)
    doubts = doubts_of(found, evidence, signals_of(found, evidence), MODEL, choices)
    assert 1 <= len(doubts) <= MOST_DOUBTS
    return {doubt.kind: told(doubt) for doubt in doubts}


def test_words_that_no_passage_covers_are_named_as_they_were_written(centre: Centre) -> None:
    doubts = said(centre, "Can I get a refund for the Team plan?")
    assert doubts[DoubtKind.UNCOVERED] == "No passage covers “refund”."
    assert next(iter(doubts)) is DoubtKind.UNCOVERED


def test_uncovered_words_are_found_in_chinese_too(centre: Centre) -> None:
    assert "退款" in said(centre, "密码修改后怎么退款？", "zh")[DoubtKind.UNCOVERED]


def test_articles_that_fit_alike_are_named(real_centre: Centre) -> None:
    told_of = said(real_centre, "tags notes")[DoubtKind.SEVERAL]
    assert "“Add tags to notes”" in told_of
    assert "“Rename tags on notes”" in told_of


def test_content_in_another_language_only(real_centre: Centre) -> None:
    doubts = said(real_centre, "Wie ändere ich mein Passwort?", "de")
    assert doubts[DoubtKind.OTHER_LANGUAGE].startswith("There is content on this only in ")
    assert DoubtKind.UNCOVERED not in doubts


def test_what_was_asked_back_is_the_whole_reason(centre: Centre) -> None:
    assert said(centre, "export", choices=("Windows", "macOS")) == {
        DoubtKind.UNNAMED: "The question does not say which it means: “Windows” or “macOS”."
    }


def test_nothing_found_is_said(centre: Centre) -> None:
    found = centre.retrieve("notes", "en")
    empty = type(found)(found.query, "en", (), ())
    assert as_data(doubts_of(empty, centre.evidence("notes"), {}, None)) == [
        {"kind": "nothing_near", "about": [], "text": "Nothing near the question was found."}
    ]


def test_there_is_always_a_reason(centre: Centre) -> None:
    assert said(centre, "How do I export all notebooks?")
