"""A reranker has a share in the order of the best passages, and never more than that."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Passage
from retrieval.reranker_openai import LlmJudge
from retrieval.reranking import PATIENCE, Reranking, mixed
from retrieval.results import Hit, Retrieval, RetrievalQuery
from retrieval.retriever import Retriever

KEY = "sk-very-secret"
QUESTION = "reset the password"

Judge = Any
Library = Any
"""Classes in conftests, which a test module cannot import."""


@pytest.fixture
def shelf(library: Library) -> Library:
    """Five articles; search puts `a.md` first and `e.md` last."""
    library.publish("a.md", "Reset the password in Settings.", title="Password")
    library.publish("b.md", "Reset the password of a shared notebook.", title="Notebook")
    library.publish("c.md", "Reset the printer, then type the code.", title="Printer")
    library.publish("d.md", "Reset everything.", title="Start again")
    library.publish("e.md", "The canteen opens at noon.", title="Canteen")
    return library


def search(library: Library, judge: Judge, k: int = 10, **options: Any) -> Retrieval:
    return searcher(library, judge, **options).retrieve(RetrievalQuery(QUESTION, "en", frozenset(), k=k))


def searcher(library: Library, judge: Judge, **options: Any) -> Retriever:
    reranking = Reranking(LlmJudge("local", judge.url, KEY), **options)
    return Retriever(library.database, library.embedder, library.index(), reranking=reranking)


def order(found: Retrieval) -> list[str]:
    return [hit.passage.document_id for hit in found.hits]


def test_the_passage_that_the_judge_takes_for_the_answer_rises(shelf: Library, judge: Judge) -> None:
    plain = shelf.find(QUESTION)
    judge.likes = "notebook"
    found = search(shelf, judge, weight=0.5)
    assert plain[:2] == ["a.md", "b.md"]
    assert order(found)[:2] == ["b.md", "a.md"]
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    best = found.hits[0]
    assert best.fused is not None
    assert best.score == pytest.approx(0.5 * best.fused + 0.5 * 0.9)
    assert "rerank" in found.timings


def test_search_is_not_replaced(shelf: Library, judge: Judge) -> None:
    """A judge that is wrong about everything cannot put what search thinks little of before what fits well."""
    judge.likes, judge.sure = "canteen", 1 - 1e-9
    assert order(search(shelf, judge))[0] == shelf.find(QUESTION)[0]


def test_without_weight_the_score_is_noted_and_nothing_moves(shelf: Library, judge: Judge) -> None:
    judge.likes = "canteen"
    found = search(shelf, judge, weight=0.0)
    assert order(found) == shelf.find(QUESTION)
    assert found.hits[0].reranker == pytest.approx(0.1)


def test_yes_to_everything_changes_nothing(shelf: Library, judge: Judge) -> None:
    assert order(search(shelf, judge)) == shelf.find(QUESTION)


def test_only_the_best_passages_are_read_with_their_titles(shelf: Library, judge: Judge) -> None:
    search(shelf, judge, top=2)
    assert sorted(judge.passages) == [
        "Notebook\nReset the password of a shared notebook.",
        "Password\nReset the password in Settings.",
    ]


def test_a_short_list_is_the_beginning_of_a_long_one(shelf: Library, judge: Judge) -> None:
    judge.likes = "notebook"
    assert order(search(shelf, judge, k=1, weight=0.5)) == order(search(shelf, judge, weight=0.5))[:1] == ["b.md"]


def test_nothing_hidden_is_sent_to_the_judge(shelf: Library, judge: Judge) -> None:
    shelf.publish("staff.md", "Reset the password of a customer.", title="Password", audiences=["staff"])
    search(shelf, judge)
    assert judge.passages
    assert not any("customer" in passage for passage in judge.passages)


@pytest.mark.parametrize(
    "change",
    [
        {"statuses": [500] * 8},
        {"statuses": [401] * 8},
        {"raw": b"{}"},
        {"raw": b"certainly"},
        {"delay": 60.0},
        {"drip": 0.2},
        {"url": "http://127.0.0.1:9/v1"},
        {"url": "no address"},
    ],
)
def test_a_judge_that_fails_leaves_the_order_of_search(
    shelf: Library, judge: Judge, caplog: pytest.LogCaptureFixture, change: dict[str, Any]
) -> None:
    """The question is answered in time, and a line in the log and a stage of its own say what happened."""
    vars(judge).update(change)
    started = time.perf_counter()
    with caplog.at_level(logging.DEBUG, "askwell"):
        found = search(shelf, judge, seconds=0.3)
    assert time.perf_counter() - started < 20.0
    assert order(found) == shelf.find(QUESTION)
    assert found.reranker is None
    assert all(hit.reranker is None and hit.fused is None for hit in found.hits)
    assert "rerank_failed" in found.timings
    assert "rerank" not in found.timings
    (line,) = (record.getMessage() for record in caplog.records if record.name == "askwell.reranking")
    assert "The order of search is kept" in line
    assert KEY not in caplog.text
    assert QUESTION not in line


def test_a_judge_that_is_down_is_left_alone_for_a_while(shelf: Library, judge: Judge) -> None:
    judge.statuses = [503] * 1_000
    retriever = searcher(shelf, judge)
    query = RetrievalQuery(QUESTION, "en", frozenset())
    for _ in range(PATIENCE):
        retriever.retrieve(query)
    time.sleep(0.3)  # what was cancelled may still be on its way
    asked = len(judge.asked)
    found = retriever.retrieve(query)
    assert len(judge.asked) == asked
    assert "rerank_failed" in found.timings


def test_one_failure_is_forgotten(shelf: Library, judge: Judge) -> None:
    retriever = searcher(shelf, judge)
    query = RetrievalQuery(QUESTION, "en", frozenset())
    for _ in range(2 * PATIENCE):
        judge.raw = b"{}"
        assert retriever.retrieve(query).reranker is None
        judge.raw = None
        assert retriever.retrieve(query).reranker is not None


def hit(rank: int, score: float) -> Hit:
    passage = Passage(rank, f"{rank}.md", "v", 0, "Title", None, "en", (), 0, 4, "text", (), "2026-11-22T00:00:00Z")
    return Hit(passage, score, score, score, rank)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.data(), st.floats(0, 0.9))
def test_what_was_not_read_keeps_its_order_behind_what_was(
    scores: list[float], data: st.DataObject, weight: float
) -> None:
    """However little the reranker thinks of a passage, it does not fall behind one that came after and was not read."""
    hits = [hit(rank, score) for rank, score in enumerate(sorted(scores, reverse=True), 1)]
    given_scores = data.draw(st.lists(st.floats(0, 1), min_size=1, max_size=len(hits)))
    found = mixed(hits, given_scores, weight)
    unread = [one.passage.id for one in found if one.reranker is None]
    assert unread == [one.passage.id for one in hits[len(given_scores) :]]
    assert [one.passage.id for one in found][len(given_scores) :] == unread
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert {one.fused for one in found} == {one.score for one in hits}
