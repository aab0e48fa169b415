"""One target's lane: what each kind of failure means for the row, and for the target."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.clock import parse_timestamp
from core.errors import AddressRefused, Conflict, Unavailable
from escalation.delivery.handoff import HandoffEvent, Refused, TargetDown, TargetGone
from escalation.delivery.outbox_lane import RetryPlan
from escalation.delivery.outbox_worker import OutboxWorker
from escalation.delivery.target_states import TargetState, TargetStates


class Scripted:
    """Raises what it is told to for a key, once for each entry; takes everything else."""

    def __init__(self, **failures: list[Exception]) -> None:
        self.failures = failures
        self.keys: list[str] = []

    def deliver(self, event: HandoffEvent, key: str) -> None:
        self.keys.append(key)
        if self.failures.get(key):
            raise self.failures[key].pop(0)


def worker(parts: Any, target: Any, **options: Any) -> OutboxWorker:
    return OutboxWorker(parts.database, parts.outbox, {"webhook": target}, parts.clock, luck=lambda: 0.0, **options)


def enqueue(parts: Any, *keys: str) -> None:
    with parts.database.write() as session:
        for key in keys:
            parts.outbox.enqueue(session, key, "escalation.requested", {"conversation_id": f"cnv_{key}"})


def state(parts: Any) -> TargetState:
    with parts.database.read() as session:
        return TargetStates(parts.clock).all(session)["webhook"]


def stages(parts: Any) -> dict[str, str]:
    with parts.database.read() as session:
        found = session.execute("SELECT key, delivered_at, failed_at FROM outbox ORDER BY id").fetchall()
    return {
        row["key"]: "delivered" if row["delivered_at"] else "given up" if row["failed_at"] else "waiting"
        for row in found
    }


def later(parts: Any, stamp: str | None) -> timedelta:
    assert stamp is not None
    now: datetime = parts.clock()
    return parse_timestamp(stamp) - now


def test_a_target_that_has_trouble_rests_as_a_whole(parts: Any) -> None:
    """One event is tried, not all of them; when it is well again, everything goes out in order."""
    enqueue(parts, "k1", "k2", "k3")
    target = Scripted(k1=[TargetDown("500"), TargetDown("500")])
    lane = worker(parts, target)
    assert lane.deliver_due() == 0
    assert target.keys == ["k1"]
    assert (state(parts).failures, state(parts).last_error) == (1, "500")
    parts.clock.forward(seconds=4)
    assert lane.deliver_due() == 0
    assert target.keys == ["k1"]
    parts.clock.forward(seconds=1)
    assert lane.deliver_due() == 0
    assert later(parts, state(parts).paused_until) == timedelta(seconds=15)
    parts.clock.forward(seconds=15)
    assert lane.deliver_due() == 3
    assert target.keys == ["k1", "k1", "k1", "k2", "k3"]
    assert (state(parts).failures, state(parts).failing_since, state(parts).paused_until) == (0, None, None)


@pytest.mark.parametrize("failure", [Conflict("400"), OSError("odd"), AddressRefused("inside")])
def test_trouble_with_one_event_leaves_the_others_alone(parts: Any, failure: Exception) -> None:
    enqueue(parts, "k1", "k2")
    target = Scripted(k1=[failure])
    assert worker(parts, target).deliver_due() == 1
    assert stages(parts) == {"k1": "waiting", "k2": "delivered"}


def test_an_event_that_is_refused_is_given_up_at_once_and_alone(parts: Any) -> None:
    enqueue(parts, "k1", "k2")
    assert worker(parts, Scripted(k1=[Refused("no such mailbox")])).deliver_due() == 1
    assert stages(parts) == {"k1": "given up", "k2": "delivered"}


def test_a_refusal_of_one_event_does_not_count_against_the_target(parts: Any) -> None:
    enqueue(parts, "k1")
    worker(parts, Scripted(k1=[Refused("no such mailbox")])).deliver_due()
    assert (state(parts).failures, state(parts).failing_since) == (0, None)
    assert state(parts).last_error == "no such mailbox"


def test_a_target_that_is_gone_gets_nothing_until_somebody_says_so(parts: Any) -> None:
    enqueue(parts, "k1", "k2")
    target = Scripted(k1=[TargetGone("410")])
    lane = worker(parts, target)
    lane.deliver_due()
    enqueue(parts, "k3")
    parts.clock.forward(days=3)
    assert lane.deliver_due() == 0
    assert target.keys == ["k1"]
    assert stages(parts) == {"k1": "given up", "k2": "waiting", "k3": "waiting"}
    with parts.database.write() as session:
        TargetStates(parts.clock).enable(session, "webhook")
    assert lane.deliver_due() == 2


def test_the_wish_to_be_left_alone_is_kept(parts: Any) -> None:
    enqueue(parts, "k1", "k2")
    target = Scripted(k1=[TargetDown("429", retry_after=90.0)])
    lane = worker(parts, target)
    lane.deliver_due()
    parts.clock.forward(seconds=89)
    assert lane.deliver_due() == 0
    assert target.keys == ["k1"]
    parts.clock.forward(seconds=1)
    assert lane.deliver_due() == 2


def test_a_wish_cannot_shorten_the_pause_or_last_for_ever(parts: Any) -> None:
    enqueue(parts, "k1")
    lane = worker(parts, Scripted(k1=[TargetDown("429", retry_after=0.0), TargetDown("429", retry_after=1e9)]))
    lane.deliver_due()
    assert later(parts, state(parts).paused_until) == timedelta(seconds=5)
    parts.clock.forward(seconds=5)
    lane.deliver_due()
    assert later(parts, state(parts).paused_until) == timedelta(days=1)


def test_a_target_in_trouble_for_long_is_tried_every_five_minutes(parts: Any) -> None:
    """With what has waited longest and is due, so that many events share the attempts."""
    keys = [f"k{number}" for number in range(4)]
    enqueue(parts, *keys)
    failures: dict[str, list[Exception]] = {key: [Unavailable("down") for _ in range(99)] for key in keys}
    target = Scripted(**failures)
    lane = worker(parts, target)
    for _ in range(40):
        before = len(target.keys)
        lane.deliver_due()
        assert len(target.keys) <= before + 1
        parts.clock.forward(minutes=5)
    assert set(target.keys) == set(keys)
    assert len(target.keys) > 20


def test_a_target_that_fails_for_years_is_still_counted() -> None:
    assert RetryPlan().pause(100_000, 0.0) == timedelta(minutes=5)


def test_since_when_it_fails_is_kept_until_something_arrives(parts: Any) -> None:
    began = parts.clock()
    enqueue(parts, "k1")
    lane = worker(parts, Scripted(k1=[TargetDown("500")] * 2))
    for _ in range(2):
        lane.deliver_due()
        parts.clock.forward(seconds=20)
    failing_since = state(parts).failing_since
    assert failing_since is not None
    assert parse_timestamp(failing_since) == began
    lane.deliver_due()
    assert state(parts).failing_since is None
    assert state(parts).last_error == "500"


def test_a_long_error_is_cut(parts: Any) -> None:
    enqueue(parts, "k1")
    worker(parts, Scripted(k1=[TargetDown("x" * 10_000)])).deliver_due()
    assert len(state(parts).last_error or "") == 500


class Several(Scripted):
    """Takes announcements at once, noting how many of them were in hand together."""

    together = 4

    def __init__(self, parts: Any, **failures: list[Exception]) -> None:
        super().__init__(**failures)
        self.parts = parts
        self.in_hand: list[int] = []

    def deliver(self, event: HandoffEvent, key: str) -> None:
        with self.parts.database.read() as session:
            claimed = session.execute("SELECT count(*) FROM outbox WHERE locked_until IS NOT NULL").fetchone()[0]
        self.in_hand.append(claimed)
        super().deliver(event, key)


def test_where_it_takes_no_time_several_are_noted_in_one_write(parts: Any) -> None:
    keys = [f"k{number}" for number in range(6)]
    enqueue(parts, *keys)
    target = Several(parts, k2=[ValueError("once")])
    assert worker(parts, target).deliver_due() == 5
    assert target.keys == keys
    assert target.in_hand == [4, 4, 4, 4, 2, 2]
    assert stages(parts) == {**dict.fromkeys(keys, "delivered"), "k2": "waiting"}
