"""Putting aside, settling and the like over HTTP; and what is refused, which changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.services import Services

Headers = dict[str, str]
QUESTION = "What is the warranty on the turbo oven?"


@pytest.fixture
def ana(signed_in: Callable[..., Headers]) -> Headers:
    return signed_in("agent", "ana@example.com")


@pytest.fixture
def bo(signed_in: Callable[..., Headers]) -> Headers:
    return signed_in("agent", "bo@example.com")


@pytest.fixture
def mine(visitor: Callable[..., Headers]) -> Headers:
    return visitor()


@pytest.fixture
def handed(client: TestClient, mine: Headers) -> dict[str, Any]:
    """A visitor's question that waits for a person."""
    answer = client.post("/v1/ask", json={"question": QUESTION}, headers=mine).json()
    assert answer["escalation"]["status"] == "queued"
    return answer  # type: ignore[no-any-return]


@pytest.fixture
def path(handed: dict[str, Any]) -> str:
    return f"/v1/escalations/{handed['escalation']['id']}"


def later(**parts: float) -> str:
    return (datetime.now(UTC) + timedelta(**parts)).isoformat()


def everything(services: Services) -> list[Any]:
    # What is announced, not how far it has been delivered meanwhile.
    announced = "(SELECT key, target, topic, payload FROM outbox)"
    tables = ("conversations", "escalations", "escalation_events", "messages", "events", announced, "feedback")
    with services.database.read() as session:
        return [[tuple(row) for row in session.execute(f"SELECT * FROM {table}")] for table in tables]  # noqa: S608


def test_put_aside_it_is_hidden_until_the_customer_writes(
    client: TestClient, handed: dict[str, Any], path: str, mine: Headers, ana: Headers
) -> None:
    client.post(f"{path}/claim", headers=ana)
    snoozed = client.post(f"{path}/snooze", json={"until": later(hours=2)}, headers=ana).json()
    assert (snoozed["status"], snoozed["agent_name"]) == ("snoozed", "ana")
    assert client.get("/v1/escalations", headers=ana).json()["items"] == []
    listed = client.get("/v1/escalations?status=snoozed", headers=ana).json()
    assert [item["id"] for item in listed["items"]] == [snoozed["id"]]
    conversation = f"/v1/conversations/{handed['conversation_id']}"
    assert client.get(conversation, headers=mine).json()["escalation"]["status"] == "claimed"
    sent = client.post(f"{conversation}/messages", json={"text": "Hello?"}, headers=mine).json()
    assert sent["answer"] is None
    woken = client.get(path, headers=ana).json()
    assert (woken["escalation"]["status"], woken["escalation"]["snoozed_until"]) == ("claimed", None)


def test_its_agent_may_take_it_up_earlier(client: TestClient, path: str, ana: Headers, bo: Headers) -> None:
    client.post(f"{path}/claim", headers=ana)
    client.post(f"{path}/snooze", json={"until": later(days=3)}, headers=ana)
    assert client.post(f"{path}/wake", headers=bo).status_code == 409
    assert client.post(f"{path}/wake", headers=ana).json()["status"] == "claimed"


def test_it_is_given_to_a_colleague_by_name(client: TestClient, path: str, ana: Headers, bo: Headers) -> None:
    client.post(f"{path}/claim", headers=ana)
    given = client.post(f"{path}/assign", json={"to": "bo@example.com"}, headers=ana).json()
    assert (given["status"], given["agent_name"]) == ("claimed", "bo")
    assert client.post(f"{path}/reply", json={"text": "Hello"}, headers=ana).status_code == 409
    assert client.post(f"{path}/reply", json={"text": "Hello"}, headers=bo).status_code == 200
    assert client.post(f"{path}/assign", json={"to": "nobody@example.com"}, headers=bo).status_code == 404


def test_settled_with_an_outcome_the_customer_is_asked_and_the_mark_is_announced(
    client: TestClient, services: Services, handed: dict[str, Any], path: str, mine: Headers, ana: Headers
) -> None:
    client.post(f"{path}/claim", headers=ana)
    settled = client.post(f"{path}/resolve", json={"outcome": "no_answer"}, headers=ana).json()
    assert (settled["status"], settled["outcome"]) == ("resolved", "no_answer")
    conversation = f"/v1/conversations/{handed['conversation_id']}"
    assert "How satisfied are you" in client.get(conversation, headers=mine).json()["messages"][-1]["text"]
    assert client.post(f"{conversation}/csat", json={"score": 4}, headers=mine).status_code == 200
    with services.database.read() as session:
        types = [row["type"] for row in session.execute("SELECT type FROM events ORDER BY id")]
        topics = [row["topic"] for row in session.execute("SELECT topic FROM outbox ORDER BY id")]
    assert types.count("csat") == 1
    assert topics == [
        "conversation.opened",
        "escalation.requested",
        "conversation.assigned",
        "conversation.resolved",
        "csat.received",
    ]


def test_what_content_should_have_answered_is_listed_for_the_content_team(
    client: TestClient, path: str, ana: Headers, signed_in: Callable[..., Headers]
) -> None:
    client.post("/v1/ask", json={"question": "How do I reset my password?"})
    content = signed_in("content")
    assert client.get("/v1/questions?wants_content=true", headers=content).json()["items"] == []
    assert client.post(f"{path}/wants-content", headers=ana).json()["wants_content"] is True
    listed = client.get("/v1/questions?wants_content=true", headers=content).json()
    assert [item["text"] for item in listed["items"]] == [QUESTION]
    assert sum(listed["counts"].values()) == 1
    page = client.get("/content?show=wanted", headers=content).text
    assert QUESTION in page
    assert "How do I reset my password?" not in page
    assert "wants_content=true" in page, "the same choice as CSV"
    client.post(f"{path}/wants-content", json={"wanted": False}, headers=ana)
    assert client.get("/v1/questions?wants_content=true", headers=content).json()["items"] == []


def test_what_a_customer_wrote_to_a_person_first_can_be_wanted_too(
    client: TestClient, ana: Headers, signed_in: Callable[..., Headers]
) -> None:
    text = "Does the oven fit under a bench?"
    made = client.post("/v1/conversations", json={"person": True, "text": text}).json()
    client.post(f"/v1/escalations/{made['escalation']['id']}/wants-content", headers=ana)
    (item,) = client.get("/v1/questions?wants_content=true", headers=signed_in("content")).json()["items"]
    assert (item["text"], item["reason"]) == (text, "asked_for_person")


REFUSED: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("claim", None),
    ("assign", {"to": "bo@example.com"}),
    ("reply", {"text": "Hello"}),
    ("typing", None),
    ("snooze", {"until": later(hours=1)}),
    ("wake", None),
    ("release", None),
    ("resolve", {"outcome": "answered"}),
    ("hand-back", None),
)


def test_what_a_colleague_has_settled_is_refused_with_their_name_and_nothing_changes(
    client: TestClient, services: Services, path: str, ana: Headers, bo: Headers
) -> None:
    client.post(f"{path}/claim", headers=ana)
    client.post(f"{path}/resolve", headers=ana)
    before = everything(services)
    for verb, body in REFUSED:
        refused = client.post(f"{path}/{verb}", json=body, headers=bo)
        assert (verb, refused.status_code, refused.json()["code"]) == (verb, 409, "conflict")
        assert refused.json()["detail"] == "This escalation is already resolved by ana."
    assert everything(services) == before


UNUSABLE: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("reply", {"text": "x" * 8_001}, 422),
    ("reply", {"text": "x" * 70_000}, 413),
    ("reply", {"text": "  "}, 422),
    ("reply", {}, 422),
    ("note", {"text": "x" * 8_001}, 422),
    ("assign", {"to": ""}, 422),
    ("snooze", {"until": "2020-01-01T00:00:00Z"}, 422),
    ("snooze", {"until": "9999-01-01T00:00:00Z"}, 422),
    ("snooze", {"until": "2027-01-01T00:00:00"}, 422),
    ("snooze", {"until": "soon"}, 422),
    ("snooze", {}, 422),
    ("resolve", {"outcome": "whatever"}, 422),
    ("wants-content", {"wanted": "perhaps"}, 422),
)


def test_bodies_that_cannot_be_used_are_refused_and_nothing_changes(
    client: TestClient, services: Services, path: str, ana: Headers
) -> None:
    client.post(f"{path}/claim", headers=ana)
    before = everything(services)
    for verb, body, status in UNUSABLE:
        refused = client.post(f"{path}/{verb}", json=body, headers=ana)
        assert (verb, refused.status_code) == (verb, status), refused.text
        assert refused.headers["content-type"] == "application/problem+json"
    assert everything(services) == before


def test_unknown_ones_are_not_found(client: TestClient, services: Services, ana: Headers) -> None:
    before = everything(services)
    for verb, body in REFUSED:
        refused = client.post(f"/v1/escalations/esc_unknown/{verb}", json=body, headers=ana)
        assert (verb, refused.status_code) == (verb, 404)
    assert everything(services) == before


def test_no_visitor_reads_or_writes_anothers_conversation_in_any_state(
    client: TestClient,
    services: Services,
    handed: dict[str, Any],
    path: str,
    ana: Headers,
    visitor: Callable[..., Headers],
) -> None:
    """With a real token of their own, queued, claimed, put aside, settled and handed back."""
    other, conversation = visitor(), f"/v1/conversations/{handed['conversation_id']}"
    vote, message = {"helpful": False}, f"/v1/messages/{handed['message_id']}/feedback"
    steps: list[tuple[str, dict[str, Any] | None]] = [
        ("claim", None),
        ("reply", {"text": "The door code is heliotrope."}),
        ("snooze", {"until": later(hours=1)}),
        ("resolve", None),
        ("hand-back", None),
    ]
    for verb, body in steps:
        assert client.post(f"{path}/{verb}", json=body, headers=ana).status_code == 200
        before = everything(services)
        for stranger in (other, {}):
            answers = [
                client.get(conversation, headers=stranger),
                client.get(f"{conversation}/events", headers=stranger),
                client.post(f"{conversation}/messages", json={"text": "let me in"}, headers=stranger),
                client.post(f"{conversation}/escalate", headers=stranger),
                client.post(f"{conversation}/csat", json={"score": 1}, headers=stranger),
                client.post(message, json=vote, headers=stranger),
            ]
            assert {answer.status_code for answer in answers} == {404}
            assert not any("heliotrope" in answer.text for answer in answers)
            assert client.get(path, headers=stranger).status_code in {401, 403}
            assert client.post(f"{path}/reply", json={"text": "x"}, headers=stranger).status_code in {401, 403}
        assert everything(services) == before
