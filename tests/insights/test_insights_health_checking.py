"""Outside addresses: asked politely over real HTTP, blamed only after a third failure, never inside the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from core.db import Database
from core.outbound import anywhere, guarded_client, is_public
from insights.health.asking import Asking
from insights.health.checking import LinkChecking

if TYPE_CHECKING:
    from tests.insights.conftest import World

AGENT = "Askwell-link-check/1 (robot)"
STATUS = {"/missing": 404, "/failing": 500, "/members": 401, "/busy": 429, "/robots.txt": 200}


class Site(ThreadingHTTPServer):
    """A small site that notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[tuple[str, str, str]] = []
        self.back = False
        """Whether the missing page is there again."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Page(BaseHTTPRequestHandler):
    """Answers as a path says."""

    server: Any

    def do_HEAD(self) -> None:
        self._answer(405 if self.path in {"/no-head", "/busy-head"} else None)

    def do_GET(self) -> None:
        self._answer(None)

    def _answer(self, status: int | None) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status = status or STATUS.get(self.path, 302 if self.path in {"/moved", "/round"} else 200)
        if self.server.back and self.path == "/missing":
            status = 200
        body = b"User-agent: *\nDisallow: /closed\n" if self.path == "/robots.txt" else b"x" * 10
        self.send_response(status)
        self.send_header("Location", "/round" if self.path == "/round" else "/fine")
        self.send_header("Content-Type", "image/png" if self.path.endswith(".png") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


def client(*, private: bool = True) -> httpx2.Client:
    made = guarded_client(allowed=anywhere if private else is_public, follow_redirects=True)
    made.max_redirects = 3
    return made


@pytest.mark.parametrize(
    ("path", "is_image", "works", "problem"),
    [
        ("/fine", False, True, None),
        ("/no-head", False, True, None),
        ("/moved", False, True, None),
        ("/shot.png", True, True, None),
        ("/missing", False, False, "The server answered with 404."),
        ("/failing", False, False, "The server answered with 500."),
        ("/round", False, False, "It redirects without end."),
        ("/fine", True, False, "It is no picture but text/html."),
        ("/members", False, None, "The server answered with 401."),
        ("/busy", False, None, "The server answered with 429."),
        ("/closed/page", False, None, "The site asks robots to stay away."),
    ],
)
def test_what_an_address_says(site: Site, path: str, is_image: bool, works: bool | None, problem: str | None) -> None:
    outcome = Asking(client(), AGENT).ask(site.url(path), is_image=is_image)
    assert (outcome.works, outcome.problem) == (works, problem)
    assert {agent for _, _, agent in site.asked} == {AGENT}


def test_nobody_there_is_a_failure_and_the_private_network_is_not_entered(site: Site) -> None:
    gone = site.url("/fine").replace(str(site.server_port), "1")
    outcome = Asking(client(), AGENT).ask(gone, is_image=False)
    assert outcome.works is False
    refused = Asking(client(private=False), AGENT).ask(site.url("/fine"), is_image=False)
    assert (refused.works, refused.problem) == (None, "It lies in a private network.")
    assert site.asked == []


def placed(database: Database, *urls: str) -> None:
    with database.write() as session:
        session.execute("INSERT INTO sources (name, kind, location, created_at) VALUES ('s', 'folder', '', '')")
        session.execute("INSERT INTO scopes (id, lang, audiences) VALUES (1, 'en', '[]')")
        session.execute(
            """INSERT INTO documents (id, source_id, source_key, version, scope_id, title, lang, audiences, tags,
                content_hash, as_of, created_at) VALUES ('d', 1, 'd', '1', 1, 'D', 'en', '[]', '[]', '', '', '')"""
        )
        session.execute("INSERT INTO document_health (document_id, stale) VALUES ('d', 0)")
        for number, url in enumerate(urls):
            session.execute(
                "INSERT INTO link_places VALUES ('d', ?, 'link', ?, 'x', 'outside', NULL, ?, NULL)", (number, url, url)
            )
            session.execute("INSERT INTO link_checks (url, kind, next_at) VALUES (?, 'link', '2026')", (url,))


def state(database: Database, url: str) -> tuple[str, int]:
    with database.read() as session:
        row = session.execute("SELECT state, failures FROM link_checks WHERE url = ?", (url,)).fetchone()
    return row["state"], row["failures"]


def test_an_address_is_broken_after_three_failures_and_works_again_after_one_success(world: World, site: Site) -> None:
    database, url = world.parts.database, site.url("/missing")
    placed(database, url)
    checking = LinkChecking(database, client, AGENT, world.clock, host_pause_s=0)
    seen = []
    for _ in range(3):
        assert (checking.step(), checking.step()) == (1, 0)
        seen.append(state(database, url))
        world.clock.forward(days=1)
    assert seen == [("unknown", 1), ("unknown", 2), ("broken", 3)]
    with database.read() as session:
        assert session.execute("SELECT stale FROM document_health").fetchone()["stale"] == 1
    site.back = True
    assert checking.step() == 1
    assert state(database, url) == ("ok", 0)
    world.clock.forward(days=6)
    assert checking.step() == 0
    world.clock.forward(days=1)
    assert checking.step() == 1
    checking.rest()


def test_one_host_is_left_in_peace_between_two_questions_and_one_process_asks(world: World, site: Site) -> None:
    database = world.parts.database
    placed(database, site.url("/a"), site.url("/b"))
    checking = LinkChecking(database, client, AGENT, world.clock, host_pause_s=60)
    assert (checking.step(), checking.step()) == (1, 0)
    assert [path for _, path, _ in site.asked] == ["/robots.txt", "/a"]
    other = LinkChecking(database, client, AGENT, world.clock, host_pause_s=60)
    assert other.step() == 0
    checking.rest()
    assert other.step() == 1
    other.rest()
