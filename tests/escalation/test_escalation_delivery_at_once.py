"""Many targets at once over real sockets: one that is slow, hangs, fails or lies holds up no other, and kill -9 of a
worker loses nothing. `ASKWELL_TEST_KILLS` sets how often (3).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.clock import system_clock
from core.outbound import anywhere, guarded_client, is_public
from escalation.delivery.deliveries import Deliveries, Standing
from escalation.delivery.handoff import HandoffTarget
from escalation.delivery.handoff_webhook import WebhookTarget
from escalation.delivery.outbox import Outbox
from escalation.delivery.outbox_worker import OutboxWorker, RetryPlan
from escalation.delivery.targets import Target, TargetKind, TargetName

ROOT = Path(__file__).parents[2]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KILLS = int(os.environ.get("ASKWELL_TEST_KILLS", "3"))
TIMEOUT_S = 3.0
"""What a target that hangs may take."""
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

path, secret, *pairs = sys.argv[1:]
targets = {
    name: WebhookTarget(guarded_client(allowed=anywhere, total_timeout=1.5), url, [secret], system_clock)
    for name, url in (pair.split("=", 1) for pair in pairs)
}
worker = OutboxWorker(
    Database(Path(path)), Outbox(system_clock), targets, system_clock,
    lease=timedelta(seconds=2), poll=timedelta(seconds=0.02), plan=RetryPlan(first=timedelta(seconds=0.2), factor=1.5),
)
worker.start()
print("ready", flush=True)
time.sleep(120)
"""


def webhook(url: str, *, allowed: Callable[[str], bool] = anywhere) -> HandoffTarget:
    return WebhookTarget(guarded_client(allowed=allowed, total_timeout=TIMEOUT_S), url, [SECRET], system_clock)


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def waiting(parts: Any) -> int:
    with parts.database.read() as session:
        return int(parts.outbox.state(session).waiting)


@contextmanager
def working(parts: Any, outbox: Outbox, targets: dict[str, HandoffTarget]) -> Iterator[OutboxWorker]:
    worker = OutboxWorker(parts.database, outbox, targets, system_clock, poll=timedelta(seconds=0.02))
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def test_no_target_waits_for_another(real_parts: Any, receivers: Any) -> None:
    """Eight targets, one of each kind. The good one has everything long before the hanging one's time is up."""
    good, slow, hanging = receivers(), receivers(pause=0.1), receivers(pause=30.0)
    broken, gone, busy = receivers(500), receivers(410), receivers(429, headers={"retry-after": "600"})
    redirecting = receivers(302)
    targets = {
        "hanging": webhook(hanging.url),
        "broken": webhook(broken.url),
        "gone": webhook(gone.url),
        "busy": webhook(busy.url),
        "redirecting": webhook(redirecting.url),
        "closed": webhook(f"http://127.0.0.1:{closed_port()}/"),
        "private": webhook(good.url, allowed=is_public),
        "slow": webhook(slow.url),
        "good": webhook(good.url),
    }
    outbox = Outbox(system_clock, [TargetName(name) for name in targets])
    keys = [f"esc_1.{number}" for number in range(10)]
    with working(real_parts, outbox, targets):
        began = time.monotonic()
        with real_parts.database.write() as session:
            for key in keys:
                outbox.enqueue(session, key, "conversation.replied", {"conversation_id": "cnv_1"})
        good.wait_for(len(keys))
        took = time.monotonic() - began
        slow.wait_for(len(keys))
        wait_until(lambda: standings(real_parts, targets)["hanging"] is Standing.FAILING)
    assert took < TIMEOUT_S
    assert [request.key for request in good.received] == keys, "in order"
    assert [request.key for request in slow.received] == keys
    for receiver in (hanging, broken, gone, busy, redirecting):
        assert [request.key for request in receiver.received] == keys[:1], "after the first failure it is left alone"
    assert standings(real_parts, targets) == {
        **dict.fromkeys(("hanging", "broken", "busy", "redirecting", "closed", "private"), Standing.FAILING),
        "gone": Standing.OFF,
        "slow": Standing.OK,
        "good": Standing.OK,
    }


def standings(parts: Any, targets: dict[str, HandoffTarget]) -> dict[str, Standing]:
    known = [Target(TargetName(name), TargetKind.WEBHOOK, "", taker) for name, taker in targets.items()]
    with parts.database.read() as session:
        return {
            report.name: report.standing for report in Deliveries(parts.outbox, known, system_clock).targets(session)
        }


def test_a_target_that_comes_back_gets_everything_in_order(real_parts: Any, receivers: Any) -> None:
    back = receivers(statuses=[500, 500, 503])
    outbox = Outbox(system_clock, [TargetName("back")])
    keys = [f"esc_1.{number}" for number in range(5)]
    with real_parts.database.write() as session:
        for key in keys:
            outbox.enqueue(session, key, "conversation.replied", {"conversation_id": "cnv_1"})
    plan = RetryPlan(first=timedelta(seconds=0.05), factor=1.2)
    worker = OutboxWorker(
        real_parts.database, outbox, {"back": webhook(back.url)}, system_clock, poll=timedelta(seconds=0.02), plan=plan
    )
    worker.start()
    wait_until(lambda: waiting(real_parts) == 0)
    worker.stop()
    assert [request.key for request in back.received] == [keys[0]] * 3 + keys


def test_kill_9_of_workers_with_several_targets_loses_nothing(real_parts: Any, receivers: Any) -> None:
    """Two processes deliver; one is killed in the middle, again and again. Every event reaches every good target at
    least once under one id, whatever a target between them does."""
    good, flaky = receivers(pause=0.02), receivers(statuses=[500, 204, 503] * (4 + KILLS), pause=0.02)
    hanging = receivers(pause=60.0)
    names = {"hanging": hanging.url, "good": good.url, "flaky": flaky.url}
    outbox = Outbox(system_clock, [TargetName(name) for name in names])
    keys = [f"esc_{number}.1" for number in range(10 * KILLS)]
    arguments = [str(real_parts.database.path), SECRET, *(f"{name}={url}" for name, url in names.items())]
    workers = [spawn(arguments), spawn(arguments)]
    try:
        for round_number in range(KILLS):
            with real_parts.database.write() as session:
                for key in keys[round_number * 10 : round_number * 10 + 10]:
                    outbox.enqueue(session, key, "escalation.requested", {"conversation_id": key.partition(".")[0]})
            good.wait_for(round_number * 10 + 4)
            end(workers.pop(0))
            workers.append(spawn(arguments))
        wait_until(lambda: left(real_parts, "good") == left(real_parts, "flaky") == 0, 20.0 + 3 * KILLS)
    finally:
        for process in workers:
            end(process)
    for receiver in (good, flaky):
        assert {request.key for request in receiver.received} == set(keys)
    # What was in hand when its worker died comes again, and nothing else does.
    assert len(good.received) <= len(keys) + KILLS


def left(parts: Any, target: str) -> int:
    with parts.database.read() as session:
        found = session.execute("SELECT count(*) FROM outbox WHERE target = ? AND delivered_at IS NULL", (target,))
        return int(found.fetchone()[0])


def spawn(arguments: list[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
