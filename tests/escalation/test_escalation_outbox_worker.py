"""Delivery in the background: repeated until it arrives, never twice at once, and safe from kill -9."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.clock import system_clock
from core.db import Database
from core.outbound import anywhere, guarded_client
from escalation.delivery.handoff import HandoffEvent, TargetGone
from escalation.delivery.handoff_webhook import WebhookTarget
from escalation.delivery.outbox import Outbox, OutboxRow
from escalation.delivery.outbox_worker import OutboxWorker, RetryPlan

ROOT = Path(__file__).parents[2]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PROCESS = """
import sys, time
from datetime import timedelta
from pathlib import Path
from core.clock import system_clock
from core.db import Database
from core.outbound import anywhere, guarded_client
from escalation.delivery.handoff_webhook import WebhookTarget
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_worker import OutboxWorker, RetryPlan

path, url, secret, lease = sys.argv[1:]
target = WebhookTarget(guarded_client(allowed=anywhere), url, [secret], system_clock)
worker = OutboxWorker(
    Database(Path(path)), Outbox(system_clock), {"webhook": target}, system_clock,
    lease=timedelta(seconds=float(lease)), poll=timedelta(seconds=0.02), plan=RetryPlan(first=timedelta(seconds=0.1)),
)
worker.start()
time.sleep(60)
"""


class ScriptedTarget:
    """A target that raises what it is told to, in order, and then delivers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.keys: list[str] = []

    def deliver(self, event: HandoffEvent, key: str) -> None:
        self.keys.append(key)
        if self.failures:
            raise self.failures.pop(0)


def enqueue(parts: Any, *keys: str) -> None:
    with parts.database.write() as session:
        for key in keys:
            parts.outbox.enqueue(session, key, "escalation.requested", {"conversation_id": "cnv_1"})


def worker_of(parts: Any, target: Any, **options: Any) -> OutboxWorker:
    return OutboxWorker(parts.database, parts.outbox, {"webhook": target}, parts.clock, luck=lambda: 0.0, **options)


def worker_on(database: Database, outbox: Outbox, target: Any) -> OutboxWorker:
    return OutboxWorker(database, outbox, {"webhook": target}, system_clock, poll=timedelta(seconds=0.01))


def state(parts: Any) -> tuple[int, int, int]:
    with parts.database.read() as session:
        found = parts.outbox.state(session)
    return found.waiting, found.delivered, found.failed


def test_what_is_due_is_delivered_once(parts: Any) -> None:
    enqueue(parts, "k1", "k2")
    target = ScriptedTarget()
    worker = worker_of(parts, target)
    assert worker.deliver_due() == 2
    assert worker.deliver_due() == 0
    assert target.keys == ["k1", "k2"]
    assert state(parts) == (0, 2, 0)


def test_a_failed_delivery_is_repeated_later_and_later_under_the_same_key(parts: Any) -> None:
    enqueue(parts, "k1")
    target = ScriptedTarget(OSError("down"), OSError("down"), OSError("down"))
    worker = worker_of(parts, target)
    for seconds in (5, 15, 45):
        assert worker.deliver_due() == 0
        parts.clock.forward(seconds=seconds - 1)
        assert worker.deliver_due() == 0
        parts.clock.forward(seconds=1)
    assert worker.deliver_due() == 1
    assert target.keys == ["k1"] * 4


def test_it_gives_up_after_the_planned_attempts_and_says_why(parts: Any) -> None:
    enqueue(parts, "k1")
    target = ScriptedTarget(*(OSError(f"down {number}") for number in range(9)))
    worker = worker_of(parts, target, plan=RetryPlan(attempts=3))
    for _ in range(5):
        worker.deliver_due()
        parts.clock.forward(hours=9)
    assert len(target.keys) == 3
    with parts.database.read() as session:
        (failed,) = parts.outbox.failed(session)
    assert (failed.attempts, failed.last_error) == (3, "OSError: down 2")
    assert failed.failed_at is not None


def test_a_target_that_is_gone_is_not_tried_again(parts: Any) -> None:
    enqueue(parts, "k1")
    target = ScriptedTarget(TargetGone("gone"))
    worker_of(parts, target).deliver_due()
    assert state(parts) == (0, 0, 1)


def test_one_that_fails_does_not_hold_up_the_others(parts: Any) -> None:
    enqueue(parts, "k1", "k2", "k3")
    target = ScriptedTarget(ValueError("poison"))
    assert worker_of(parts, target).deliver_due() == 2
    assert target.keys == ["k1", "k2", "k3"]


def test_a_row_that_ends_every_worker_is_given_up_too(parts: Any) -> None:
    """Each claim counts as an attempt, whether or not anybody lived to report it."""
    enqueue(parts, "k1")
    target = ScriptedTarget()
    for _ in range(3):
        with parts.database.write() as session:
            assert parts.outbox.claim(session, "webhook", parts.clock() + timedelta(seconds=60)) is not None
        parts.clock.forward(seconds=61)
    worker_of(parts, target, plan=RetryPlan(attempts=3)).deliver_due()
    assert target.keys == []
    assert state(parts) == (0, 0, 1)


def test_waiting_grows_up_to_a_limit_and_is_spread_by_luck() -> None:
    plan = RetryPlan()
    assert [plan.delay(attempt, 0.0).total_seconds() for attempt in (1, 2, 3, 9, 11)] == [5, 15, 45, 28_800, 28_800]
    assert plan.delay(1, 0.999) > timedelta(seconds=3.3)
    assert plan.delay(1, 0.5) < plan.delay(1, 0.1) <= timedelta(seconds=5)


def test_the_thread_delivers_stops_and_starts_again(real_parts: Any) -> None:
    target = ScriptedTarget()
    worker = worker_on(real_parts.database, real_parts.outbox, target)
    for key in ("k1", "k2"):
        worker.start()
        worker.start()
        enqueue(real_parts, key)
        wait_until(lambda wanted=key: wanted in target.keys)
        worker.stop()
    enqueue(real_parts, "k3")
    time.sleep(0.1)
    assert target.keys == ["k1", "k2"]


def test_the_thread_outlives_a_database_that_fails(real_parts: Any, caplog: pytest.LogCaptureFixture) -> None:
    class Trouble(Outbox):
        calls = 0

        def has_due(self, session: Any, target: str) -> bool:
            Trouble.calls += 1
            if Trouble.calls == 1:
                raise OSError("disk")
            return super().has_due(session, target)

    target = ScriptedTarget()
    enqueue(real_parts, "k1")
    worker = worker_on(real_parts.database, Trouble(system_clock), target)
    worker.start()
    wait_until(lambda: target.keys == ["k1"])
    worker.stop()
    assert "cannot be read just now" in caplog.text


def test_the_log_names_the_key_and_never_the_payload(parts: Any, caplog: pytest.LogCaptureFixture) -> None:
    with parts.database.write() as session:
        parts.outbox.enqueue(session, "k1", "escalation.requested", {"question": "my secret"})
    worker_of(parts, ScriptedTarget(OSError("down"))).deliver_due()
    assert "k1" in caplog.text
    assert "my secret" not in caplog.text


# Over a real socket, with real processes


def wait_until(condition: Any, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def spawn(parts: Any, receiver: Any, lease: float) -> subprocess.Popen[bytes]:
    arguments = [str(parts.database.path), receiver.url, SECRET, str(lease)]
    return subprocess.Popen([sys.executable, "-c", PROCESS, *arguments], cwd=ROOT)


def here(parts: Any, receiver: Any) -> OutboxWorker:
    target = WebhookTarget(guarded_client(allowed=anywhere), receiver.url, [SECRET], system_clock)
    return OutboxWorker(parts.database, parts.outbox, {"webhook": target}, system_clock)


def row_of(database: Database) -> OutboxRow:
    with database.read() as session:
        found = session.execute("SELECT * FROM outbox").fetchone()
    return OutboxRow(**{name: found[name] for name in found.keys()})  # noqa: SIM118 - a Row iterates over values


def test_kill_9_during_a_delivery_repeats_it_under_the_same_key(real_parts: Any, receiver: Any) -> None:
    receiver.pause = 5.0
    enqueue(real_parts, "k1")
    process = spawn(real_parts, receiver, lease=1.0)
    receiver.wait_for(1)
    process.kill()
    process.wait()
    receiver.pause = 0.0
    worker = here(real_parts, receiver)
    assert worker.deliver_due() == 0, "the lease of the dead still holds"
    wait_until(lambda: worker.deliver_due() == 1)
    assert [request.key for request in receiver.received] == ["k1", "k1"]
    assert state(real_parts) == (0, 1, 0)


def test_kill_9_between_attempts_loses_nothing(real_parts: Any, receiver: Any) -> None:
    receiver.statuses = [500]
    enqueue(real_parts, "k1")
    process = spawn(real_parts, receiver, lease=30.0)
    wait_until(lambda: row_of(real_parts.database).last_error is not None)
    process.kill()
    process.wait()
    worker = here(real_parts, receiver)
    wait_until(lambda: state(real_parts) == (0, 1, 0) or worker.deliver_due() == 1)
    assert {request.key for request in receiver.received} == {"k1"}
    assert state(real_parts) == (0, 1, 0)


def test_several_processes_never_deliver_the_same_row(real_parts: Any, receiver: Any) -> None:
    keys = [f"k{number}" for number in range(40)]
    receiver.pause = 0.02
    processes = [spawn(real_parts, receiver, lease=30.0) for _ in range(3)]
    try:
        for key in keys:
            enqueue(real_parts, key)
        wait_until(lambda: state(real_parts) == (0, len(keys), 0), seconds=40)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert Counter(request.key for request in receiver.received) == Counter(keys)
