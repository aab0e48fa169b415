"""Twenty agents claim whatever is open, at once and over the network, while two processes serve them."""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx2

from api.staff import COOKIE, Role
from api.wiring import build
from core.db import Database
from core.model import Reason
from core.settings import Settings

ESCALATIONS = int(os.environ.get("ASKWELL_TEST_CLAIMS", "12"))
"""How many are open; the full run asks for 200."""
AGENTS = 20
LONGEST_WAIT_S = 1.0
"""For the lock, 99 times of 100: where other work is done too, some thread stands still for longer now and then."""


class Agent(threading.Thread):
    """Tries to claim everything, in an order of their own."""

    def __init__(self, url: str, cookie: str, number: int, open_ids: list[str], start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.client = httpx2.Client(
            base_url=url, timeout=60, headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
        )
        self.order = random.Random(number).sample(open_ids, len(open_ids))
        self.start_line = start
        self.answers: list[tuple[str, int, dict[str, Any]]] = []

    def run(self) -> None:
        self.start_line.wait()
        with self.client as client:
            for name in self.order:
                response = client.post(f"/v1/escalations/{name}/claim")
                self.answers.append((name, response.status_code, response.json()))


class Prober(threading.Thread):
    """Asks for the write lock all the time, and notes how long it takes to get it."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self.database = database
        self.stopping = threading.Event()
        self.waits: list[float] = []

    def run(self) -> None:
        while not self.stopping.wait(0.005):
            asked = time.perf_counter()
            with self.database.write():
                self.waits.append(time.perf_counter() - asked)


def prepare(data: Any) -> tuple[list[str], list[str]]:
    """The cookies of the agents, and what is open."""
    parts = build(Settings(_env_file=None, data=data, embedder="hashing"))
    cookies = []
    for number in range(AGENTS):
        member = parts.staff.add(f"agent{number}@example.com", Role.AGENT, f"Agent {number}")
        _, session = parts.staff.redeem(parts.staff.create_link(member))
        cookies.append(f"{COOKIE}={session}")
    made = []
    with parts.database.write() as session:
        for _ in range(ESCALATIONS):
            conversation = parts.desk.start(session, parts.visitors.create(session).id)
            made.append(parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "?").id)
    parts.close()
    return cookies, made


def test_each_is_claimed_exactly_once_over_the_network(
    make_server: Callable[..., Any], record_testsuite_property: Callable[[str, object], None]
) -> None:
    server = make_server(workers=2)
    cookies, open_ids = prepare(server.data)
    server.start()
    start, database = threading.Barrier(AGENTS), Database(server.data / "askwell.db")
    prober = Prober(database)
    agents = [Agent(server.url, cookie, number, open_ids, start) for number, cookie in enumerate(cookies)]
    prober.start()
    for agent in agents:
        agent.start()
    for agent in agents:
        agent.join()
    prober.stopping.set()
    prober.join()
    database.close()
    answers = [answer for agent in agents for answer in agent.answers]
    assert len(answers) == AGENTS * ESCALATIONS
    assert Counter(status for _, status, _ in answers) == {200: ESCALATIONS, 409: (AGENTS - 1) * ESCALATIONS}
    assert Counter(name for name, status, _ in answers if status == 200) == Counter(open_ids)
    winners = {name: body["agent_name"] for name, status, body in answers if status == 200}
    for name, status, body in answers:
        assert status == 200 or body["detail"].endswith(f"with {winners[name]}."), "told who has it"
    record_testsuite_property("longest_wait_for_the_lock_s", round(max(prober.waits), 3))
    assert statistics.quantiles(prober.waits, n=100)[-1] < LONGEST_WAIT_S
