"""What customer and desk see of each other: typing, what was read, and the place in the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from answering.conversations.store import Event
from api.desk_feed import News
from api.light_limits import RATES, Budget, LightLimits
from api.live import LiveHub
from api.services import Services
from core.errors import RateLimited

Headers = dict[str, str]


@pytest.fixture
def mine(visitor: Callable[..., Headers]) -> Headers:
    return visitor()


def begin(client: TestClient, headers: Headers) -> dict[str, Any]:
    body = {"person": True, "text": "It is broken", "lang": "en"}
    made: dict[str, Any] = client.post("/v1/conversations", json=body, headers=headers).json()
    return made | {"path": f"/v1/conversations/{made['conversation_id']}"}


def stored(services: Services, kind: str) -> list[dict[str, Any]]:
    with services.database.read() as session:
        return [one.data for one in services.conversations.events_since(session, 0) if one.type == kind]


def beat(client: TestClient, ana: Headers, escalation: str, shown: str) -> int:
    page = client.get(f"/desk/{escalation}", headers=ana).text
    token = page.split('data-token="')[1].split('"')[0]
    data = {"form_token": token, "escalation_id": escalation, "doing": "viewing", "shown": shown}
    return client.post("/desk/presence", data=data, headers=ana).status_code


def test_the_desk_is_told_that_a_customer_types(client: TestClient, services: Services, mine: Headers) -> None:
    talk = begin(client, mine)

    async def look() -> News:
        async for news in services.front.feed.follow("stf_anybody"):
            if news.typing:
                return news
            await asyncio.to_thread(client.post, f"{talk['path']}/typing", headers=mine)
        raise AssertionError

    news = asyncio.run(asyncio.wait_for(look(), 10))
    assert news.typing == (talk["escalation"]["id"],)
    assert news.touched == ()


def test_typing_is_kept_once_a_side_and_only_where_a_person_would_see_it(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    asked = client.post("/v1/ask", json={"question": "How do I reset my password?"}, headers=mine).json()
    alone = f"/v1/conversations/{asked['conversation_id']}"
    assert client.post(f"{alone}/typing", headers=mine).status_code == 204
    assert stored(services, "typing") == []
    talk, ana = begin(client, mine), signed_in("agent")
    desk = f"/v1/escalations/{talk['escalation']['id']}"
    client.post(f"{desk}/claim", headers=ana)
    client.post(f"{desk}/typing", headers=ana)
    for _ in range(3):
        assert client.post(f"{talk['path']}/typing", headers=mine).status_code == 204
    assert [one["author"] for one in stored(services, "typing")] == ["agent", "visitor"]


def test_what_the_customer_has_read_shows_on_the_desk(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    talk, ana = begin(client, mine), signed_in("agent")
    ticket = talk["escalation"]["id"]
    client.post(f"/v1/escalations/{ticket}/claim", headers=ana)
    replies = [
        client.post(f"/v1/escalations/{ticket}/reply", json={"text": text}, headers=ana).json()["message_id"]
        for text in ("One", "Two")
    ]
    assert "Seen by the customer" not in client.get(f"/desk/{ticket}", headers=ana).text
    for message in (replies[0], replies[1], replies[0]):  # a mark only moves on
        body = {"message_id": message}
        assert client.post(f"{talk['path']}/read", json=body, headers=mine).status_code == 204
    assert stored(services, "read") == [{"author": "visitor", "message_id": replies[1]}]
    assert client.get(talk["path"], headers=mine).json()["read"] == {"visitor": replies[1], "agent": None}
    page = client.get(f"/desk/{ticket}", headers=ana).text
    assert page.count("Seen by the customer") == 1
    assert page.index("Two") < page.index("Seen by the customer")


def test_the_customer_sees_that_an_agent_has_read(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    talk, ana = begin(client, mine), signed_in("agent")
    for _ in range(2):
        assert beat(client, ana, talk["escalation"]["id"], talk["message_id"]) == 200
    assert stored(services, "read") == [{"author": "agent", "message_id": talk["message_id"]}]
    assert client.get(talk["path"], headers=mine).json()["read"]["agent"] == talk["message_id"]
    assert beat(client, ana, talk["escalation"]["id"], "msg_unknown") == 404


def test_signs_are_for_ones_own_conversation_and_its_own_lines(
    client: TestClient, mine: Headers, visitor: Callable[..., Headers]
) -> None:
    talk, other = begin(client, mine), begin(client, mine)
    for headers in (visitor(), {}):
        body = {"message_id": talk["message_id"]}
        assert client.post(f"{talk['path']}/read", json=body, headers=headers).status_code == 404
        assert client.post(f"{talk['path']}/typing", headers=headers).status_code == 404
    elsewhere = {"message_id": other["message_id"]}
    assert client.post(f"{talk['path']}/read", json=elsewhere, headers=mine).status_code == 404
    for body in ({}, {"message_id": ""}, {"message_id": "x" * 200}):
        assert client.post(f"{talk['path']}/read", json=body, headers=mine).status_code == 422


def test_the_place_in_the_queue_is_told_and_moves(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    first, second = begin(client, mine), begin(client, mine)
    assert (first["escalation"]["position"], second["escalation"]["position"]) == (1, 2)
    assert [one["position"] for one in stored(services, "escalation")] == [1, 2]

    async def wait_for_news() -> Event:
        hub = LiveHub(services.database, services.conversations)
        stream = hub.follow(second["conversation_id"], second["last_event_id"])
        moved = asyncio.create_task(anext(stream))
        await asyncio.sleep(0.3)
        path = f"/v1/escalations/{first['escalation']['id']}/claim"
        await asyncio.to_thread(client.post, path, headers=signed_in("agent"))
        return await asyncio.wait_for(moved, 5)

    event = asyncio.run(wait_for_news())
    assert (event.id, event.type, event.data["id"], event.data["position"]) == (
        0, "escalation", second["escalation"]["id"], 1,
    )  # fmt: skip
    assert client.get(second["path"], headers=mine).json()["escalation"]["position"] == 1
    assert client.get(first["path"], headers=mine).json()["escalation"]["position"] is None


def test_a_stream_that_resumes_has_what_was_read_once_and_no_typing_that_is_over(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    talk, ana = begin(client, mine), signed_in("agent")
    ticket = talk["escalation"]["id"]
    client.post(f"/v1/escalations/{ticket}/claim", headers=ana)
    client.post(f"/v1/escalations/{ticket}/typing", headers=ana)
    beat(client, ana, ticket, talk["message_id"])
    with services.database.write() as session:
        session.execute("UPDATE events SET created_at = '2026-01-01T00:00:00.000Z' WHERE type = 'typing'")

    async def replayed(after: int) -> list[str]:
        hub, found = LiveHub(services.database, services.conversations), []
        stream = hub.follow(talk["conversation_id"], after)
        while True:
            try:
                event = await asyncio.wait_for(anext(stream), 0.5)
            except TimeoutError:
                return found
            found.append((event.type.value, event.id))

    behind = asyncio.run(replayed(talk["last_event_id"]))
    assert [name for name, _ in behind] == ["owner", "escalation", "read"]
    assert asyncio.run(replayed(behind[-1][1])) == []


def test_typing_does_not_eat_the_budget_of_questions_and_has_its_own() -> None:
    limits = LightLimits()
    most = int(RATES[Budget.SIGNS].split("/")[0])
    for _ in range(most):
        limits.check(Budget.SIGNS, "192.0.2.1", "vis_1")
    with pytest.raises(RateLimited):
        limits.check(Budget.SIGNS, "192.0.2.1", "vis_1")
    limits.check(Budget.SIGNS, "192.0.2.1", "vis_2")
    limits.check(Budget.SUGGESTIONS, "192.0.2.1", "vis_1")
    limits.check(Budget.MEGABYTES, "192.0.2.1", "vis_1", cost=100)
    with pytest.raises(RateLimited):
        limits.check(Budget.MEGABYTES, "192.0.2.1", "vis_1")
    LightLimits(is_on=False).check(Budget.MEGABYTES, "192.0.2.1", "vis_1", cost=1_000)


def test_a_reason_goes_with_a_no_only_and_reaches_the_content_team(
    client: TestClient, services: Services, mine: Headers, signed_in: Callable[..., Headers]
) -> None:
    answer = client.post("/v1/ask", json={"question": "How do I reset my password?"}, headers=mine).json()
    path = f"/v1/messages/{answer['message_id']}/feedback"
    for body in ({"helpful": True, "reason": "wrong"}, {"helpful": False, "reason": "boring"}):
        assert client.post(path, json=body, headers=mine).status_code == 422
    voted = client.post(path, json={"helpful": False, "reason": "not_my_question"}, headers=mine)
    assert (voted.status_code, voted.json()["reason"]) == (200, "not_my_question")
    line = client.get(f"/v1/conversations/{answer['conversation_id']}", headers=mine).json()["messages"][1]
    assert (line["helpful"], line["feedback_reason"]) == (False, "not_my_question")
    team = signed_in("content")
    (item,) = client.get("/v1/questions", headers=team).json()["items"]
    assert item["feedback_reason"] == "not_my_question"
    assert "not_my_question" in client.get("/v1/questions", params={"format": "csv"}, headers=team).text
    for page in ("/content?show=all", f"/content/questions/{item['message_id']}"):
        assert "No: not my question" in client.get(page, headers=team).text
    ticket = voted.json()["escalation"]["id"]
    assert "did not help (not my question)" in client.get(f"/desk/{ticket}", headers=signed_in("agent")).text
    client.post(path, json={"helpful": True}, headers=mine)
    with services.database.read() as session:
        assert tuple(session.execute("SELECT helpful, feedback_reason FROM questions").fetchone()) == (1, None)
        assert tuple(session.execute("SELECT helpful, reason FROM feedback").fetchone()) == (1, None)
