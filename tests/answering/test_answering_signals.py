"""Signals are numbers that tell a good find from a poor one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from answering.evidence.selection import Evidence
from answering.signals import SIGNALS, signals_of
from retrieval.reranking import mixed
from retrieval.retriever import Retrieval, RetrievalQuery

Centre = Any
"""The class in this folder's conftest, which a test module cannot import."""


def measured(centre: Centre, text: str, lang: str = "en") -> dict[str, float]:
    retrieval = centre.retrieve(text, lang)
    return signals_of(retrieval, centre.evidence(text, lang))


def test_all_signals_are_there_and_finite(centre: Centre) -> None:
    for text, lang in [("How do I export my notes?", "en"), ("xyzzy", "en"), ("¿?", "es"), ("密码", "zh"), ("x", "de")]:
        signals = measured(centre, text, lang)
        # The centre has no translations and no reranker, and its embedder no tokens.
        absent = ("translations", "reranker", "token", "sentence")
        assert tuple(signals) == tuple(name for name in SIGNALS if not name.startswith(absent))
        assert all(math.isfinite(value) for value in signals.values())


def test_alone_there_is_nothing_to_compare_with(centre: Centre) -> None:
    """A help centre of one article gives no margins, so being alone lowers no confidence."""
    text = "How do I export all notebooks?"
    found, evidence = centre.retrieve(text, "en"), centre.evidence(text, "en")
    first = found.hits[0].passage.document_id
    alone = replace(found, hits=tuple(hit for hit in found.hits if hit.passage.document_id == first))
    missing = set(signals_of(found, evidence)) - set(signals_of(alone, evidence))
    assert missing == {
        "dense_margin", "dense_spread", "dense_z", "lexical_margin", "score_margin", "score_z", "crowd",
        "title_margin",
    }  # fmt: skip


def test_nothing_found_is_all_zero() -> None:
    nothing = Retrieval(RetrievalQuery("x", "en", frozenset()), "en", (), ())
    assert set(signals_of(nothing, Evidence()).values()) == {0.0}


def test_a_question_the_content_answers_measures_better(centre: Centre) -> None:
    good = measured(centre, "How do I export all notebooks?")
    poor = measured(centre, "How do I grow tomatoes on a balcony?")
    for name in ("score", "lexical", "coverage", "coverage_passage", "coverage_sentence", "agreement"):
        assert good[name] > poor[name], name
    for name in ("unfound_terms", "missing_term"):
        assert good[name] < poor[name], name


def test_a_title_that_is_near_shows(centre: Centre) -> None:
    text = "How do I export all notebooks?"
    found, evidence = centre.retrieve(text, "en"), centre.evidence(text, "en")
    hits = tuple(replace(hit, title=0.9 if hit.rank == 1 else 0.4, translations=0.7) for hit in found.hits)
    signals = signals_of(replace(found, hits=hits), evidence)
    assert signals["title"] == 0.9
    assert signals["title_margin"] == pytest.approx(0.5)
    assert signals["translations_margin"] == pytest.approx(0.0)


def test_a_reranker_has_signals_of_its_own_and_changes_no_other(centre: Centre) -> None:
    text = "How do I export all notebooks?"
    found, evidence = centre.retrieve(text, "en"), centre.evidence(text, "en")
    plain = signals_of(found, evidence)
    scores = (0.8, *(0.3 for _ in found.hits[1:4]))
    signals = signals_of(replace(found, hits=mixed(found.hits, scores, 0.01)), evidence)
    other = {hit.passage.document_id != found.hits[0].passage.document_id for hit in found.hits[1:4]}
    assert True in other
    assert signals == {**plain, "reranker": 0.8, "reranker_margin": pytest.approx(0.5)}


def test_one_missing_word_shows(centre: Centre) -> None:
    assert measured(centre, "How do I export my notebooks to Evernote?")["missing_term"] > 0.2


def test_another_language_shows(centre: Centre) -> None:
    assert measured(centre, "How do I export all notebooks?")["same_language"] == 1.0
    assert measured(centre, "notebooks API ERR-4042", "de")["same_language"] == 0.0


def test_a_crowd_of_near_equals_shows(centre: Centre) -> None:
    assert measured(centre, "tags on notes")["score_margin"] < measured(centre, "rename tags on notes")["score_margin"]
