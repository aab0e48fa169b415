"""Many agents claiming at once: every escalation has one owner, and nobody waits long for a lock."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from typing import Any

from core.errors import Conflict
from core.model import Owner, Reason
from escalation.tickets import Agent, Escalation

ESCALATIONS = 200
AGENTS = 20
LONGEST_WAIT_S = 1.0
"""For the lock, 99 times of 100: where other work is done too, some thread stands still for longer now and then."""


class Claimer(threading.Thread):
    """An agent who tries to claim everything, in an order of their own."""

    def __init__(self, parts: Any, agent: Agent, made: list[Escalation], start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.parts = parts
        self.agent = agent
        self.order = random.Random(agent.id).sample(made, len(made))
        self.start_line = start
        self.won: list[str] = []
        self.refused: list[Conflict] = []
        self.waits: list[float] = []

    def run(self) -> None:
        self.start_line.wait()
        for escalation in self.order:
            asked = time.perf_counter()
            try:
                with self.parts.database.write() as session:
                    self.waits.append(time.perf_counter() - asked)
                    self.parts.desk.claim(session, escalation.id, self.agent)
                self.won.append(escalation.id)
            except Conflict as error:
                self.refused.append(error)


def open_all(parts: Any) -> list[Escalation]:
    made = []
    with parts.database.write() as session:
        for _ in range(ESCALATIONS):
            conversation = parts.conversations.create(session, parts.visitors.create(session).id)
            made.append(parts.desk.open(session, conversation.id, Reason.NO_CONTENT, "?"))
    return made


def test_each_is_claimed_exactly_once_and_nobody_waits_a_second_for_a_lock(
    parts: Any, record_testsuite_property: Any
) -> None:
    made, start = open_all(parts), threading.Barrier(AGENTS)
    claimers = [Claimer(parts, parts.agent(f"Agent{number}"), made, start) for number in range(AGENTS)]
    for claimer in claimers:
        claimer.start()
    for claimer in claimers:
        claimer.join()
    assert Counter(name for claimer in claimers for name in claimer.won) == Counter(one.id for one in made)
    assert all(len(claimer.won) + len(claimer.refused) == len(made) for claimer in claimers)
    winners = {name: claimer.agent for claimer in claimers for name in claimer.won}
    for claimer in claimers:
        assert all("with Agent" in refusal.message for refusal in claimer.refused), "told who has it"
    with parts.database.read() as session:
        for one in made:
            now, conversation = parts.queue.get(session, one.id), parts.conversations.get(session, one.conversation_id)
            assert now.agent_id == winners[one.id].id
            assert (conversation.owner, conversation.agent_id) == (Owner.AGENT, now.agent_id)
        announced = session.execute("SELECT count(*) FROM outbox WHERE topic = 'conversation.assigned'").fetchone()[0]
    assert announced == len(made)
    waits = [wait for claimer in claimers for wait in claimer.waits]
    record_testsuite_property("longest_wait_for_the_lock_s", round(max(waits), 3))
    assert statistics.quantiles(waits, n=100)[-1] < LONGEST_WAIT_S
