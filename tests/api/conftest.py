"""A whole application on a fresh data folder, called as clients call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.content import Draft
from api.keys import Scope
from api.services import Services
from api.staff import COOKIE, Role
from api.wiring import build
from core.settings import Settings

PASSWORD = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."
INVOICE = "Open Billing and choose Download invoice. Invoices are kept for ten years."


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """The parts of an application, two documents published."""
    parts = build(settings)
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    parts.content.write("invoice", Draft("Download an invoice", INVOICE, lang="en"))
    yield parts
    parts.close()


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    """A client without credentials."""
    with TestClient(create_app(services=services), raise_server_exceptions=False) as opened:
        yield opened


Headers = dict[str, str]


@pytest.fixture
def key(services: Services) -> Callable[..., Headers]:
    """Makes the headers of an API key with some scopes."""

    def make(*scopes: str, audiences: tuple[str, ...] = ()) -> Headers:
        _, secret = services.keys.create("test", [Scope(name) for name in scopes], audiences)
        return {"Authorization": f"Bearer {secret}"}

    return make


@pytest.fixture
def signed_in(services: Services) -> Callable[..., Headers]:
    """Makes the headers of a member of staff with a session."""

    def make(role: str, email: str | None = None) -> Headers:
        member = services.staff.add(email or f"{role}@example.com", Role(role))
        _, session = services.staff.redeem(services.staff.create_link(member))
        return {"Cookie": f"{COOKIE}={session}", "Sec-Fetch-Site": "same-origin"}

    return make


@pytest.fixture
def visitor(client: TestClient) -> Callable[..., Headers]:
    """Makes the headers of a visitor with a session of their own."""

    def make(**body: Any) -> Headers:
        made = client.post("/v1/sessions", json=body)
        assert made.status_code == 200, made.text
        return {"Authorization": f"Bearer {made.json()['token']}"}

    return make


@pytest.fixture
def events_of() -> Callable[[str], list[dict[str, Any]]]:
    """Reads the server-sent events of a finished stream; comments are left out."""

    def read(text: str) -> list[dict[str, Any]]:
        found = []
        for part in text.replace("\r\n", "\n").split("\n\n"):
            fields = dict(line.split(": ", 1) for line in part.split("\n") if line and not line.startswith(":"))
            if "data" in fields:
                found.append({**fields, "data": json.loads(fields["data"])})
        return found

    return read
