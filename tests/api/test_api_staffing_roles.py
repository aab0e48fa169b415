"""Every address of the staff: who may open it, as the reference says, and that no other site can act there.

The tests walk all routes there are: one that is added later is walked too.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.routing import APIRoute

from api.app import create_app
from api.middleware import UNSAFE
from api.services import Services
from api.staff import COOKIE, Role
from api.staffing.forms import form_token

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
PUBLIC = re.compile(
    r"/(|favicon\.(svg|ico)|robots\.txt|demo|help.*|llms.*|read/.*|widget.*|static/.*|openapi\.json|healthz|readyz|metrics|mcp|sign-in.*|weekly-letter/stop|unsubscribe"
    r"|v1/(ask|sessions|search|suggestions|examples|chat/completions|models.*|feedback.*|mail.*|inbound.*|attachments.*)"
    r"|v1/(conversations|messages|documents)/.*|v1/conversations)"
)
"""Addresses for customers and for machines; what customers may see there is tested elsewhere."""
SIGNED_IN = {Role.AGENT, Role.CONTENT, Role.ADMIN}

Route = tuple[str, str]


def allowed() -> dict[str, set[Role]]:
    """The table of the reference: the beginning of addresses to the roles that may open them."""
    text = REFERENCE.read_text(encoding="utf-8").partition("### Roles")[2].partition("###")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    columns = [cell.strip("`") for cell in rows[0][2:]]
    return {
        address: {Role(role) for role, cell in zip(columns, row[2:], strict=True) if cell == "yes"}
        for row in rows[1:]
        for address in re.findall(r"`([^`…]+)…?`", re.sub(r"\{[^}]+\}", "x", row[1]))
    }


def roles_for(path: str, table: dict[str, set[Role]]) -> set[Role] | None:
    """Who may open an address: the longest beginning counts."""
    fitting = [start for start in table if path.startswith(start)]
    return table[max(fitting, key=len)] if fitting else None


def routes(router: Any) -> Iterator[Route]:
    """Every method and address there is, with something in the place of each name."""
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from routes(route.original_router)
        elif isinstance(route, APIRoute):
            path = re.sub(r"\{[^}]+\}", "x", route.path)
            yield from ((method, path) for method in sorted(route.methods or ()))


@pytest.fixture
def app(services: Services) -> Any:
    return create_app(services=services)


@pytest.fixture
def staff_routes(app: Any) -> list[Route]:
    """Those that are for the staff; that agents may only propose drafts is tested with the drafts."""
    removal, proposal = ("DELETE", "/v1/documents/x"), ("POST", "/v1/drafts")
    found = [route for route in routes(app) if route == removal or not PUBLIC.fullmatch(route[1])]
    return [route for route in found if route != proposal]


Sent = Callable[..., int]


async def status_of(app: Any, method: str, path: str, headers: dict[str, str], body: bytes) -> int:
    """The status of a response; whoever asked hangs up then, so that a stream that never ends does end."""
    headers = {"Host": "testserver", "Content-Type": "application/x-www-form-urlencoded", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("testclient", 50_000),
        "root_path": "",
        "asgi": {"version": "3.0"},
    }
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await begun
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            begun.set_result(message["status"])

    running = asyncio.create_task(app(scope, receive, send))
    status = await asyncio.wait_for(begun, 20)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return status


@pytest.fixture
def send(services: Services, app: Any) -> Sent:
    """Sends a request as somebody with a role, in a session of its own: the status."""
    people = {role: services.staff.add(f"{role}@example.com", role) for role in Role}
    services.staff.add("second@example.com", Role.ADMIN)

    def sent(method: str, path: str, role: Role | None, *, token: bool = True, **headers: str) -> int:
        data = {}
        if role is not None:
            _, secret = services.staff.redeem(services.staff.create_link(people[role]))
            found = services.staff.sessions.of(secret)
            assert found is not None
            headers |= {"Cookie": f"{COOKIE}={secret}"}
            data = {"form_token": form_token(services.key, found.id)} if token else {}
        body = urlencode(data) if method in UNSAFE and not path.startswith("/v1/") else ""
        return asyncio.run(status_of(app, method, path, headers, body.encode()))

    return sent


OWN = {"Sec-Fetch-Site": "same-origin"}


def test_every_address_of_the_staff_is_in_the_table(staff_routes: list[Route]) -> None:
    table = allowed()
    assert [route for route in staff_routes if roles_for(route[1], table) is None] == []
    assert set().union(*table.values()) == SIGNED_IN
    assert len(staff_routes) > 40


def test_each_role_opens_what_the_table_says_and_nothing_else(staff_routes: list[Route], send: Sent) -> None:
    """Refused with 403; whatever else an allowed request meets, it is not that."""
    table = allowed()
    wrong = []
    for method, path in staff_routes:
        may = roles_for(path, table) or set()
        wrong += [
            (method, path, role.value, status)
            for role in Role
            if ((status := send(method, path, role, **OWN)) == 403) is (role in may)
        ]
    assert wrong == []


def test_strangers_open_none_of_them(staff_routes: list[Route], send: Sent) -> None:
    """They are sent to sign in, or told that they have to."""
    for method, path in staff_routes:
        status = send(method, path, None, **OWN)
        assert status in {401, 403} or (status == 303 and not path.startswith("/v1/")), (method, path, status)


def test_no_other_site_can_change_anything(staff_routes: list[Route], send: Sent) -> None:
    """Not with the cookie and even the form's token, from a page of another origin; nor without saying where from."""
    unsafe = [route for route in staff_routes if route[0] in UNSAFE]
    assert len(unsafe) > 20
    for method, path in unsafe:
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            assert send(method, path, Role.ADMIN, **headers) == 403, (method, path, headers)
        if path.startswith("/v1/"):
            assert send(method, path, Role.ADMIN) == 403, (method, path)


def test_every_form_needs_the_token_of_its_session(staff_routes: list[Route], send: Sent) -> None:
    """Also from our own origin: a page of ours that holds somebody else's words must not be enough."""
    for method, path in staff_routes:
        if method in UNSAFE and not path.startswith("/v1/"):
            assert send(method, path, Role.ADMIN, token=False, **OWN) == 403, (method, path)
