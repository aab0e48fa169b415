"""Nothing acknowledged is lost, nothing is there twice: a real server is killed in the middle of its work."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from api.content import Draft
from api.wiring import build
from core.db import Database
from core.settings import Settings
from tests.flows.conftest import server_maker

CLIENTS = 6
ENOUGH = 20
"""Answers of a round before the server is killed."""
WORKERS = (1, 2) if "ASKWELL_TEST_KILLS" in os.environ else (2,)
"""Processes of the server; the full run tries one as well."""
WISH = "I want to talk to a person"
AGAIN = {"Idempotency-Key": "mine"}
PASSWORD = "Open Settings > Security and choose Reset password. A link arrives by e-mail within a minute."


class Customer(threading.Thread):
    """Asks without a pause and remembers every answer that arrived with 200."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.number = number
        self.acknowledged: list[dict[str, Any]] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        with httpx2.Client(base_url=self.url, timeout=60) as client:
            count = 0
            while not self.stopping.is_set():
                count += 1
                person = count % 3 == 0
                text = WISH if person else f"How do I reset my password {self.number}?"
                headers = {"Idempotency-Key": f"{self.number}-{count}-{time.monotonic_ns()}"}
                try:
                    response = client.post("/v1/ask", json={"question": text}, headers=headers)
                except httpx2.TransportError:  # the server is gone, or will be in a moment
                    self.stopping.wait(0.05)
                    continue
                if response.status_code == 200:
                    self.acknowledged.append(response.json())


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.01)


def wait_for_recovery(database: Database) -> None:
    """Until no accepted question waits for its answer any more."""

    def nothing_is_owed() -> bool:
        with database.read() as session:
            return session.execute("SELECT 1 FROM messages WHERE pending").fetchone() is None

    wait_until(nothing_is_owed)


def answers_until_killed(server: Any) -> list[dict[str, Any]]:
    """What customers were given with 200 before the server died under their questions."""
    customers = [Customer(server.url, number) for number in range(CLIENTS)]
    for customer in customers:
        customer.start()
    wait_until(lambda: sum(len(customer.acknowledged) for customer in customers) >= ENOUGH)
    server.kill()
    for customer in customers:
        customer.stopping.set()
        customer.join(15)
    return [answer for customer in customers for answer in customer.acknowledged]


@dataclass(frozen=True)
class Aftermath:
    """A server that was killed under load and has begun anew."""

    server: Any
    acknowledged: list[dict[str, Any]]
    """What customers were given with 200 before it died."""
    first: dict[str, Any]
    """The answer to a request with a key of its own."""
    forgotten: str
    """The conversation of a question that was accepted years ago and never answered."""


@pytest.fixture(scope="module", params=WORKERS)
def aftermath(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """One kill, looked at from several sides."""
    with server_maker(tmp_path_factory.mktemp("killed")) as make:
        server = make(workers=request.param)
        forgotten = prepare(Settings(_env_file=None, data=server.data, embedder="hashing"))
        server.start()
        first = httpx2.post(f"{server.url}/v1/ask", json={"question": WISH}, headers=AGAIN, timeout=60).json()
        acknowledged = answers_until_killed(server)
        server.start()
        yield Aftermath(server, acknowledged, first, forgotten)


def prepare(settings: Settings) -> str:
    """Content to answer from, and the question that was forgotten; returns the id of its conversation."""
    parts = build(settings)
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    with parts.database.write() as session:
        parts.visitors.ensure(session, "gst_1")
        conversation = parts.conversations.create(session, "gst_1")
        parts.desk.accept(session, conversation.id, "How do I reset my password?")
        session.execute("UPDATE messages SET created_at = '2020-01-01T00:00:00.000Z'")
    parts.close()
    return conversation.id


def test_killed_under_load_every_acknowledged_answer_is_there_once(aftermath: Aftermath) -> None:
    assert len(aftermath.acknowledged) >= ENOUGH
    database = Database(aftermath.server.data / "askwell.db")
    wait_for_recovery(database)
    check(database, [*aftermath.acknowledged, aftermath.first])
    database.close()


def check(database: Database, acknowledged: list[dict[str, Any]]) -> None:
    with database.read() as session:
        assert session.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert session.execute("PRAGMA foreign_key_check").fetchone() is None
        stored = {row[0] for row in session.execute("SELECT message_id FROM answers")}
        asked = session.execute("SELECT count(*) FROM messages WHERE author = 'visitor'").fetchone()[0]
        answered = session.execute("SELECT question_id FROM answers").fetchall()
        logged = session.execute("SELECT count(*) FROM questions").fetchone()[0]
        escalations = Counter(row[0] for row in session.execute("SELECT conversation_id FROM escalations"))
        announced = Counter(
            row[0]
            for row in session.execute(
                "SELECT json_extract(payload, '$.escalation_id') FROM outbox WHERE topic = 'escalation.requested'"
            )
        )
        open_ids = {row[0] for row in session.execute("SELECT id FROM escalations")}
    assert {answer["message_id"] for answer in acknowledged} <= stored
    assert len(answered) == len({row[0] for row in answered}) == asked == logged
    assert {a["escalation"]["id"] for a in acknowledged if a["escalation"]} <= open_ids
    assert set(escalations.values()) <= {1}
    assert announced == Counter(dict.fromkeys(open_ids, 1))


def test_a_repeated_request_after_the_kill_gets_the_first_answer(aftermath: Aftermath) -> None:
    """With its Idempotency-Key a client may simply try again."""
    url = f"{aftermath.server.url}/v1/ask"
    assert httpx2.post(url, json={"question": WISH}, headers=AGAIN, timeout=60).json() == aftermath.first


def test_a_question_accepted_long_ago_goes_to_a_person(aftermath: Aftermath) -> None:
    """After an hour a late answer would surprise; a person looks at it instead."""
    lines = httpx2.get(f"{aftermath.server.url}/v1/conversations/{aftermath.forgotten}", timeout=20).json()
    assert lines["messages"][1]["answer"]["reason"] == "internal_failure"
    assert lines["escalation"]["status"] == "queued"
