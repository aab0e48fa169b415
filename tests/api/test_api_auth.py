from __future__ import annotations

import base64
import json
import stat
import time
import warnings
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.secret_key import FILE_NAME, secret_key
from api.services import Services
from api.tokens import AUDIENCE, ISSUER
from api.wiring import build
from core.errors import Misconfigured
from core.settings import Settings

Headers = dict[str, str]
QUESTION = {"question": "How do I reset my password?"}


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def token_with(services: Services, **changes: Any) -> str:
    """A token signed with the right key, some claims changed; None takes one away."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "vis_1", "iat": now, "exp": now + 60, "origin": ""} | changes
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, services.key, "HS256")


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    parts = [{"alg": algorithm, "typ": "JWT"}, claims]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def test_a_good_token_is_taken(client: TestClient, services: Services) -> None:
    response = client.post("/v1/ask", json=QUESTION, headers=bearer(token_with(services)))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 5},
        {"exp": None},
        {"sub": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "somebody-else"},
    ],
)
def test_a_token_with_other_claims_is_refused(client: TestClient, services: Services, changes: dict[str, Any]) -> None:
    response = client.post("/v1/ask", json=QUESTION, headers=bearer(token_with(services, **changes)))
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"


def test_the_algorithm_is_never_taken_from_the_token(client: TestClient, services: Services) -> None:
    """RFC 8725: no `none`, no other HMAC, no public key used as a secret."""
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "vis_1", "iat": 0, "exp": int(time.time()) + 60}
    forged = [unsigned(claims), unsigned(claims, "HS256"), unsigned(claims, "RS256")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the key is short for SHA-512
        forged.append(jwt.encode(claims, services.key, "HS512"))
    forged.append(jwt.encode(claims, b"x" * 32, "HS256"))
    for token in forged:
        assert client.post("/v1/ask", json=QUESTION, headers=bearer(token)).status_code == 401


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer x.y.z", "Bearer ask_guessed"])
def test_other_credentials_are_refused(client: TestClient, header: str) -> None:
    assert client.post("/v1/ask", json=QUESTION, headers={"Authorization": header}).status_code == 401


def test_a_key_is_stored_as_a_hash_and_can_be_revoked(
    client: TestClient, services: Services, key: Callable[..., Headers]
) -> None:
    headers = key("ask")
    secret = headers["Authorization"].removeprefix("Bearer ")
    assert client.post("/v1/ask", json=QUESTION, headers=headers).status_code == 200
    with services.database.read() as session:
        rows = [tuple(row) for row in session.execute("SELECT * FROM api_keys")]
    assert secret not in str(rows)
    assert services.keys.all()[0].last_used_at is not None
    services.keys.revoke("test")
    assert client.post("/v1/ask", json=QUESTION, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("ask", {"ask"}),
        ("search", {"search"}),
        ("escalations", {"escalations"}),
        ("content", {"questions", "documents"}),
        ("admin", {"ask", "search", "escalations", "questions", "documents", "metrics"}),
    ],
)
def test_a_key_opens_what_its_scope_says_and_nothing_else(
    client: TestClient, key: Callable[..., Headers], scope: str, allowed: set[str]
) -> None:
    headers = key(scope)
    calls = {
        "ask": client.post("/v1/ask", json=QUESTION, headers=headers),
        "search": client.get("/v1/search", params={"q": "password"}, headers=headers),
        "escalations": client.get("/v1/escalations", headers=headers),
        "questions": client.get("/v1/questions", headers=headers),
        "documents": client.get("/v1/documents", headers=headers),
        "metrics": client.get("/metrics", headers=headers),
    }
    assert {name: response.status_code for name, response in calls.items()} == {
        name: 200 if name in allowed else 403 for name in calls
    }


STAFF_PATHS = ["/v1/escalations", "/v1/questions", "/v1/documents", "/v1/escalations/esc_1"]


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_staff_routes_are_closed_to_customers(client: TestClient, visitor: Callable[..., Headers], path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get(path, headers=visitor()).status_code == 401


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("agent", {"/v1/escalations"}),
        ("content", {"/v1/questions", "/v1/documents"}),
        ("admin", {"/v1/escalations", "/v1/questions", "/v1/documents"}),
    ],
)
def test_a_role_opens_its_own_routes(
    client: TestClient, signed_in: Callable[..., Headers], role: str, allowed: set[str]
) -> None:
    headers = signed_in(role)
    for path in ("/v1/escalations", "/v1/questions", "/v1/documents"):
        assert client.get(path, headers=headers).status_code == (200 if path in allowed else 403)


def test_a_closed_account_is_signed_out_at_once(
    client: TestClient, services: Services, signed_in: Callable[..., Headers]
) -> None:
    headers = signed_in("agent")
    assert client.get("/v1/escalations", headers=headers).status_code == 200
    services.staff.set_disabled("agent@example.com", True)
    assert client.get("/v1/escalations", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "sent_from",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_change_from_another_site_does_not_get_the_session(
    client: TestClient, signed_in: Callable[..., Headers], sent_from: Headers
) -> None:
    headers = {"Cookie": signed_in("admin")["Cookie"], **sent_from}
    response = client.post("/v1/documents", json={"title": "T", "text": "Words."}, headers=headers)
    assert response.status_code == 403


def test_a_staff_session_asks_as_a_guest(client: TestClient, signed_in: Callable[..., Headers]) -> None:
    """Trying out the demo page must not make the customer's conversation the agent's."""
    assert client.post("/v1/ask", json=QUESTION, headers=signed_in("agent")).status_code == 200


def test_the_signing_key_is_made_once_and_readable_by_its_owner_only(settings: Settings) -> None:
    first = secret_key(settings)
    assert secret_key(settings) == first
    path = settings.data / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {entry.name for entry in settings.data.iterdir()} == {FILE_NAME, settings.database_path.name}


def test_a_damaged_signing_key_stops_the_start(settings: Settings) -> None:
    (settings.data / FILE_NAME).write_text("short")
    with pytest.raises(Misconfigured, match="damaged"):
        build(settings)


def test_a_signing_key_of_ones_own_survives_a_new_data_folder(settings: Settings, tmp_path: Any) -> None:
    settings = Settings(**{**settings.model_dump(), "secret_key": "my own"}, _env_file=None)
    moved = Settings(**{**settings.model_dump(), "data": tmp_path / "elsewhere"}, _env_file=None)
    assert secret_key(settings) == secret_key(moved)
    assert not (settings.data / FILE_NAME).exists()


def test_sign_in_links_work_once(services: Services) -> None:
    from api.staff import Role
    from core.errors import Unauthorized

    member = services.staff.add("ana@example.com", Role.AGENT)
    link = services.staff.create_link(member)
    assert services.staff.links.is_good(link)
    found, session = services.staff.redeem(link)
    assert found == member
    assert services.staff.by_session(session) == member
    assert not services.staff.links.is_good(link)
    with pytest.raises(Unauthorized):
        services.staff.redeem(link)
    services.staff.sign_out(session)
    assert services.staff.by_session(session) is None


def test_services_close_what_they_opened(settings: Settings) -> None:
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
