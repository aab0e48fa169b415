"""Vectors of questions that were asked a short while ago."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.embedder import HashingEmbedder, Vectors
from retrieval.recent_questions import RecentQuestions


class Noting(HashingEmbedder):
    """Knows what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__(64)
        self.asked: list[list[str]] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return super().embed_queries(texts)


@pytest.fixture
def noting() -> Noting:
    return Noting()


def test_what_is_remembered_is_not_embedded_again_and_rows_keep_their_order(noting: Noting) -> None:
    recent = RecentQuestions(noting)
    texts = ["Where is my parcel?", "¿Dónde está mi paquete?", "Where is my parcel?", "我的包裹在哪里？"]
    expected = noting.embed_passages(texts)
    recent.remember(texts[1], expected[1])
    assert np.array_equal(recent.vectors(texts), expected)
    assert noting.asked == [[texts[0], texts[3]]]


def test_nothing_to_look_up_asks_nothing(noting: Noting) -> None:
    assert RecentQuestions(noting).vectors([]).shape == (0, 64)
    assert noting.asked == []


def test_the_oldest_is_forgotten_and_another_text_is_never_taken_for_it(noting: Noting) -> None:
    recent = RecentQuestions(noting, size=2)
    texts = [f"Question {number}?" for number in range(3)]
    for text, vector in zip(texts, noting.embed_passages(texts), strict=True):
        recent.remember(text, vector)
    recent.vectors([*texts, "question 2?"])
    assert noting.asked == [[texts[0], "question 2?"]]


def test_a_question_that_is_asked_again_is_not_the_oldest(noting: Noting) -> None:
    recent = RecentQuestions(noting, size=2)
    for text in ("a", "b", "a", "c"):
        recent.remember(text, noting.embed_passages([text])[0])
    recent.vectors(["a", "c"])
    assert noting.asked == []
