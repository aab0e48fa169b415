"""When a conversation goes to a person, over the network, and what the customer is told then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from api.content import Draft
from api.staff import COOKIE, Role
from api.wiring import build
from core.settings import Settings

PASSWORD = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."
INVOICE = "Open Billing and choose Download invoice. Invoices are kept for ten years."
HOW = "How do I reset my password?"


@pytest.fixture(scope="module")
def server(make_shared_server: Callable[..., Any]) -> Any:
    """A running server with two documents and an agent."""
    running = make_shared_server(ASKWELL_SENSITIVE_WORDS="lawyer,data breach")
    parts = build(Settings(_env_file=None, data=running.data, embedder="hashing"))
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    parts.content.write("invoice", Draft("Download an invoice", INVOICE, lang="en"))
    member = parts.staff.add("ana@example.com", Role.AGENT, "Ana")
    _, session = parts.staff.redeem(parts.staff.create_link(member))
    parts.close()
    running.ana = {"Cookie": f"{COOKIE}={session}", "Sec-Fetch-Site": "same-origin"}
    running.start()
    return running


@pytest.fixture
def client(server: Any) -> Any:
    with httpx2.Client(base_url=server.url, timeout=30) as opened:
        yield opened


def ask(client: Any, question: str, conversation_id: str | None = None) -> dict[str, Any]:
    made = client.post("/v1/ask", json={"question": question, "conversation_id": conversation_id})
    assert made.status_code == 200, made.text
    return made.json()  # type: ignore[no-any-return]


def on_the_desk(server: Any, client: Any, escalation_id: str) -> dict[str, Any]:
    return client.get(f"/v1/escalations/{escalation_id}", headers=server.ana).json()["escalation"]  # type: ignore[no-any-return]


def agent_does(server: Any, client: Any, escalation_id: str, verb: str, **body: Any) -> None:
    done = client.post(f"/v1/escalations/{escalation_id}/{verb}", json=body, headers=server.ana)
    assert done.status_code == 200, done.text


def test_what_no_content_answers_goes_to_a_person(server: Any, client: Any) -> None:
    answer = ask(client, "What is the warranty on the turbo oven?")
    assert (answer["decision"], answer["reason"]) == ("escalate", "low_confidence")
    seen = on_the_desk(server, client, answer["escalation"]["id"])
    assert (seen["reason"], seen["status"], seen["question"]) == (
        "low_confidence",
        "queued",
        "What is the warranty on the turbo oven?",
    )


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("I want to tlak to a persno", "person"),
        ("let me speak with a humna please", "person"),
        ("agent plz", "person"),
        ("quiero hablar con una perosna", "persona"),
        ("pasame con un agnete", "persona"),
        ("je veux parler à un consseiller", "personne"),
        ("un humain svp", "personne"),
        ("我要转人工", "人工客服"),
        ("找真人客服", "人工客服"),
    ],
)
def test_who_asks_for_a_person_gets_one_in_any_language_and_misspelt(client: Any, wish: str, told: str) -> None:
    answer = ask(client, wish)
    assert (answer["reason"], answer["escalation"]["status"]) == ("asked_for_person", "queued")
    assert told in answer["text"]


def test_the_same_question_rephrased_twice_without_success_goes_to_a_person(server: Any, client: Any) -> None:
    first = ask(client, HOW)
    again = ask(client, "resetting my password, how?", first["conversation_id"])
    assert {first["decision"], again["decision"]} == {"answer"}
    third = ask(client, "I need to reset the password", first["conversation_id"])
    assert third["reason"] == "repeated_failure"
    assert on_the_desk(server, client, third["escalation"]["id"])["reason"] == "repeated_failure"


def test_a_no_to_an_answer_goes_to_a_person(server: Any, client: Any) -> None:
    answer = ask(client, HOW)
    path = f"/v1/messages/{answer['message_id']}/feedback"
    voted = client.post(path, json={"helpful": False, "comment": "I have no e-mail"}).json()
    assert on_the_desk(server, client, voted["escalation"]["id"])["reason"] == "negative_feedback"


def test_a_sensitive_topic_goes_to_a_person_even_when_content_answers_it(server: Any, client: Any) -> None:
    answer = ask(client, "My lawyer asks: how do I reset my password?")
    assert answer["reason"] == "sensitive_topic"
    assert answer["citations"] == []
    assert on_the_desk(server, client, answer["escalation"]["id"])["reason"] == "sensitive_topic"


def test_a_person_may_be_the_very_first_wish(server: Any, client: Any) -> None:
    body = {"person": True, "text": "Mi cuenta está bloqueada y viajo mañana", "page": {"url": "https://a.example/x"}}
    headers = {"Idempotency-Key": "first-wish"}
    made = client.post("/v1/conversations", json=body, headers=headers).json()
    assert client.post("/v1/conversations", json=body, headers=headers).json() == made, "sent twice, begun once"
    assert "persona" in made["text"]
    read = client.get(f"/v1/conversations/{made['conversation_id']}").json()
    assert read["messages"][0]["id"] == made["message_id"]
    assert [line["author"] for line in read["messages"]] == ["visitor", "system"], "the assistant says nothing"
    detail = client.get(f"/v1/escalations/{made['escalation']['id']}", headers=server.ana).json()
    assert detail["escalation"]["reason"] == "asked_for_person"
    assert (detail["escalation"]["question"], detail["escalation"]["lang"]) == (body["text"], "es")
    assert detail["page_url"] == "https://a.example/x"


def test_a_conversation_may_begin_without_a_question_and_without_a_person(client: Any) -> None:
    made = client.post("/v1/conversations").json()
    assert (made["escalation"], made["text"], made["message_id"]) == (None, None, None)
    assert ask(client, HOW, made["conversation_id"])["decision"] == "answer"
    refused = client.post("/v1/conversations", json={"text": "for nobody"})
    assert refused.status_code == 422


def test_while_it_waits_the_assistant_answers_only_another_question_and_says_who_speaks(
    server: Any, client: Any
) -> None:
    waiting = ask(client, "What is the warranty on the turbo oven?")
    name, escalation = waiting["conversation_id"], waiting["escalation"]["id"]
    other = ask(client, HOW, name)
    assert (other["decision"], other["reason"]) == ("answer", None)
    assert other["text"].startswith("A person will still reply to you here. Meanwhile I, the automatic assistant,")
    same = ask(client, "The warranty of the turbo oven, what is it?", name)
    assert (same["decision"], same["escalation"]["id"]) == ("escalate", escalation)
    hello = ask(client, "Hello, is anybody there?", name)
    assert (hello["decision"], hello["reason"]) == ("answer", "small_talk")
    assert hello["text"] == "Your question is waiting for a person, who will read this too and reply here."
    agent_does(server, client, escalation, "claim")
    agent_does(server, client, escalation, "reply", text="Two years.")
    assert ask(client, "Where do I download an invoice?", name)["reason"] == "person_in_charge"
    agent_does(server, client, escalation, "release")
    assert ask(client, HOW, name)["reason"] == "person_in_charge", "an agent has written here"
    agent_does(server, client, escalation, "claim")
    agent_does(server, client, escalation, "hand-back")
    back = ask(client, "Where do I download an invoice?", name)
    assert back["decision"] == "answer"
    assert "Meanwhile" not in back["text"]


def test_what_is_reopened_or_handed_back_does_not_loop_into_hand_off(server: Any, client: Any) -> None:
    question = "What is the warranty on the turbo oven?"
    first = ask(client, question)
    name, escalation = first["conversation_id"], first["escalation"]["id"]
    agent_does(server, client, escalation, "claim")
    agent_does(server, client, escalation, "reply", text="Two years.")
    agent_does(server, client, escalation, "resolve", outcome="answered")
    for _ in range(2):
        assert ask(client, question, name)["reason"] == "person_in_charge"
    assert on_the_desk(server, client, escalation)["status"] == "queued"
    history = client.get(f"/v1/escalations/{escalation}", headers=server.ana).json()["history"]
    assert [entry["happening"] for entry in history].count("reopened") == 1
    agent_does(server, client, escalation, "claim")
    agent_does(server, client, escalation, "hand-back")
    again = ask(client, question, name)
    assert (again["decision"], again["escalation"]) == ("clarify", None), "offered, not handed over again"
    assert ask(client, "yes please", name)["escalation"]["id"] != escalation


def test_a_failure_inside_askwell_goes_to_a_person(server: Any, client: Any) -> None:
    """The full-text index is gone: whatever is asked cannot be looked up. Last here, for it stays broken."""
    with sqlite3.connect(server.data / "askwell.db", timeout=20) as database:
        database.execute("DROP TABLE passages_terms")
        database.execute("DROP TABLE passages_fts")
    answer = ask(client, "Where do I change my address?")
    assert (answer["decision"], answer["reason"]) == ("escalate", "internal_failure")
    assert on_the_desk(server, client, answer["escalation"]["id"])["reason"] == "internal_failure"
