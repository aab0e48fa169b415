"""What is not for a visitor reaches them by no route: every document has a hidden twin that fits better."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.content import Draft
from api.keys import Scope
from api.services import Services
from api.staff import COOKIE, Role
from api.wiring import build
from core.settings import Settings

SECRET = "a shared secret of the site and its help desk"
HIDDEN = "platinum"
"""A word that only the hidden twins have."""
TOPICS = {
    "refund": "A refund for an order is paid back to your card within five days after you ask for it.",
    "discount": "The discount code for a new order is entered at the checkout before you pay.",
    "退款": "订单退款会在您申请后五天内退回到您的银行卡。",
}
Headers = dict[str, str]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Public documents, and twins for gold customers with more of the words asked for."""
    settings = Settings(
        _env_file=None, data=tmp_path / "data", embedder="hashing", rate_limit="off", identity_secret=SecretStr(SECRET)
    )
    parts = build(settings)
    for name, text in TOPICS.items():
        parts.content.write(name, Draft(f"About the {name}", text))
        twin = f"{text} {text} For you the {HIDDEN} {name} of an order is twice as large: ask for the {HIDDEN} {name}."
        parts.content.write(f"gold-{name}", Draft(f"{HIDDEN} {name}", twin, audiences=frozenset({"gold", "vip"})))
    yield parts
    parts.close()


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    """A client without credentials."""
    with TestClient(create_app(services=services)) as opened:
        yield opened


def session(client: TestClient, audiences: list[str] | None) -> Headers:
    body = {}
    if audiences is not None:
        claims = {"sub": "-".join(audiences) or "none", "exp": int(time.time()) + 600, "audiences": audiences}
        body = {"identity": jwt.encode(claims, SECRET, "HS256")}
    return {"Authorization": f"Bearer {client.post('/v1/sessions', json=body).json()['token']}"}


@pytest.fixture(params=["guest", "anonymous", "identified", "other audience", "key", "key of another audience"])
def outsider(request: pytest.FixtureRequest, client: TestClient, services: Services) -> Headers:
    """Somebody who must not see the hidden twins."""
    if request.param == "guest":
        return {}
    if request.param.startswith("key"):
        audiences = ["silver"] if "another" in request.param else []
        _, secret = services.keys.create("k", [Scope.ASK, Scope.SEARCH], audiences)
        return {"Authorization": f"Bearer {secret}"}
    audiences_of = {"anonymous": None, "identified": [], "other audience": ["silver", "GOLD", "gold "]}
    return session(client, audiences_of[request.param])


def questions() -> Iterator[str]:
    for name in TOPICS:
        yield f"How do I get the {HIDDEN} {name} for an order?"
        yield f"{HIDDEN} {name}"
    yield HIDDEN


def test_no_route_shows_a_hidden_document_to_an_outsider(client: TestClient, outsider: Headers) -> None:
    seen = []
    for question in questions():
        answer = client.post("/v1/ask", json={"question": question}, headers=outsider)
        conversation = f"/v1/conversations/{answer.json()['conversation_id']}"
        found = client.get("/v1/search", params={"q": question, "k": 50}, headers=outsider)
        stream = client.post("/v1/ask", json={"question": question, "stream": True}, headers=outsider)
        read = client.get(conversation, headers=outsider)
        assert {answer.status_code, found.status_code, stream.status_code, read.status_code} == {200}
        seen += [answer.text, found.text, stream.text, read.text]
    for text in seen:
        assert "gold-" not in text
        assert f"the {HIDDEN} refund of" not in text
        assert "twice as large" not in text


def test_a_hidden_document_cannot_be_read_by_name(client: TestClient, services: Services, outsider: Headers) -> None:
    """Neither now nor in an old version, and nothing tells it from one that does not exist."""
    now = services.documents.document("gold-refund", None)
    assert now is not None
    unknown = client.get("/v1/documents/unknown", headers=outsider)
    for params in ({}, {"version": now.version}):
        response = client.get("/v1/documents/gold-refund", params=params, headers=outsider)
        assert response.status_code == unknown.status_code == 404
        assert response.json()["detail"] == unknown.json()["detail"]


def test_who_belongs_to_the_audience_sees_it(client: TestClient) -> None:
    """So that the tests above cannot pass because nothing is found at all."""
    gold = session(client, ["gold"])
    found = client.get("/v1/search", params={"q": f"{HIDDEN} refund"}, headers=gold).json()["results"]
    assert found[0]["document_id"] == "gold-refund"
    response = client.get("/v1/documents/gold-refund", params={"version": found[0]["document_version"]}, headers=gold)
    assert HIDDEN in response.json()["text"]


def test_events_and_history_of_a_member_are_closed_to_others(client: TestClient) -> None:
    gold, other = session(client, ["gold"]), session(client, ["silver"])
    answer = client.post("/v1/ask", json={"question": f"{HIDDEN} refund"}, headers=gold).json()
    for path in ("", "/events"):
        response = client.get(f"/v1/conversations/{answer['conversation_id']}{path}", headers=other)
        assert response.status_code == 404


def test_a_guests_conversation_never_holds_what_only_members_see(client: TestClient) -> None:
    """Whoever knows its id can read it, so a member who writes there gets public answers."""
    gold = session(client, ["gold"])
    conversation = client.post("/v1/ask", json={"question": "refund"}).json()["conversation_id"]
    for question in questions():
        body = {"question": question, "conversation_id": conversation}
        client.post("/v1/ask", json=body, headers=gold)
    assert "gold-" not in client.get(f"/v1/conversations/{conversation}").text


def test_closing_a_document_closes_its_past(client: TestClient, services: Services) -> None:
    public = services.documents.document("refund", None)
    assert public is not None
    path, params = "/v1/documents/refund", {"version": public.version}
    assert client.get(path, params=params).status_code == 200
    services.content.write("refund", Draft("About the refund", TOPICS["refund"], audiences=frozenset({"gold"})))
    assert client.get(path, params=params).status_code == 404
    assert client.get(path, params=params, headers=session(client, ["gold"])).status_code == 200


def test_staff_may_read_every_document(client: TestClient, services: Services) -> None:
    member = services.staff.add("ana@example.com", Role.AGENT)
    _, secret = services.staff.redeem(services.staff.create_link(member))
    response: Any = client.get("/v1/documents/gold-refund", headers={"Cookie": f"{COOKIE}={secret}"})
    assert response.status_code == 200
