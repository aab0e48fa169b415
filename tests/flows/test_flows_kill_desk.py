"""The server is killed, again and again, while customers and agents write to each other.

They send again whatever was not acknowledged, under the same key, as the widget and the desk do; those who watch open
their stream again from the last event they saw; announcements arrive at a receiver that never sleeps.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest

from api.keys import Scope
from api.staff import Role
from api.wiring import build
from core.clock import system_clock, timestamp
from core.db import Database
from core.settings import Settings

KILLS = int(os.environ.get("ASKWELL_TEST_KILLS", "1"))
"""How often the server is killed; the full run asks for 50."""
CONVERSATIONS = 3
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PAUSE_S = 0.01
PATIENCE_S = 60.0 + KILLS


class Receiver(ThreadingHTTPServer):
    """Takes announcements and remembers them by their id."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: dict[str, list[Any]] = {}
        self.lock = threading.Lock()


class _Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.taken.setdefault(self.headers["webhook-id"], []).append(body)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


class Writer(threading.Thread):
    """Sends one line after the other; each again, under its key, until it is acknowledged."""

    def __init__(self, url: str, path: str, name: str, headers: dict[str, str], **more: str) -> None:
        super().__init__(daemon=True)
        self.client = httpx2.Client(base_url=url, timeout=10, headers=headers)
        self.path = path
        self.called = name
        self.more = more
        self.acknowledged: dict[str, str] = {}
        """The text of each message by the id it was acknowledged with."""
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        with self.client:
            while not self.stopping.wait(PAUSE_S):
                number += 1
                self.send(f"{self.called} line {number}")

    def send(self, text: str) -> None:
        while True:
            try:
                answer = self.client.post(
                    self.path, json={"text": text, **self.more}, headers={"Idempotency-Key": text}
                )
            except httpx2.TransportError:
                time.sleep(0.05)
                continue
            assert answer.status_code == 200, answer.text
            self.acknowledged[answer.json()["message_id"]] = text
            return


class Watcher(threading.Thread):
    """Follows a conversation; a stream that breaks off is opened again behind the last event seen."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.headers = headers
        self.last = "0"
        self.seen: list[str] = []
        """Ids of messages, in the order they came."""
        self.opened = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        with httpx2.Client(timeout=httpx2.Timeout(5, read=60)) as client:
            while not self.stopping.wait(0.02):
                try:
                    self.read(client)
                except httpx2.TransportError:
                    continue

    def read(self, client: httpx2.Client) -> None:
        with client.stream("GET", self.url, headers=self.headers | {"Last-Event-ID": self.last}) as response:
            assert response.status_code == 200
            self.opened += 1
            fields: dict[str, str] = {}
            for line in response.iter_lines():
                if not line:
                    self.take(fields)
                    fields = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    fields[name] = value
                if self.stopping.is_set():
                    return

    def take(self, fields: dict[str, str]) -> None:
        if "data" not in fields:
            return
        self.last = fields.get("id", self.last)
        if fields["event"] == "message":
            self.seen.append(json.loads(fields["data"])["id"])


def begin(server: Any, desk: dict[str, str]) -> tuple[list[Writer], list[Watcher]]:
    """Conversations with an agent in each: who writes there and who watches."""
    writers, watchers = [], []
    with httpx2.Client(base_url=server.url, timeout=30) as client:
        for number in range(CONVERSATIONS):
            visitor = {"Authorization": f"Bearer {client.post('/v1/sessions').json()['token']}"}
            body = {"person": True, "text": "Hello?"}
            made = client.post("/v1/conversations", json=body, headers=visitor).json()
            path, case = f"/v1/conversations/{made['conversation_id']}", f"/v1/escalations/{made['escalation']['id']}"
            claimed = client.post(f"{case}/claim", json={"agent": "ana@example.com"}, headers=desk)
            assert claimed.status_code == 200, claimed.text
            writers += [
                Writer(server.url, f"{path}/messages", f"customer {number}", visitor),
                Writer(server.url, f"{case}/reply", f"agent {number}", desk, agent="ana@example.com"),
            ]
            watchers.append(Watcher(f"{server.url}{path}/events", visitor))
    return writers, watchers


def wait_until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def written(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def kill_and_start(server: Any, writers: list[Writer], luck: random.Random) -> None:
    """Let every side get something through first, then kill at a moment that chance picks."""
    before = written(writers)
    wait_until(lambda: written(writers) >= before + 2 * len(writers), "nobody gets anything through")
    time.sleep(luck.random() / 5)
    server.kill()
    server.start()


def outbox_of(database: Database) -> dict[str, dict[str, Any]]:
    with database.read() as session:
        rows = session.execute("SELECT key, topic, payload FROM outbox").fetchall()
    return {row["key"]: {"type": row["topic"], "data": json.loads(row["payload"])} for row in rows}


def all_delivered(database: Database) -> bool:
    with database.read() as session:
        return session.execute("SELECT 1 FROM outbox WHERE delivered_at IS NULL").fetchone() is None


def end_leases(database: Database) -> None:
    """What a killed process was delivering is free again after a minute; nobody waits for that here."""
    with database.write() as session:
        session.execute("UPDATE outbox SET locked_until = ?", (timestamp(system_clock()),))


def test_killed_while_messages_are_sent_nothing_acknowledged_is_lost_or_doubled(
    make_server: Callable[..., Any], receiver: Receiver, record_testsuite_property: Callable[[str, object], None]
) -> None:
    server = make_server(
        ASKWELL_WEBHOOK_URL=f"http://127.0.0.1:{receiver.server_port}/hook",
        ASKWELL_WEBHOOK_SECRET=SECRET,
        ASKWELL_WEBHOOK_ALLOW_PRIVATE="true",
    )
    parts = build(Settings(_env_file=None, data=server.data, embedder="hashing"))
    parts.staff.add("ana@example.com", Role.AGENT, "Ana")
    desk = {"Authorization": f"Bearer {parts.keys.create('desk', [Scope.ESCALATIONS], ())[1]}"}
    parts.close()
    server.start()
    writers, watchers = begin(server, desk)
    for thread in (*watchers, *writers):
        thread.start()
    luck = random.Random(4)
    for _ in range(KILLS):
        kill_and_start(server, writers, luck)
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join(PATIENCE_S)
        assert not writer.is_alive()
    database = Database(server.data / "askwell.db")
    try:
        check_messages(database, writers)
        check_watchers(database, watchers)
        end_leases(database)
        wait_until(lambda: all_delivered(database), "something is never announced")
        check_announcements(database, receiver, writers)
    finally:
        database.close()
        for watcher in watchers:
            watcher.stopping.set()
    record_testsuite_property("kills", KILLS)
    record_testsuite_property("messages", written(writers))


def check_messages(database: Database, writers: list[Writer]) -> None:
    """Whatever was acknowledged is there, under its id, and no line is there twice."""
    with database.read() as session:
        assert session.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = session.execute("SELECT id, text FROM messages WHERE text LIKE '% line %'").fetchall()
    stored = {row["id"]: row["text"] for row in rows}
    acknowledged = {name: text for writer in writers for name, text in writer.acknowledged.items()}
    assert stored == acknowledged
    assert len(set(stored.values())) == len(rows)


def check_watchers(database: Database, watchers: list[Watcher]) -> None:
    """Every message of the conversation came, once and in order, over however many streams."""
    for watcher in watchers:
        conversation = watcher.url.split("/")[-2]
        with database.read() as session:
            query = "SELECT id FROM messages WHERE conversation_id = ? ORDER BY seq"
            stored = [row["id"] for row in session.execute(query, (conversation,))]
        with suppress(AssertionError):
            wait_until(partial(has_seen, watcher, len(stored)), "a watcher waits for more")
        missing = [place for place, name in enumerate(stored) if name not in set(watcher.seen)]
        assert missing == [], f"of {len(stored)}; {watcher.opened} streams, the last event seen is {watcher.last}"
        assert watcher.seen == stored
        assert watcher.opened > KILLS // 2, "by itself, though not between every two kills"


def has_seen(watcher: Watcher, number: int) -> bool:
    return len(watcher.seen) >= number


def check_announcements(database: Database, receiver: Receiver, writers: list[Writer]) -> None:
    """Each event arrived at least once, always under the same id and with the same content."""
    kept = outbox_of(database)
    assert receiver.taken.keys() == kept.keys()
    for key, bodies in receiver.taken.items():
        assert all({"type": body["type"], "data": body["data"]} == kept[key] for body in bodies)
    replies = [writer for writer in writers if writer.called.startswith("agent")]
    told = [body["data"]["message_id"] for body in kept.values() if body["type"] == "conversation.replied"]
    assert sorted(told) == sorted(name for writer in replies for name in writer.acknowledged)
