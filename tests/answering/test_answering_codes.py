"""Answers to questions with codes and slips: about the very code, and sure only when the content holds it."""

from __future__ import annotations

from typing import Any

import pytest

from answering.confidence import MISSING_CODE, Logistic
from core.model import Decision

HelpCentre = Any


@pytest.mark.parametrize(
    "question", ["What does error ERR-4042 mean?", "err 4042", "I get error 4042", "what is ＥＲＲ-4042"]
)
def test_a_code_is_answered_from_the_page_that_holds_it(real_centre: HelpCentre, question: str) -> None:
    answered = real_centre.answer(question, "en")
    assert answered.retrieval.missing_codes == ()
    assert answered.draft.citations[0].document_id == "api"
    assert "ERR-4042" in answered.draft.text


@pytest.mark.parametrize("question", ["What does error ERR-4043 mean?", "err 4049", "what is --verbose for"])
def test_another_code_lowers_the_confidence_below_an_answer(real_centre: HelpCentre, question: str) -> None:
    answered = real_centre.answer(question, "en", target_precision=0.9)
    assert answered.answer.decision in (Decision.CAVEAT, Decision.ESCALATE)
    assert answered.answer.signals[MISSING_CODE] == 1
    known = real_centre.answer("What does error ERR-4042 mean?", "en").answer
    assert MISSING_CODE not in known.signals
    assert answered.answer.confidence < 0.5 * known.confidence


def test_a_missing_code_counts_in_every_fit() -> None:
    fit = Logistic(2.0, {}, {})
    assert fit.confidence({MISSING_CODE: 1.0}) < fit.confidence({}) - 0.2


def test_a_mistyped_question_is_answered_with_the_same_evidence_and_confidence(real_centre: HelpCentre) -> None:
    right, wrong = (
        real_centre.answer(f"How do I {word} all notebooks?", "en", target_precision=0.9)
        for word in ("export", "exprot")
    )
    assert wrong.retrieval.text == right.retrieval.query.text
    assert (wrong.answer.text, wrong.answer.confidence) == (right.answer.text, right.answer.confidence)
