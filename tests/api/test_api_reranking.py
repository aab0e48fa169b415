"""An application with a judge: its answers say whether the confidence knows it, and it is never in the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from answering.answerer import Question
from answering.confidence import Calibration, Logistic, Provenance
from api.app import create_app
from api.content import Draft
from api.model_wiring import make_reranking
from api.services import Services
from api.wiring import build
from core.settings import Settings

QUESTION = "How do I reset my password?"

Judge = Any
"""The class in the conftest, which a test module cannot import."""


@pytest.fixture
def judged(settings: Settings, judge: Judge) -> Settings:
    """Settings with the judge."""
    judge.likes = "Reset"
    changes = {"reranker": "llm", "llm_model": "local", "llm_base_url": judge.url, "llm_api_key": SecretStr("sk-1")}
    return settings.model_copy(update={**changes, "reranker_timeout": 30.0, "llm_timeout": 1.0})


@pytest.fixture
def application(judged: Settings) -> Iterator[Services]:
    yield from filled(judged)


@pytest.fixture
def impatient(judged: Settings) -> Iterator[Services]:
    """An application that waits half a second for the judge."""
    yield from filled(judged.model_copy(update={"reranker_timeout": 0.5}))


def filled(settings: Settings) -> Iterator[Services]:
    parts = build(settings)
    parts.content.write("password", Draft("Reset your password", "Open Settings and choose Reset.", lang="en"))
    parts.content.write("invoice", Draft("Download an invoice", "Open Billing and choose Download.", lang="en"))
    yield parts
    parts.close()


def test_a_question_is_answered_in_time_when_the_judge_hangs(impatient: Services, judge: Judge) -> None:
    judge.delay = 60.0
    started = time.perf_counter()
    with TestClient(create_app(services=impatient)) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert time.perf_counter() - started < judge.delay / 4
    assert answer["confidence"] > 0
    assert answer["reason"] != "internal_failure"
    assert b'askwell_stage_seconds_count{stage="rerank_failed"} 1.0' in impatient.metrics.render()


def test_the_time_of_the_judge_is_among_the_stages(application: Services) -> None:
    with TestClient(create_app(services=application)) as client:
        client.post("/v1/ask", json={"question": QUESTION})
    assert b'askwell_stage_seconds_count{stage="rerank"} 1.0' in application.metrics.render()


@pytest.mark.parametrize("knows_it", [False, True])
def test_an_answer_is_calibrated_as_it_was_found(
    judged: Settings, judge: Judge, tmp_path: Path, knows_it: bool
) -> None:
    """A fit made with the judge counts where the judge had its share; one made without, where it failed."""
    reranking = make_reranking(judged)
    assert reranking is not None
    model = Logistic(0.0, {}, {})
    fitted = Calibration("hashing-1-256", model, model, Provenance("a test", "2026-11-22"))
    path = tmp_path / "own.json"
    Calibration(fitted.embedder, model, model, fitted.provenance, reranking.id if knows_it else None).dump(path)
    for parts in filled(judged.model_copy(update={"calibration": path})):
        assert parts.embedder.id == fitted.embedder
        found = parts.answerer.answer(Question(QUESTION)).answer.signals
        assert found["calibrated"] == float(knows_it)
        assert found["reranker"] == pytest.approx(0.9)
        judge.raw = b"{}"
        failed = parts.answerer.answer(Question(QUESTION)).answer.signals
        assert failed["calibrated"] == float(not knows_it)
        assert "reranker" not in failed
