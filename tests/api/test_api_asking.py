from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.schemas.asking import AnswerBody
from api.services import Services
from core.model import Owner, Reason
from escalation.desk import Desk

Headers = dict[str, str]
Reader = Callable[[str], list[dict[str, Any]]]

KEYS = set(AnswerBody.model_fields)
QUESTION = {"question": "How do I reset my password?"}


def test_an_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    response = client.post("/v1/ask", json=QUESTION)
    assert response.status_code == 200
    body = response.json()
    assert body.keys() == KEYS
    assert body["trace_id"] == response.headers["x-request-id"]
    AnswerBody.model_validate(body)


def test_every_quote_is_a_slice_of_the_version_it_names(client: TestClient) -> None:
    (citation,) = client.post("/v1/ask", json=QUESTION).json()["citations"]
    path = f"/v1/documents/{citation['document_id']}"
    document = client.get(path, params={"version": citation["document_version"]}).json()
    assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert document["version"] == citation["document_version"]
    assert document["current"] is True


@pytest.mark.parametrize("length", [1, 2_000])
def test_the_longest_and_the_shortest_question_are_accepted(client: TestClient, length: int) -> None:
    """Spaces around it do not count."""
    assert client.post("/v1/ask", json={"question": f"  {'密' * length}\n "}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"question": "x" * 2_001},
        {"question": " \n\t"},
        {"lang": "english please"},
        {"lang": "-"},
        {"page": {"url": "https://example.com/" + "x" * 2_000}},
        {"page": {"title": "x" * 301}},
        {"page": "https://example.com"},
        {"conversation_id": "x" * 81},
        {"stream": "perhaps"},
    ],
)
def test_values_that_cannot_be_used_are_refused_and_nothing_is_stored(
    client: TestClient, services: Services, change: dict[str, Any]
) -> None:
    assert client.post("/v1/ask", json=QUESTION | change).status_code == 422
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_an_unknown_conversation_is_404_and_nothing_is_stored(client: TestClient, services: Services) -> None:
    response = client.post("/v1/ask", json=QUESTION | {"conversation_id": "cnv_unknown"})
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_a_conversation_goes_on(client: TestClient) -> None:
    first = client.post("/v1/ask", json=QUESTION).json()
    second = client.post("/v1/ask", json=QUESTION | {"conversation_id": first["conversation_id"]}).json()
    assert second["conversation_id"] == first["conversation_id"]
    assert second["message_id"] != first["message_id"]
    read = client.get(f"/v1/conversations/{first['conversation_id']}").json()
    assert [line["author"] for line in read["messages"]] == ["visitor", "assistant"] * 2
    assert read["messages"][1]["answer"] == first


@pytest.mark.parametrize("headers", [{}, {"Accept": "text/event-stream"}])
def test_a_stream_ends_with_the_whole_answer(client: TestClient, events_of: Reader, headers: Headers) -> None:
    body = QUESTION if headers else QUESTION | {"stream": True}
    response = client.post("/v1/ask", json=body, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    events = events_of(response.text)
    names = [event["event"] for event in events]
    assert names[:2] == ["start", "sources"]
    assert names[-1] == "answer"
    assert set(names[2:-1]) == {"delta"}
    answer = events[-1]["data"]
    assert "".join(event["data"]["text"] for event in events[2:-1]) == answer["text"]
    assert events[1]["data"]["citations"] == answer["citations"]
    assert events[0]["data"]["conversation_id"] == answer["conversation_id"]
    assert events[0]["data"]["trace_id"] == answer["trace_id"] == response.headers["x-request-id"]
    assert client.get(f"/v1/conversations/{answer['conversation_id']}").json()["messages"][1]["answer"] == answer


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_broken_stream_goes_on_where_it_stopped(client: TestClient, events_of: Reader, seen: int) -> None:
    """The same request with the same key and the last event's id: nothing is asked twice."""
    body, headers = QUESTION | {"stream": True}, {"Idempotency-Key": "once"}
    all_events = events_of(client.post("/v1/ask", json=body, headers=headers).text)
    again = client.post("/v1/ask", json=body, headers=headers | {"Last-Event-ID": all_events[seen]["id"]})
    assert events_of(again.text) == all_events[seen + 1 :]
    replayed = client.get(
        f"/v1/conversations/{all_events[0]['data']['conversation_id']}",
    ).json()
    assert len(replayed["messages"]) == 2


def test_a_client_that_has_seen_more_than_there_is_gets_the_text_put_right(
    client: TestClient, events_of: Reader
) -> None:
    body, headers = QUESTION | {"stream": True}, {"Idempotency-Key": "once"}
    events = events_of(client.post("/v1/ask", json=body, headers=headers).text)
    question = events[0]["data"]["question_id"]
    again = events_of(client.post("/v1/ask", json=body, headers=headers | {"Last-Event-ID": f"{question}.999"}).text)
    assert [event["event"] for event in again] == ["replace", "answer"]
    assert again[0]["data"]["text"] == again[1]["data"]["text"]


@pytest.mark.parametrize("value", ["17", "nonsense", "msg_1.x"])
def test_an_event_id_of_something_else_is_refused(client: TestClient, value: str) -> None:
    response = client.post("/v1/ask", json=QUESTION | {"stream": True}, headers={"Last-Event-ID": value})
    assert response.status_code == 422


def test_the_same_key_asks_once(client: TestClient, services: Services) -> None:
    headers = {"Idempotency-Key": "a-key"}
    first = client.post("/v1/ask", json=QUESTION, headers=headers)
    second = client.post("/v1/ask", json=QUESTION, headers=headers)
    assert first.json() == second.json()
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM answers").fetchone()[0] == 1


def test_the_same_key_for_another_question_is_a_conflict(client: TestClient) -> None:
    headers = {"Idempotency-Key": "a-key"}
    client.post("/v1/ask", json=QUESTION, headers=headers)
    response = client.post("/v1/ask", json={"question": "Something else"}, headers=headers)
    assert response.status_code == 409


def test_two_callers_may_use_the_same_key(client: TestClient, visitor: Callable[..., Headers]) -> None:
    answers = [
        client.post("/v1/ask", json=QUESTION, headers=visitor() | {"Idempotency-Key": "1"}).json() for _ in range(2)
    ]
    assert answers[0]["conversation_id"] != answers[1]["conversation_id"]


def test_equal_requests_at_once_are_answered_once(client: TestClient, services: Services) -> None:
    def ask(_: int) -> dict[str, Any]:
        answer: dict[str, Any] = client.post("/v1/ask", json=QUESTION, headers={"Idempotency-Key": "race"}).json()
        return answer

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert all(answer == answers[0] for answer in answers)
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == 2


def test_messages_of_one_conversation_are_answered_in_order(client: TestClient) -> None:
    conversation = client.post("/v1/ask", json=QUESTION).json()["conversation_id"]

    def ask(number: int) -> None:
        client.post("/v1/ask", json={"question": f"password {number}", "conversation_id": conversation})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))
    lines = client.get(f"/v1/conversations/{conversation}").json()["messages"]
    asked = [line["id"] for line in lines if line["author"] == "visitor"]
    answered = [line for line in lines if line["author"] == "assistant"]
    assert len(asked) == len(answered) == 7
    assert len({line["id"] for line in answered}) == 7


def test_answers_of_one_conversation_follow_their_questions(services: Services, client: TestClient) -> None:
    """In the order of the questions, whoever finishes first."""
    conversation = client.post("/v1/ask", json=QUESTION).json()["conversation_id"]
    start = threading.Barrier(4)

    def ask(number: int) -> None:
        start.wait()
        client.post("/v1/ask", json={"question": f"invoice {number}", "conversation_id": conversation})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    with services.database.read() as session:
        order = session.execute(
            "SELECT q.seq FROM answers a JOIN messages q ON q.id = a.question_id JOIN messages m ON m.id = a.message_id"
            " ORDER BY m.seq"
        ).fetchall()
    assert [row[0] for row in order] == sorted(row[0] for row in order)


def test_a_failure_while_answering_fetches_a_person(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never an error for the customer, and the escalation is there."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(services.retriever), "retrieve", fail)
    response = client.post("/v1/ask", json={"question": "¿Cómo cambio mi contraseña?"})
    assert response.status_code == 200
    body = response.json()
    assert (body["decision"], body["reason"], body["lang"]) == ("escalate", Reason.INTERNAL_FAILURE, "es")
    assert "persona" in body["text"]
    with services.database.read() as session:
        live = services.queue.live(session, body["conversation_id"])
    assert live is not None
    assert body["escalation"] == {"id": live.id, "status": "queued", "position": 1}


def test_a_stream_says_what_failed(
    client: TestClient, services: Services, events_of: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question is stored by then, and is answered after the next start."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "open", fail)
        patched.setattr(type(services.conversations), "add_answer", fail)
        events = events_of(client.post("/v1/ask", json=QUESTION | {"stream": True}).text)
    assert [event["event"] for event in events] == ["start", "error"]
    assert events[1]["data"]["code"] == "internal_error"
    assert services.assistant.recover() == 1
    read = client.get(f"/v1/conversations/{events[0]['data']['conversation_id']}").json()
    assert [line["author"] for line in read["messages"]] == ["visitor", "assistant"]


def test_a_slow_answer_is_bridged_by_pings(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no proxy takes the connection for dead."""
    retrieve = type(services.retriever).retrieve

    def slowly(*arguments: Any) -> Any:
        time.sleep(1.0)
        return retrieve(*arguments)

    monkeypatch.setattr(type(services.retriever), "retrieve", slowly)
    monkeypatch.setattr("api.sse.PING_S", 0.1)
    assert "\n: ping" in client.post("/v1/ask", json=QUESTION | {"stream": True}).text


def test_a_message_in_a_conversation_is_answered(client: TestClient) -> None:
    conversation = client.post("/v1/ask", json=QUESTION).json()["conversation_id"]
    sent = client.post(f"/v1/conversations/{conversation}/messages", json={"text": "How do I download an invoice?"})
    assert sent.status_code == 200
    lines = client.get(f"/v1/conversations/{conversation}").json()["messages"]
    assert sent.json()["message_id"] == lines[2]["id"]
    assert sent.json()["answer"] == lines[3]["answer"]


def test_the_page_a_question_came_from_is_kept(client: TestClient, services: Services) -> None:
    page = {"url": "https://shop.example/checkout", "title": "Checkout"}
    conversation_id = client.post("/v1/ask", json=QUESTION | {"page": page}).json()["conversation_id"]
    with services.database.read() as session:
        conversation = services.conversations.get(session, conversation_id)
    assert (conversation.page_url, conversation.page_title) == (page["url"], page["title"])
    assert conversation.owner is Owner.ASSISTANT
