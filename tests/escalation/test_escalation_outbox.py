"""The outbox: announcements share the fate of their transaction and can be claimed by one worker at a time."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from core.db import Database
from core.errors import Conflict
from escalation.delivery.outbox import Outbox, OutboxRow


@pytest.fixture
def outbox(clock: Any) -> Outbox:
    return Outbox(clock)


def enqueue(database: Database, outbox: Outbox, *keys: str) -> None:
    with database.write() as session:
        for key in keys:
            outbox.enqueue(session, key, "escalation.requested", {"conversation_id": f"cnv_{key}"})


def claim(database: Database, outbox: Outbox, clock: Any, seconds: float = 60) -> OutboxRow | None:
    with database.write() as session:
        return outbox.claim(session, "webhook", clock() + timedelta(seconds=seconds))


def test_an_announcement_vanishes_with_the_transaction_that_made_it(database: Database, outbox: Outbox) -> None:
    def fail_after_enqueue() -> None:
        with database.write() as session:
            outbox.enqueue(session, "k1", "escalation.requested", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_enqueue()
    with database.read() as session:
        assert outbox.state(session).waiting == 0


def test_a_known_key_is_not_taken_twice(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, "k1", "k1")
    row = claim(database, outbox, clock)
    assert row is not None
    assert (row.key, row.topic, row.payload, row.attempts) == (
        "k1",
        "escalation.requested",
        {"conversation_id": "cnv_k1"},
        1,
    )
    assert claim(database, outbox, clock) is None


def test_rows_are_claimed_in_the_order_they_are_due(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, "k1", "k2")
    first = claim(database, outbox, clock)
    assert first is not None
    with database.write() as session:
        outbox.postpone(session, first, clock() + timedelta(seconds=30), "later")
    second = claim(database, outbox, clock)
    assert second is not None
    assert second.key == "k2"
    clock.forward(seconds=29)
    assert claim(database, outbox, clock) is None
    clock.forward(seconds=1)
    again = claim(database, outbox, clock)
    assert again is not None
    assert (again.key, again.attempts, again.last_error) == ("k1", 2, "later")


def test_a_lease_that_ran_out_frees_the_row_under_the_same_key(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, "k1")
    lost = claim(database, outbox, clock, seconds=60)
    clock.forward(seconds=59)
    assert claim(database, outbox, clock) is None
    clock.forward(seconds=1)
    taken = claim(database, outbox, clock)
    assert lost is not None
    assert taken is not None
    assert (taken.key, taken.attempts) == ("k1", 2)


def test_a_worker_that_lost_its_lease_cannot_touch_the_row_of_the_next(
    database: Database, outbox: Outbox, clock: Any
) -> None:
    enqueue(database, outbox, "k1")
    lost = claim(database, outbox, clock, seconds=1)
    clock.forward(seconds=2)
    taken = claim(database, outbox, clock)
    assert lost is not None
    assert taken is not None
    with database.write() as session:
        outbox.postpone(session, lost, clock() + timedelta(hours=1), "late news")
        outbox.give_up(session, lost, "late news")
    with database.read() as session:
        row = session.execute("SELECT * FROM outbox").fetchone()
    assert row["locked_until"] == taken.locked_until
    assert row["failed_at"] is None


def test_a_late_success_counts(database: Database, outbox: Outbox, clock: Any) -> None:
    """It did arrive: delivering once more would only repeat it."""
    enqueue(database, outbox, "k1")
    lost = claim(database, outbox, clock, seconds=1)
    clock.forward(seconds=2)
    assert lost is not None
    with database.write() as session:
        outbox.delivered(session, lost)
        assert outbox.state(session).delivered == 1
        assert not outbox.has_due(session, "webhook")


def test_what_was_given_up_is_visible_and_can_be_tried_again(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, "k1", "k2")
    row = claim(database, outbox, clock)
    assert row is not None
    with database.write() as session:
        outbox.give_up(session, row, "the webhook is gone")
        state = outbox.state(session)
        assert (state.waiting, state.delivered, state.failed) == (1, 0, 1)
        (failed,) = outbox.failed(session)
        assert (failed.key, failed.last_error) == ("k1", "the webhook is gone")
        outbox.retry(session, failed.id)
        assert outbox.failed(session) == ()
        with pytest.raises(Conflict):
            outbox.retry(session, failed.id)
    clock.forward(seconds=1)
    keys = {row.key for row in (claim(database, outbox, clock), claim(database, outbox, clock)) if row is not None}
    assert keys == {"k1", "k2"}


def test_only_old_deliveries_are_forgotten(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, "old", "new", "waiting")
    for days in (0, 10):
        clock.forward(days=days)
        row = claim(database, outbox, clock)
        assert row is not None
        with database.write() as session:
            outbox.delivered(session, row)
    with database.write() as session:
        assert outbox.prune(session, clock() - timedelta(days=5)) == 1
        assert [row["key"] for row in session.execute("SELECT key FROM outbox ORDER BY id")] == ["new", "waiting"]


def test_many_threads_claim_every_row_exactly_once(database: Database, outbox: Outbox, clock: Any) -> None:
    enqueue(database, outbox, *(f"k{number}" for number in range(60)))
    claimed: list[str] = []

    def work() -> None:
        while (row := claim(database, outbox, clock)) is not None:
            claimed.append(row.key)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(f"k{number}" for number in range(60))
