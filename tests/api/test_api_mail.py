"""The routes of mail: a secret for what comes in, and limits for what customers have sent."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.wiring import build
from core.settings import Settings

SECRET = "a secret of some length"
Headers = dict[str, str]


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """An application with mail; nothing listens at its mail server, so that letters stay in the outbox."""
    made = Settings(
        _env_file=None,
        data=settings.data,
        embedder="hashing",
        rate_limit="off",
        smtp_url="smtp+plain://127.0.0.1:1",
        mail_from="Help <help@example.com>",
        mail_reply_to="reply@example.com",
        inbound_mail_secret=SECRET,
    )
    parts = build(made)
    yield parts
    parts.close()


def conversation_of(client: TestClient, headers: Headers | None = None) -> str:
    body = {"question": "I want to talk to a person"}
    return str(client.post("/v1/ask", json=body, headers=headers or {}).json()["conversation_id"])


def queued(services: Services, topic: str) -> list[dict[str, Any]]:
    with services.database.read() as session:
        rows = session.execute("SELECT payload FROM outbox WHERE topic = ?", (topic,)).fetchall()
    return [dict(row) for row in rows]


def basic(secret: str) -> str:
    return "Basic " + base64.b64encode(f"mail:{secret}".encode()).decode()


@pytest.mark.parametrize("credentials", ["", "Bearer", "Bearer wrong", "Basic !!", basic("wrong"), f"Token {SECRET}"])
def test_mail_without_the_secret_is_refused(client: TestClient, services: Services, credentials: str) -> None:
    response = client.post(
        "/v1/inbound-mail", content=b"From: a@b.example\r\n\r\nx", headers={"Authorization": credentials}
    )
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")
    with services.database.read() as session:
        assert services.mail.store.latest(session) == ()


@pytest.mark.parametrize("credentials", [f"Bearer {SECRET}", basic(SECRET)])
def test_mail_with_the_secret_gets_an_outcome_once(client: TestClient, credentials: str) -> None:
    for outcome in ("unknown", "duplicate"):
        response = client.post(
            "/v1/inbound-mail",
            content=b"From: a@b.example\r\nTo: reply@example.com\r\n\r\nHello",
            headers={"Authorization": credentials, "Content-Type": "message/rfc822"},
        )
        assert (response.status_code, response.json()["outcome"]) == (200, outcome)


def test_malformed_mail_is_answered_and_listed_for_agents(
    client: TestClient, key: Callable[..., Headers], visitor: Callable[..., Headers]
) -> None:
    sent = client.post("/v1/inbound-mail", content=b"\xff\xfe\x00", headers={"Authorization": f"Bearer {SECRET}"})
    assert (sent.status_code, sent.json()) == (200, {"outcome": "malformed", "conversation_id": None})
    [listed] = client.get("/v1/inbound-mail", headers=key("escalations")).json()["items"]
    assert listed["outcome"] == "malformed"
    assert client.get("/v1/inbound-mail", headers=visitor()).status_code == 401


def test_mail_may_be_larger_than_other_bodies_but_has_a_limit(client: TestClient) -> None:
    headers = {"Authorization": f"Bearer {SECRET}"}
    mail = b"From: a@b.example\r\n\r\n" + b"x" * 200_000
    assert client.post("/v1/inbound-mail", content=mail, headers=headers).status_code == 200
    huge = client.post("/v1/inbound-mail", content=b"x" * (25 * 1024 * 1024 + 1), headers=headers)
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


def test_without_the_setting_no_mail_is_taken(settings: Settings) -> None:
    parts = build(settings)
    with TestClient(create_app(services=parts)) as client:
        assert client.post("/v1/inbound-mail", content=b"x", headers={"Authorization": "Bearer "}).status_code == 404
        made = conversation_of(client)
        refused = client.post(f"/v1/conversations/{made}/transcript", json={"email": "ann@customer.example"})
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    parts.close()


def test_a_transcript_goes_to_the_address_given(client: TestClient, services: Services) -> None:
    made = conversation_of(client)
    response = client.post(f"/v1/conversations/{made}/transcript", json={"email": "ann@customer.example"})
    assert (response.status_code, response.json()) == (200, {"conversation_id": made, "queued": True})
    assert len(queued(services, "mail.transcript")) == 1


@pytest.mark.parametrize(
    "email", ["", "ann", "a@b", "a b@c.example", "a@c.example\r\nBcc: x@y.example", "x" * 250 + "@c.example"]
)
def test_what_is_no_address_is_refused(client: TestClient, services: Services, email: str) -> None:
    made = conversation_of(client)
    response = client.post(f"/v1/conversations/{made}/transcript", json={"email": email or " "})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")
    assert queued(services, "mail.transcript") == []


def test_nobody_else_has_the_conversation_sent(
    client: TestClient, services: Services, visitor: Callable[..., Headers]
) -> None:
    mine = conversation_of(client, visitor())
    body = {"email": "eve@evil.example"}
    for headers in (visitor(), {}):
        response = client.post(f"/v1/conversations/{mine}/transcript", json=body, headers=headers)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert queued(services, "mail.transcript") == []


def test_without_any_address_it_says_so(client: TestClient) -> None:
    response = client.post(f"/v1/conversations/{conversation_of(client)}/transcript")
    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_one_network_cannot_have_letters_sent_to_many(client: TestClient, services: Services) -> None:
    statuses = []
    for number in range(7):
        made = conversation_of(client)
        body = {"email": f"victim{number}@customer.example"}
        statuses.append(client.post(f"/v1/conversations/{made}/transcript", json=body).status_code)
    assert statuses == [200] * 5 + [429] * 2
    assert len(queued(services, "mail.transcript")) == 5


def test_reading_and_writing_count_as_being_there(
    client: TestClient, services: Services, key: Callable[..., Headers]
) -> None:
    made = conversation_of(client)
    services.visitor_presence.run()

    def seen() -> str:
        with services.database.read() as session:
            row = session.execute("SELECT visitor_seen_at FROM conversations WHERE id = ?", (made,)).fetchone()
        return str(row["visitor_seen_at"])

    first = seen()
    assert client.get(f"/v1/conversations/{made}", headers=key("escalations")).status_code == 200
    services.visitor_presence.run()
    assert seen() == first
    client.get(f"/v1/conversations/{made}")
    services.visitor_presence.run()
    assert seen() > first
