"""Nothing acknowledged is lost, nothing is there twice: a real server is killed in the middle of its work."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from api.content import Draft
from api.wiring import build
from core.db import Database
from core.settings import Settings

CLIENTS = 6
ENOUGH = 20
"""Answers of a round before the server is killed."""
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
                text = "I want to talk to a person" if person else f"How do I reset my password {self.number}?"
                headers = {"Idempotency-Key": f"{self.number}-{count}-{time.monotonic_ns()}"}
                try:
                    response = client.post("/v1/ask", json={"question": text}, headers=headers)
                except httpx2.TransportError:  # the server is gone, or will be in a moment
                    self.stopping.wait(0.05)
                    continue
                if response.status_code == 200:
                    self.acknowledged.append(response.json())


@pytest.fixture
def settings_of() -> Callable[[Any], Settings]:
    """The settings of a server's data folder."""
    return lambda server: Settings(_env_file=None, data=server.data, embedder="hashing")


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


@pytest.mark.parametrize(("workers", "rounds"), [(1, 1), (2, 1)])
def test_killed_under_load_every_acknowledged_answer_is_there_once(
    make_server: Callable[..., Any], settings_of: Callable[[Any], Settings], workers: int, rounds: int
) -> None:
    server = make_server(workers=workers)
    parts = build(settings_of(server))
    parts.content.write("password", Draft("Reset your password", PASSWORD, lang="en"))
    parts.close()
    acknowledged: list[dict[str, Any]] = []
    for _ in range(rounds):
        server.start()
        acknowledged += answers_until_killed(server)
    server.start()
    assert len(acknowledged) >= rounds * ENOUGH
    database = Database(settings_of(server).database_path)
    wait_for_recovery(database)
    check(database, acknowledged)
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


def test_a_repeated_request_after_the_kill_gets_the_first_answer(
    make_server: Callable[..., Any], settings_of: Callable[[Any], Settings]
) -> None:
    """With its Idempotency-Key a client may simply try again."""
    server = make_server()
    server.start()
    body, headers = {"question": "I want to talk to a person"}, {"Idempotency-Key": "mine"}
    first = httpx2.post(f"{server.url}/v1/ask", json=body, headers=headers, timeout=20).json()
    server.kill()
    server.start()
    assert httpx2.post(f"{server.url}/v1/ask", json=body, headers=headers, timeout=20).json() == first


def test_a_question_accepted_long_ago_goes_to_a_person(
    make_server: Callable[..., Any], settings_of: Callable[[Any], Settings]
) -> None:
    """After an hour a late answer would surprise; a person looks at it instead."""
    server = make_server()
    parts = build(settings_of(server))
    with parts.database.write() as session:
        parts.visitors.ensure(session, "gst_1")
        conversation = parts.conversations.create(session, "gst_1")
        parts.desk.accept(session, conversation.id, "How do I reset my password?")
        session.execute("UPDATE messages SET created_at = '2020-01-01T00:00:00.000Z'")
    parts.close()
    server.start()
    database = Database(settings_of(server).database_path)
    wait_for_recovery(database)
    database.close()
    lines = httpx2.get(f"{server.url}/v1/conversations/{conversation.id}", timeout=20).json()
    assert lines["messages"][1]["answer"]["reason"] == "internal_failure"
    assert lines["escalation"]["status"] == "queued"
