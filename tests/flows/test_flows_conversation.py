"""The main path over the network: ask, hand over, a person's reply live, settle, ask again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from api.content import Draft
from api.staff import COOKIE, Role
from api.wiring import build
from core.settings import Settings

PASSWORD = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."


@pytest.fixture(scope="module")
def server(make_shared_server: Callable[..., Any]) -> Any:
    """A running server with one document and two agents; the last test of this file stops it."""
    running = make_shared_server()
    parts = build(Settings(_env_file=None, data=running.data, embedder="hashing"))
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    running.agents = {}
    for name in ("ana", "bo"):
        member = parts.staff.add(f"{name}@example.com", Role.AGENT, name.title())
        _, session = parts.staff.redeem(parts.staff.create_link(member))
        running.agents[name] = {"Cookie": f"{COOKIE}={session}", "Sec-Fetch-Site": "same-origin"}
    parts.close()
    running.start()
    return running


def test_from_a_question_to_a_person_and_back(server: Any, follow: Callable[..., Any]) -> None:
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        visitor = {"Authorization": f"Bearer {client.post('/v1/sessions').json()['token']}"}
        answer = client.post("/v1/ask", json={"question": "How do I reset my password?"}, headers=visitor).json()
        conversation = f"/v1/conversations/{answer['conversation_id']}"
        seen = client.get(conversation, headers=visitor).json()["last_event_id"]
        live = follow(f"{server.url}{conversation}/events", visitor | {"Last-Event-ID": str(seen)})

        handed = client.post(f"{conversation}/escalate", headers=visitor).json()
        assert live.next("escalation")["data"] == handed["escalation"] | {"agent_name": None}

        ana = server.agents["ana"]
        items = client.get("/v1/escalations", headers=ana).json()["items"]
        assert [item["id"] for item in items].count(handed["escalation"]["id"]) == 1
        desk = f"/v1/escalations/{handed['escalation']['id']}"
        client.post(f"{desk}/claim", headers=ana)
        owner = live.next("owner")["data"]
        assert (owner["owner"], owner["agent_name"]) == ("agent", "Ana")

        client.post(f"{desk}/reply", json={"text": "Hello, I am Ana."}, headers=ana)
        message = live.next("message")["data"]
        assert (message["author"], message["author_name"], message["text"]) == ("agent", "Ana", "Hello, I am Ana.")

        client.post(f"{desk}/resolve", headers=ana)
        assert live.next("escalation")["data"]["status"] == "waiting"
        assert live.next("escalation")["data"]["status"] == "resolved"

        asked = {"question": "And my invoice?", "conversation_id": answer["conversation_id"]}
        again = client.post("/v1/ask", json=asked, headers=visitor).json()
        assert again["reason"] == "person_in_charge"
        assert client.get(desk, headers=ana).json()["escalation"]["status"] == "queued"


def test_of_two_agents_who_claim_at_once_one_wins(server: Any) -> None:
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        for _ in range(5):
            answer = client.post("/v1/ask", json={"question": "I want to talk to a person"}).json()
            path = f"/v1/escalations/{answer['escalation']['id']}/claim"
            with ThreadPoolExecutor(2) as pool:
                claims = [pool.submit(client.post, path, headers=agent) for agent in server.agents.values()]
            assert sorted(claim.result().status_code for claim in claims) == [200, 409]


def test_a_stream_that_breaks_off_goes_on_with_the_rest_of_the_answer(server: Any, follow: Callable[..., Any]) -> None:
    """By the events of the conversation, from the id where the answer's stream stopped."""
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        body = {"question": "How do I reset my password?", "stream": True}
        lines: list[str] = []
        with client.stream("POST", "/v1/ask", json=body) as response:
            for line in response.iter_lines():
                lines.append(line)
                if line.startswith("event: sources"):
                    break
        last = next(line for line in reversed(lines) if line.startswith("id: ")).removeprefix("id: ")
        conversation = (
            next(line for line in lines if "conversation_id" in line).split('"conversation_id":"')[1].split('"')[0]
        )
        live = follow(f"{server.url}/v1/conversations/{conversation}/events", {"Last-Event-ID": last})
        answer = live.next("answer")["data"]
        messages = client.get(f"/v1/conversations/{conversation}").json()["messages"]
        assert [message["author"] for message in messages] == ["visitor", "assistant"]
        assert messages[1]["answer"] == answer
        client.post(f"/v1/conversations/{conversation}/escalate")
        assert live.next("escalation")["data"]["status"] == "queued"


def test_a_client_that_goes_away_gets_its_answer_later(server: Any) -> None:
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        with client.stream(
            "POST", "/v1/ask", json={"question": "How do I reset my password?", "stream": True}
        ) as response:
            first = next(line for line in response.iter_lines() if "conversation_id" in line)
        conversation = first.split('"conversation_id":"')[1].split('"')[0]
        for _ in range(100):
            messages = client.get(f"/v1/conversations/{conversation}").json()["messages"]
            if len(messages) == 2:
                break
        assert messages[1]["answer"]["text"]
        assert client.get("/healthz").status_code == 200


def test_what_another_process_writes_is_seen_live_and_searched_at_once(server: Any, follow: Callable[..., Any]) -> None:
    """A reply written by another process arrives; an ingest needs no restart."""
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        answer = client.post("/v1/ask", json={"question": "I want to talk to a person"}).json()
        path = f"/v1/conversations/{answer['conversation_id']}"
        seen = client.get(path).json()["last_event_id"]
        live = follow(f"{server.url}{path}/events", {"Last-Event-ID": str(seen)})
        other = build(Settings(_env_file=None, data=server.data, embedder="hashing"))
        try:
            with other.database.write() as session:
                other.conversations.typing(session, answer["conversation_id"], "agent", "Ana")
            assert live.next("typing")["data"]["author_name"] == "Ana"
            other.content.write("zebra", Draft("Zebra crossings", "A zebra crossing has stripes.", lang="en"))
        finally:
            other.close()
        results = client.get("/v1/search", params={"q": "zebra crossing stripes"}).json()["results"]
        assert results[0]["document_id"] == "zebra"


def test_the_server_stops_when_it_is_told_to_even_with_open_streams(server: Any, follow: Callable[..., Any]) -> None:
    answer = httpx2.post(f"{server.url}/v1/ask", json={"question": "How do I reset my password?"}, timeout=20).json()
    follow(f"{server.url}/v1/conversations/{answer['conversation_id']}/events")
    assert server.stop() in {0, -15}
