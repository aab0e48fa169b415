"""The language model of a whole application: staff and `/metrics` see how it is doing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from answering.model.chat import ChatMessage, ModelFailure
from api.app import create_app
from api.services import Services
from api.wiring import build
from core.settings import Settings
from tests.model_server import ModelServer, say, status

Headers = dict[str, str]
SignedIn = Callable[..., Headers]
ASKED = [ChatMessage("user", "How long does it take, exactly?")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def services(settings: Settings, model_server: ModelServer) -> Iterator[Services]:
    """An application with the scripted model and 10,000 tokens a day."""
    model = {"llm_model": "scripted", "llm_base_url": model_server.url, "llm_tokens_day": 10_000}
    parts = build(settings.model_copy(update={**model, "llm_uses": ("answer", "draft")}), lambda: NOW)
    yield parts
    parts.close()


def ask(services: Services, use: str = "answer", tokens: int = 100) -> str | None:
    """What became of one request: None when it was answered."""
    assert services.models.chat is not None
    try:
        services.models.chat.complete(ASKED, seconds=30, max_tokens=tokens, use=use, visitor="vis_ana")
    except ModelFailure as failure:
        return failure.kind
    return None


def metric(services: Services, name: str) -> float:
    found = re.search(rf"^askwell_model_{re.escape(name)} (\S+)$", services.metrics.render().decode(), re.MULTILINE)
    assert found, name
    return float(found[1])


def test_a_use_that_is_switched_off_has_no_model(services: Services) -> None:
    assert services.models.for_use("draft") is services.models.chat
    assert services.models.for_use("translate") is None


def test_without_a_model_nothing_is_said_of_one(settings: Settings) -> None:
    parts = build(settings)
    assert parts.models.for_use("answer") is None
    assert parts.models.standing.notice() is None
    assert "askwell_model_failing" not in parts.metrics.render().decode()
    parts.close()


def test_metrics_tell_requests_tokens_times_and_failures(services: Services, model_server: ModelServer) -> None:
    model_server.script = say("Nine days.")
    assert ask(services) is None
    model_server.script = status(401)
    assert ask(services, "draft") == "refused"
    assert metric(services, 'requests_total{outcome="ok",use="answer"}') == 1
    assert metric(services, 'requests_total{outcome="refused",use="draft"}') == 1
    assert metric(services, 'tokens_total{direction="written",use="answer"}') == 3
    assert metric(services, 'first_piece_seconds_count{use="answer"}') == 1
    assert metric(services, "tokens_today") == metric(services, 'tokens_total{direction="read",use="answer"}') + 3
    assert metric(services, "tokens_day") == 10_000
    assert "exactly" not in services.metrics.render().decode()


def test_staff_see_that_the_model_fails_and_that_it_is_well_again(
    services: Services, model_server: ModelServer, signed_in: SignedIn
) -> None:
    agent, admin = signed_in("agent"), signed_in("admin")
    model_server.script = status(401)
    with TestClient(create_app(services=services)) as client:
        assert ask(services) == "refused"
        assert "The language model is failing" not in client.get("/desk", headers=agent).text
        assert [ask(services) for _ in range(5)] == ["refused"] * 4 + ["open_circuit"]
        for page, headers in (("/desk", agent), ("/desk", admin), ("/content", admin)):
            text = client.get(page, headers=headers).text
            assert "The language model is failing, since" in text
            assert "its server refuses the requests" in text
            assert ("askwell doctor" in text) == (headers is admin)
        assert metric(services, "failing") == 1
        assert metric(services, "breaker") == 2
        another = build(services.settings, lambda: NOW)  # another process, whose breaker is closed
        model_server.script = say("Nine days.")
        assert ask(another) is None
        another.close()
        assert "The language model is failing" not in client.get("/desk", headers=agent).text
        assert metric(services, "failing") == 0


def test_a_spent_budget_refuses_without_a_request_and_staff_see_it(
    services: Services, model_server: ModelServer, signed_in: SignedIn
) -> None:
    model_server.script = say("word " * 7_600, sizes=(65_536,), words=400)
    assert ask(services, tokens=9_900) is None
    assert ask(services, tokens=600) == "budget"
    assert len(model_server.asked) == 1
    with TestClient(create_app(services=services)) as client:
        assert "tokens of today are spent" in client.get("/desk", headers=signed_in("agent")).text
    assert metric(services, 'requests_total{outcome="budget",use="answer"}') == 1
