from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from api.services import Services

Headers = dict[str, str]


@pytest.fixture
def conversation(client: TestClient) -> str:
    """A guest's conversation."""
    started: str = client.post("/v1/ask", json={"question": "Can I talk to a person?"}).json()["conversation_id"]
    return started


@pytest.fixture
def escalation(client: TestClient, conversation: str, key: Callable[..., Headers]) -> str:
    """Its escalation, queued."""
    client.post(f"/v1/conversations/{conversation}/escalate")
    (item,) = client.get("/v1/escalations", headers=key("escalations")).json()["items"]
    found: str = item["id"]
    return found


def test_an_agent_has_everything_on_one_screen(
    client: TestClient, conversation: str, escalation: str, signed_in: Callable[..., Headers]
) -> None:
    detail = client.get(f"/v1/escalations/{escalation}", headers=signed_in("agent")).json()
    assert detail["conversation"]["id"] == conversation
    assert detail["conversation"]["messages"]
    assert detail["visitor"]["id"]
    assert detail["history"][0]["happening"] == "opened"


def test_two_agents_claim_and_one_wins(client: TestClient, escalation: str, signed_in: Callable[..., Headers]) -> None:
    """The other is told who has it."""
    agents = {name: signed_in("agent", f"{name}@example.com") for name in ("ana", "bo")}

    def claim(name: str) -> tuple[str, int, str]:
        response = client.post(f"/v1/escalations/{escalation}/claim", headers=agents[name])
        return name, response.status_code, response.text

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(claim, agents))
    assert sorted(status for _, status, _ in results) == [200, 409]
    winner = next(name for name, status, _ in results if status == 200)
    refusal = next(text for _, status, text in results if status == 409)
    assert f"with {winner}" in refusal


def test_the_whole_way_of_an_escalation(
    client: TestClient, conversation: str, escalation: str, signed_in: Callable[..., Headers]
) -> None:
    agent, path = signed_in("agent", "ana@example.com"), f"/v1/escalations/{escalation}"
    assert client.post(f"{path}/reply", json={"text": "Hello"}, headers=agent).status_code == 409
    assert client.post(f"{path}/claim", headers=agent).json()["status"] == "claimed"
    assert client.post(f"{path}/note", json={"text": "looks angry"}, headers=agent).status_code == 200
    reply = client.post(f"{path}/reply", json={"text": "Hello, this is Ana."}, headers=agent).json()
    assert reply["escalation"]["status"] == "waiting"
    silent = client.post("/v1/ask", json={"question": "Thank you!", "conversation_id": conversation}).json()
    assert silent["reason"] == "person_in_charge"
    assert silent["escalation"]["id"] == escalation
    assert client.post(f"{path}/resolve", headers=agent).json()["status"] == "resolved"
    lines = client.get(f"/v1/conversations/{conversation}").json()["messages"]
    said = [(line["author"], line["author_name"]) for line in lines]
    assert said[-3:] == [("agent", "ana"), ("visitor", None), ("system", None)], "and the customer is asked for a mark"
    assert "angry" not in str(lines)
    client.post("/v1/ask", json={"question": "One more thing", "conversation_id": conversation})
    assert client.get(path, headers=agent).json()["escalation"]["status"] == "queued"


def test_handed_back_the_assistant_answers_again(
    client: TestClient, conversation: str, escalation: str, signed_in: Callable[..., Headers]
) -> None:
    agent, path = signed_in("agent"), f"/v1/escalations/{escalation}"
    for step in ("claim", "hand-back"):
        assert client.post(f"{path}/{step}", headers=agent).status_code == 200
    body = {"question": "How do I reset my password?", "conversation_id": conversation}
    assert client.post("/v1/ask", json=body).json()["reason"] != "person_in_charge"


def test_released_it_is_anybodys_again(client: TestClient, escalation: str, signed_in: Callable[..., Headers]) -> None:
    ana, bo = signed_in("agent", "ana@example.com"), signed_in("agent", "bo@example.com")
    admin, path = signed_in("admin"), f"/v1/escalations/{escalation}"
    client.post(f"{path}/claim", headers=ana)
    assert client.post(f"{path}/release", headers=bo).status_code == 409
    assert client.post(f"{path}/release", headers=admin).json()["agent_id"] is None
    assert client.post(f"{path}/claim", headers=bo).json()["agent_name"] == "bo"


def test_a_key_acts_for_an_agent_it_names(
    client: TestClient,
    services: Services,
    escalation: str,
    key: Callable[..., Headers],
    signed_in: Callable[..., Headers],
) -> None:
    signed_in("agent", "ana@example.com")
    signed_in("content", "cleo@example.com")
    headers, path = key("escalations"), f"/v1/escalations/{escalation}/claim"
    assert client.post(path, headers=headers).status_code == 422
    assert client.post(path, json={"agent": "nobody@example.com"}, headers=headers).status_code == 404
    assert client.post(path, json={"agent": "cleo@example.com"}, headers=headers).status_code == 403
    assert client.post(path, json={"agent": "ana@example.com"}, headers=headers).json()["agent_name"] == "ana"


def test_the_list_filters_and_counts(client: TestClient, escalation: str, signed_in: Callable[..., Headers]) -> None:
    agent = signed_in("agent")
    client.post(f"/v1/escalations/{escalation}/claim", headers=agent)
    assert client.get("/v1/escalations", params={"status": "queued"}, headers=agent).json()["items"] == []
    mine = client.get("/v1/escalations", params={"mine": True}, headers=agent).json()
    assert [item["id"] for item in mine["items"]] == [escalation]
    assert mine["counts"]["by_status"]["claimed"] == 1
    assert client.get("/v1/escalations", params={"status": "sleeping"}, headers=agent).status_code == 422
    assert client.get("/v1/escalations", params={"cursor": "nonsense"}, headers=agent).status_code == 422


@pytest.mark.parametrize("text", ["", "   ", "x" * 8_001])
def test_a_reply_has_a_text_of_a_sensible_length(
    client: TestClient, escalation: str, signed_in: Callable[..., Headers], text: str
) -> None:
    agent = signed_in("agent")
    client.post(f"/v1/escalations/{escalation}/claim", headers=agent)
    response = client.post(f"/v1/escalations/{escalation}/reply", json={"text": text}, headers=agent)
    assert response.status_code == 422


def test_a_reply_sent_twice_with_one_key_is_one(
    client: TestClient, conversation: str, escalation: str, signed_in: Callable[..., Headers]
) -> None:
    agent = signed_in("agent")
    client.post(f"/v1/escalations/{escalation}/claim", headers=agent)
    for _ in range(2):
        response = client.post(
            f"/v1/escalations/{escalation}/reply",
            json={"text": "Hello"},
            headers=agent | {"Idempotency-Key": "reply-1"},
        )
        assert response.status_code == 200
    lines = client.get(f"/v1/conversations/{conversation}").json()["messages"]
    assert [line["text"] for line in lines if line["author"] == "agent"] == ["Hello"]
