from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.identity.keys import IdentityKeys
from api.identity.tokens import Addressee, IdentityTokens
from api.services import Services
from api.tokens import LIFETIME, Tokens, VisitorClaims
from core.clock import system_clock
from core.errors import Misconfigured, Unauthorized
from core.settings import Settings

SECRET = "a shared secret of the site and its help desk, long enough for every HMAC"
QUESTION = {"question": "How do I reset my password?"}
Headers = dict[str, str]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The site shares a secret with Askwell."""
    return settings.model_copy(update={"identity_secret": SecretStr(SECRET)})


def identity(secret: str = SECRET, **claims: Any) -> str:
    return jwt.encode({"sub": "42", "exp": int(time.time()) + 600} | claims, secret, "HS256")


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def test_an_anonymous_session_lives_an_hour(client: TestClient) -> None:
    made = client.post("/v1/sessions").json()
    assert made["expires_in"] == LIFETIME.total_seconds()
    assert made["identified"] is False
    assert client.post("/v1/ask", json=QUESTION, headers=bearer(made["token"])).status_code == 200


def test_nothing_is_stored_for_a_visitor_who_asks_nothing(client: TestClient, services: Services) -> None:
    client.post("/v1/sessions", json={})
    with services.database.read() as session:
        assert session.execute("SELECT count(*) FROM visitors").fetchone()[0] == 0


def test_renewing_keeps_the_visitor(client: TestClient) -> None:
    first = client.post("/v1/sessions").json()
    second = client.post("/v1/sessions", headers=bearer(first["token"])).json()
    assert second["visitor_id"] == first["visitor_id"]


@pytest.fixture
def past(services: Services) -> Callable[[timedelta], Tokens]:
    """Signs tokens as it would have some time ago."""

    def make(ago: timedelta) -> Tokens:
        return Tokens(services.key, lambda: system_clock() - ago)

    return make


def test_an_anonymous_visitor_is_known_for_a_month(client: TestClient, past: Callable[[timedelta], Tokens]) -> None:
    token, _ = past(timedelta(days=29)).issue(VisitorClaims("vis_old"))
    assert client.post("/v1/ask", json=QUESTION, headers=bearer(token)).status_code == 401
    assert client.post("/v1/sessions", headers=bearer(token)).json()["visitor_id"] == "vis_old"
    token, _ = past(timedelta(days=31)).issue(VisitorClaims("vis_old"))
    assert client.post("/v1/sessions", headers=bearer(token)).status_code == 401


def test_an_identity_ends_when_the_site_says(client: TestClient, past: Callable[[timedelta], Tokens]) -> None:
    """An identified visitor's token neither outlives the identity nor can be renewed after it."""
    made = client.post("/v1/sessions", json={"identity": identity(exp=int(time.time()) + 100)}).json()
    assert 90 <= made["expires_in"] <= 100
    old = VisitorClaims("vis_1", frozenset({"staff"}), known_until=int(time.time()) - 10)
    token, _ = past(timedelta(minutes=5)).issue(old)
    assert client.post("/v1/sessions", headers=bearer(token)).status_code == 401


def test_what_was_asked_before_signing_in_stays_with_the_person(client: TestClient, services: Services) -> None:
    anonymous = client.post("/v1/sessions").json()
    conversation = client.post("/v1/ask", json=QUESTION, headers=bearer(anonymous["token"])).json()["conversation_id"]
    body = {"identity": identity(email="ana@example.com", name="Ana")}
    known = client.post("/v1/sessions", json=body, headers=bearer(anonymous["token"])).json()
    assert known["identified"] is True
    path = f"/v1/conversations/{conversation}"
    assert client.get(path, headers=bearer(known["token"])).status_code == 200
    with services.database.read() as session:
        visitor = services.visitors.get(session, known["visitor_id"])
    assert (visitor.external_id, visitor.email, visitor.name) == ("42", "ana@example.com", "Ana")


def test_a_known_person_is_the_same_in_another_browser(client: TestClient) -> None:
    ids = {client.post("/v1/sessions", json={"identity": identity()}).json()["visitor_id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_second_person_at_the_same_browser_does_not_inherit(client: TestClient) -> None:
    first = client.post("/v1/sessions", json={"identity": identity()}).json()
    conversation = client.post("/v1/ask", json=QUESTION, headers=bearer(first["token"])).json()["conversation_id"]
    body = {"identity": identity(sub="43")}
    second = client.post("/v1/sessions", json=body, headers=bearer(first["token"])).json()
    assert second["visitor_id"] != first["visitor_id"]
    assert client.get(f"/v1/conversations/{conversation}", headers=bearer(second["token"])).status_code == 404


def bad_identities() -> Iterator[tuple[str, str]]:
    now = int(time.time())
    yield "another secret", identity("another secret that is long enough for every HMAC as well, to be sure")
    yield "expired", identity(exp=now - 60)
    yield "too long", identity(exp=now + 25 * 3600)
    yield "no end", jwt.encode({"sub": "42"}, SECRET, "HS256")
    yield "no subject", jwt.encode({"exp": now + 60}, SECRET, "HS256")
    yield "no signature", jwt.encode({"sub": "42", "exp": now + 60}, None, "none")
    yield "another algorithm", jwt.encode({"sub": "42", "exp": now + 60}, SECRET, "HS384")
    yield "audiences no list", identity(audiences="staff")
    yield "email no text", identity(email=5)
    yield "not a token", "hello"


@pytest.mark.parametrize("token", [pytest.param(token, id=name) for name, token in bad_identities()])
def test_an_identity_that_is_not_sound_is_refused(client: TestClient, token: str) -> None:
    response = client.post("/v1/sessions", json={"identity": token})
    assert response.status_code == 401
    assert response.json()["code"] == "identity_refused"


def test_an_identity_without_any_key_says_which_setting_is_missing() -> None:
    tokens = IdentityTokens(IdentityKeys(), Addressee(), system_clock)
    with pytest.raises(Misconfigured, match="ASKWELL_IDENTITY_SECRET"):
        tokens.read(identity())


def test_an_identity_token_is_not_a_session_token(client: TestClient, services: Services) -> None:
    """Even when the operator uses one secret for both."""
    with pytest.raises(Unauthorized):
        Tokens(services.key, system_clock).visitor(jwt.encode({"sub": "42"}, services.key, "HS256"))
    response = client.post("/v1/ask", json=QUESTION, headers=bearer(identity()))
    assert response.status_code == 401
