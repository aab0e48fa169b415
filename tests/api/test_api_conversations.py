from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.services import Services

Headers = dict[str, str]
QUESTION = {"question": "How do I reset my password?"}


@pytest.fixture
def conversation(client: TestClient) -> str:
    """A guest's conversation with one question answered."""
    started: str = client.post("/v1/ask", json=QUESTION).json()["conversation_id"]
    return started


def test_visitors_see_only_their_own_conversations(client: TestClient, visitor: Callable[..., Headers]) -> None:
    """Another visitor, a guest and a key get the same answer as for one that does not exist."""
    mine, other = visitor(), visitor()
    answer = client.post("/v1/ask", json=QUESTION, headers=mine).json()
    path = f"/v1/conversations/{answer['conversation_id']}"
    calls = {
        "read": lambda headers: client.get(path, headers=headers),
        "events": lambda headers: client.get(f"{path}/events", headers=headers),
        "ask": lambda headers: client.post(
            "/v1/ask", json=QUESTION | {"conversation_id": answer["conversation_id"]}, headers=headers
        ),
        "send": lambda headers: client.post(f"{path}/messages", json={"text": "hello"}, headers=headers),
        "escalate": lambda headers: client.post(f"{path}/escalate", headers=headers),
        "csat": lambda headers: client.post(f"{path}/csat", json={"score": 5}, headers=headers),
        "feedback": lambda headers: client.post(
            f"/v1/messages/{answer['message_id']}/feedback", json={"helpful": True}, headers=headers
        ),
    }
    unknown = client.get("/v1/conversations/cnv_unknown", headers=other).json()
    for call in calls.values():
        for headers in (other, {}):
            response = call(headers)
            assert response.status_code == 404
            assert response.json()["detail"] == unknown["detail"]
    assert calls["read"](mine).status_code == 200


def test_a_keys_conversations_are_its_own(client: TestClient, key: Callable[..., Headers]) -> None:
    one, other = key("ask"), key("ask")
    conversation = client.post("/v1/ask", json=QUESTION, headers=one).json()["conversation_id"]
    assert client.get(f"/v1/conversations/{conversation}", headers=one).status_code == 200
    assert client.get(f"/v1/conversations/{conversation}", headers=other).status_code == 404
    assert client.get(f"/v1/conversations/{conversation}", headers=key("escalations")).status_code == 200


def test_agents_read_every_conversation_and_the_content_team_none(
    client: TestClient, visitor: Callable[..., Headers], signed_in: Callable[..., Headers]
) -> None:
    conversation = client.post("/v1/ask", json=QUESTION, headers=visitor()).json()["conversation_id"]
    path = f"/v1/conversations/{conversation}"
    assert client.get(path, headers=signed_in("agent")).status_code == 200
    assert client.get(path, headers=signed_in("content")).status_code == 404


def test_asking_for_a_person_queues_once_and_says_what_happens(client: TestClient, conversation: str) -> None:
    path = f"/v1/conversations/{conversation}/escalate"
    first = client.post(path, json={"lang": "fr"}).json()
    second = client.post(path).json()
    assert first["escalation"] == second["escalation"]
    assert first["escalation"]["status"] == "queued"
    assert "personne" in first["text"]
    read = client.get(f"/v1/conversations/{conversation}").json()
    assert read["owner"] == "queue"
    assert read["escalation"] == first["escalation"]
    assert [line["text"] for line in read["messages"] if line["author"] == "system"] == [first["text"]]


def test_the_last_question_goes_to_the_queue(
    client: TestClient, conversation: str, key: Callable[..., Headers]
) -> None:
    client.post(f"/v1/conversations/{conversation}/escalate")
    (item,) = client.get("/v1/escalations", headers=key("escalations")).json()["items"]
    assert item["question"] == QUESTION["question"]
    assert item["reason"] == "asked_for_person"


def test_a_vote_is_kept_and_the_last_one_counts(client: TestClient, services: Services) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    path = f"/v1/messages/{answer['message_id']}/feedback"
    assert client.post(path, json={"helpful": False, "comment": "Too short"}).status_code == 200
    response = client.post(path, json={"helpful": True})
    assert response.json()["helpful"] is True
    read = client.get(f"/v1/conversations/{answer['conversation_id']}").json()
    assert read["messages"][1]["helpful"] is True
    with services.database.read() as session:
        assert session.execute("SELECT helpful FROM questions").fetchone()["helpful"] == 1


def test_a_no_brings_a_person(client: TestClient, key: Callable[..., Headers]) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    response = client.post(f"/v1/messages/{answer['message_id']}/feedback", json={"helpful": False}).json()
    (item,) = client.get("/v1/escalations", headers=key("escalations")).json()["items"]
    assert response["escalation"] == {"id": item["id"], "status": "queued", "position": 1}
    assert item["reason"] == "negative_feedback"
    assert item["question"] == QUESTION["question"]


def test_only_answers_can_be_voted_on(client: TestClient, conversation: str) -> None:
    question = client.get(f"/v1/conversations/{conversation}").json()["messages"][0]["id"]
    for message in (question, "msg_unknown"):
        assert client.post(f"/v1/messages/{message}/feedback", json={"helpful": True}).status_code == 404


@pytest.mark.parametrize("score", [0, 6, 4.5, "5", None, True])
def test_a_mark_is_a_whole_number_from_1_to_5(client: TestClient, conversation: str, score: object) -> None:
    assert client.post(f"/v1/conversations/{conversation}/csat", json={"score": score}).status_code == 422


def test_a_mark_is_kept(client: TestClient, conversation: str) -> None:
    body = {"score": 4, "comment": "Quick"}
    assert client.post(f"/v1/conversations/{conversation}/csat", json=body).json()["score"] == 4
    assert client.get(f"/v1/conversations/{conversation}").json()["csat"] == body


def test_repeated_writes_with_one_key_happen_once(client: TestClient, conversation: str, services: Services) -> None:
    path = f"/v1/conversations/{conversation}/escalate"
    headers = {"Idempotency-Key": "k"}
    assert client.post(path, headers=headers).json() == client.post(path, headers=headers).json()
    assert client.post(path, json={"comment": "other"}, headers=headers).status_code == 409
    with services.database.read() as session:
        happened = session.execute("SELECT type FROM escalation_events").fetchall()
    assert [row["type"] for row in happened] == ["opened"]
