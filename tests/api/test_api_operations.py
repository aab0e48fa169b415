from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.openai_form.errors import speaks_openai
from api.readiness import WARMING, Readiness
from api.services import Services
from core.errors import Unavailable
from retrieval.embedder import HashingEmbedder

Headers = dict[str, str]


def test_a_ready_server_says_so(client: TestClient, services: Services) -> None:
    deadline = time.monotonic() + 30
    while (body := client.get("/readyz").json())["status"] != "ready" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert body == {"status": "ready", "checks": dict.fromkeys(("database", "embedder", "index", "answering"), "ok")}


def test_an_index_of_another_embedder_is_not_ready_and_says_how_to_mend_it(services: Services) -> None:
    with services.database.write() as session:
        session.execute("UPDATE meta SET value = 'another' WHERE key = 'embedder'")
    with TestClient(create_app(services=services)) as client:
        deadline = time.monotonic() + 30
        while '"embedder":"ok"' not in (response := client.get("/readyz")).text and time.monotonic() < deadline:
            time.sleep(0.05)
    assert response.status_code == 503
    assert "askwell ingest --reembed" in response.json()["checks"]["index"]


def test_while_warming_up_nobody_waits(services: Services) -> None:
    readiness = Readiness(services.database, services.embedder, services.index, lambda: None)
    with readiness._lock:
        assert readiness.check()["embedder"] == WARMING


def test_an_embedder_that_does_not_answer_is_reported(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise Unavailable("The embeddings server does not answer.")

    monkeypatch.setattr(HashingEmbedder, "embed_queries", fail)
    readiness = Readiness(services.database, services.embedder, services.index, lambda: None)
    assert readiness.check()["embedder"] == "The embeddings server does not answer."


def test_a_server_that_cannot_answer_is_not_ready(services: Services) -> None:
    def fail() -> None:
        raise RuntimeError("no model")

    readiness = Readiness(services.database, services.embedder, services.index, fail)
    assert readiness.check()["answering"] == "The rehearsal failed: no model"
    assert readiness.check()["answering"] != "ok"


def test_metrics_count_requests_decisions_and_the_queue(client: TestClient, key: Callable[..., Headers]) -> None:
    client.post("/v1/ask", json={"question": "I want to talk to a person"})
    text = client.get("/metrics", headers=key("admin")).text
    assert 'askwell_decisions_total{decision="escalate",reason="asked_for_person"} 1.0' in text
    assert 'askwell_requests_total{method="POST",route="/v1/ask",status="200"} 1.0' in text
    assert re.search(r'askwell_stage_seconds_count\{stage="total"\} 1\.0', text)
    assert "askwell_escalations_queued 1.0" in text
    assert "askwell_outbox_waiting" in text


def test_ids_do_not_multiply_the_series(client: TestClient, key: Callable[..., Headers]) -> None:
    for number in range(3):
        client.get(f"/v1/conversations/cnv_{number}")
    text = client.get("/metrics", headers=key("admin")).text
    assert "cnv_1" not in text
    assert 'route="/v1/conversations/{conversation_id}",status="404"} 3.0' in text


def test_metrics_are_closed_to_other_machines(client: TestClient, key: Callable[..., Headers]) -> None:
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=key("ask")).status_code == 403


def test_metrics_are_open_on_the_same_machine(services: Services) -> None:
    with TestClient(create_app(services=services), client=("127.0.0.1", 5000)) as client:
        assert client.get("/metrics").status_code == 200


def every_operation(client: TestClient) -> list[tuple[str, dict[str, Any]]]:
    paths = client.get("/openapi.json").json()["paths"]
    return [(f"{verb} {path}", operation) for path, verbs in paths.items() for verb, operation in verbs.items()]


def test_openapi_describes_every_route_with_its_problems(client: TestClient) -> None:
    for name, operation in every_operation(client):
        assert operation.get("summary"), name
        assert operation.get("description"), name
        failures = {status: found for status, found in operation["responses"].items() if status[0] in "45"}
        for status, response in failures.items():
            if speaks_openai(name.partition(" ")[2]):
                assert "OpenAIError" in str(response["content"]["application/json"]), (name, status)
            else:
                assert "application/problem+json" in response["content"], (name, status)
        if "/v1/" in name:
            assert failures, name


def test_openapi_resolves_all_its_references(client: TestClient) -> None:
    document = client.get("/openapi.json")
    schemas = set(document.json()["components"]["schemas"])
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', document.text))
    assert used <= schemas


def test_openapi_has_all_routes_of_the_contract(client: TestClient) -> None:
    names = {name for name, _ in every_operation(client)}
    assert names >= {
        "post /v1/ask",
        "get /v1/search",
        "post /v1/sessions",
        "get /v1/conversations/{conversation_id}",
        "post /v1/conversations/{conversation_id}/messages",
        "get /v1/conversations/{conversation_id}/events",
        "post /v1/conversations/{conversation_id}/escalate",
        "post /v1/conversations/{conversation_id}/csat",
        "post /v1/messages/{message_id}/feedback",
        "get /v1/escalations",
        "post /v1/escalations/{escalation_id}/claim",
        "get /v1/questions",
        "get /v1/documents",
        "post /v1/documents",
        "get /v1/documents/{document_id}",
        "delete /v1/documents/{document_id}",
        "get /healthz",
        "get /readyz",
        "get /metrics",
    }


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/widget.js", "/help", "/openapi.json"])
def test_head_says_what_get_says_without_the_body(client: TestClient, path: str) -> None:
    while client.get("/readyz").status_code == 503:  # it says more and more until all is loaded
        time.sleep(0.01)
    head, get = client.head(path, follow_redirects=False), client.get(path, follow_redirects=False)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "content-length", "etag", "location"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_of_a_stream_ends(client: TestClient, visitor: Callable[..., dict[str, str]]) -> None:
    headers = visitor()
    asked = client.post("/v1/ask", json={"question": "How do I reset my password?"}, headers=headers).json()
    found = client.head(f"/v1/conversations/{asked['conversation_id']}/events", headers=headers)
    assert (found.status_code, found.content) == (200, b"")
    assert found.headers["content-type"].startswith("text/event-stream")


def test_head_of_what_only_takes_posts_is_no_way_in(client: TestClient) -> None:
    assert client.head("/v1/ask").status_code == 405
