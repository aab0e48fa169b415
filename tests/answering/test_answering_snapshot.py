"""What is kept to replay an answer: enough to compute its confidence anew, and bounded whatever was asked."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from answering.answerer import Question
from answering.snapshot import MOST_AUDIENCES, MOST_TERMS, snapshot_of
from core.model import Author, Turn

Centre = Any
LARGEST = 12_000
"""Characters of the largest snapshot that the longest question can bring about."""


def kept(centre: Centre, question: Question) -> tuple[Any, dict[str, Any]]:
    answerer = centre.answerer()
    answered = answerer.answer(question)
    return answered, json.loads(json.dumps(snapshot_of(question, answered, answerer.fit)))


@pytest.mark.parametrize("text", ["How do I export all notebooks?", "¿Cómo exporto todos los cuadernos?"])
def test_the_confidence_follows_from_what_is_kept(centre: Centre, text: str) -> None:
    answered, snapshot = kept(centre, Question(text))
    signals = answered.answer.signals
    assert len(snapshot["log_odds"]) == len(snapshot["sides"]) == len(signals)
    logit = snapshot["intercept"] + sum(added or 0.0 for added in snapshot["log_odds"])
    assert 1 / (1 + math.exp(-logit)) == pytest.approx(answered.answer.confidence, abs=0.005)
    assert len(snapshot["parts"]) == len(answered.retrieval.hits)
    cited = [[one.document_id, one.document_version, one.start, one.end] for one in answered.draft.citations]
    assert snapshot["pieces"] == cited


def test_what_had_not_to_be_looked_up_keeps_little(centre: Centre) -> None:
    _, snapshot = kept(centre, Question("Thanks!", "en"))
    assert snapshot["kind"] == "thanks"
    assert not {"generation", "parts", "log_odds", "pieces"} & snapshot.keys()


def test_a_snapshot_is_bounded_whatever_is_asked(centre: Centre) -> None:
    words = " ".join(f"export{number} notebook{number}" for number in range(400))
    question = Question(
        words[:4_000],
        audiences=frozenset(f"group-{number}" for number in range(500)),
        history=tuple(Turn(Author.VISITOR, words) for _ in range(12)),
        page=("https://example.com/" + "a" * 5_000, "Title " * 1_000),
    )
    _, snapshot = kept(centre, question)
    assert len(snapshot["terms"]) <= MOST_TERMS
    assert len(snapshot["audiences"]) == MOST_AUDIENCES
    assert len(json.dumps(snapshot)) < LARGEST
