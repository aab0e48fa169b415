"""How deliveries stand, for those who look after them: each target, its recent rows, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import Conflict, NotFound
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from escalation.delivery.outbox import WAITING, Outbox
from escalation.delivery.target_states import TargetState, TargetStates
from escalation.delivery.targets import TEST, Target, TargetKind


class Standing(StrEnum):
    """How a target is doing, the gravest thing first."""

    MISSING = "missing"
    """Something waits for a target that is not set up any more."""
    OFF = "off"
    """It said that it is gone for good; what comes waits."""
    FAILING = "failing"
    """The last attempt did not arrive; it is tried again."""
    GIVEN_UP = "given_up"
    """It takes what is sent now, but some announcements were given up."""
    OK = "ok"
    """What was sent last has arrived."""
    UNUSED = "unused"
    """Nothing was ever sent there."""


TROUBLED = frozenset({Standing.MISSING, Standing.OFF, Standing.FAILING, Standing.GIVEN_UP})
"""Somebody should have a look."""


class Stage(StrEnum):
    """Where a row is."""

    WAITING = "waiting"
    GIVEN_UP = "given_up"
    DELIVERED = "delivered"


_CONDITIONS = {
    Stage.WAITING: WAITING,
    Stage.GIVEN_UP: "failed_at IS NOT NULL",
    Stage.DELIVERED: "delivered_at IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class TargetReport:
    """One target and its counts."""

    name: str
    kind: TargetKind | None
    """None: it is not set up any more."""
    address: str
    topics: tuple[str, ...]
    standing: Standing
    state: TargetState
    waiting: int
    given_up: int
    delivered: int
    """Those that are still kept."""
    oldest_waiting: str | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One announcement to one target, without what it says."""

    id: int
    key: str
    target: str
    topic: str
    escalation_id: str | None
    stage: Stage
    attempts: int
    next_attempt_at: str
    delivered_at: str | None
    failed_at: str | None
    last_error: str | None
    created_at: str


class Deliveries:
    """Reports and acts; methods take the caller's open session."""

    def __init__(self, outbox: Outbox, targets: Sequence[Target], clock: Clock) -> None:
        """`targets`: those that are set up."""
        self._outbox = outbox
        self._targets = {target.name.name: target for target in targets}
        self._states = TargetStates(clock)
        self._clock = clock

    def targets(self, session: Session) -> tuple[TargetReport, ...]:
        """Those that are set up, in their order, then those that something is left of."""
        counts = _counts(session)
        states = self._states.all(session)
        left = sorted(name for name, found in counts.items() if name not in self._targets and _open(found))
        return tuple(
            self._report(name, counts.get(name, {}), states.get(name, TargetState(name)))
            for name in (*self._targets, *left)
        )

    def given_up(self, session: Session) -> int:
        """How many announcements were given up."""
        return int(session.execute("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL").fetchone()[0])

    def rows(
        self,
        session: Session,
        *,
        target: str | None = None,
        stage: Stage | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[DeliveryRow]:
        """Rows, newest first; raises InvalidInput for a bad limit or cursor."""
        (before,) = decode_cursor(cursor, (int,)) if cursor else (None,)
        conditions = [_CONDITIONS[stage]] if stage else []
        conditions += ["target = :target"] if target else []
        conditions += ["id < :before"] if before is not None else []
        found = session.execute(
            "SELECT id, key, target, topic, json_extract(payload, '$.escalation_id') AS escalation_id, attempts,"  # noqa: S608 - fixed conditions
            " next_attempt_at, delivered_at, failed_at, last_error, created_at FROM outbox"
            f" WHERE {' AND '.join(conditions) or '1'} ORDER BY id DESC LIMIT :limit",
            {"target": target, "before": before, "limit": checked_limit(limit) + 1},
        ).fetchall()
        items = tuple(_delivery(dict(row)) for row in found[:limit])
        return Page(items, encode_cursor(items[-1].id) if len(found) > limit else None)

    def retry(self, session: Session, row_id: int) -> str:
        """Try one that was given up again; returns its target. Raises NotFound, and Conflict when it was not."""
        found = session.execute("SELECT target FROM outbox WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            raise NotFound("There is no such delivery.")
        self._set_up(found["target"])
        self._outbox.retry(session, row_id)
        self._states.enable(session, found["target"])
        return str(found["target"])

    def retry_all(self, session: Session, target: str) -> int:
        """Try everything that was given up for that target again, and at once; returns how many that are."""
        self._set_up(target)
        self._states.enable(session, target)
        return session.execute(
            "UPDATE outbox SET failed_at = NULL, attempts = 0, next_attempt_at = ?"
            " WHERE target = ? AND failed_at IS NOT NULL",
            (timestamp(self._clock()), target),
        ).rowcount

    def resume(self, session: Session, target: str) -> int:
        """Try a target again now that is off or left alone after failures; returns how many announcements wait."""
        self._set_up(target)
        self._states.enable(session, target)
        return session.execute(
            f"UPDATE outbox SET next_attempt_at = min(next_attempt_at, ?) WHERE target = ? AND {WAITING}",  # noqa: S608
            (timestamp(self._clock()), target),
        ).rowcount

    def discard(self, session: Session, target: str) -> int:
        """Forget for good what was given up for that target; of one that is not set up any more, all that waits.

        Returns how many announcements that were.
        """
        gone = "failed_at IS NOT NULL" if target in self._targets else "delivered_at IS NULL"
        discarded = session.execute(f"DELETE FROM outbox WHERE target = ? AND {gone}", (target,)).rowcount  # noqa: S608
        if target not in self._targets:
            self._states.forget(session, target)
        return discarded

    def send_test(self, session: Session, target: str) -> str:
        """Leave a test event for that target, whatever it wants to be told; returns its key."""
        if self._set_up(target).kind is TargetKind.MAIL:
            raise Conflict("A test by mail needs somebody to send it to: ask for a sign-in link instead.")
        key = new_id("test")
        self._outbox.enqueue_for(session, target, key, TEST, {"created_at": timestamp(self._clock())})
        return key

    def _set_up(self, target: str) -> Target:
        if target not in self._targets:
            raise NotFound(f"“{target}” is not set up. Put it back into the settings under that name.")
        return self._targets[target]

    def _report(self, name: str, counts: Mapping[str, Any], state: TargetState) -> TargetReport:
        target = self._targets.get(name)
        return TargetReport(
            name,
            target.kind if target else None,
            target.address if target else "",
            target.name.topics if target else (),
            _standing(target, counts, state),
            state,
            counts.get("waiting", 0),
            counts.get("given_up", 0),
            counts.get("delivered", 0),
            counts.get("oldest_waiting"),
        )


def _standing(target: Target | None, counts: Mapping[str, Any], state: TargetState) -> Standing:
    if target is None:
        return Standing.MISSING
    if state.disabled_at:
        return Standing.OFF
    if state.failing_since:
        return Standing.FAILING
    if counts.get("given_up"):
        return Standing.GIVEN_UP
    return Standing.OK if state.last_delivered_at or counts.get("delivered") else Standing.UNUSED


def _open(counts: Mapping[str, Any]) -> bool:
    return bool(counts["waiting"] or counts["given_up"])


def _counts(session: Session) -> dict[str, dict[str, Any]]:
    found = session.execute(
        f"SELECT target, count(*) FILTER (WHERE {WAITING}) AS waiting, count(failed_at) AS given_up,"  # noqa: S608
        f" count(delivered_at) AS delivered, min(created_at) FILTER (WHERE {WAITING}) AS oldest_waiting"
        " FROM outbox GROUP BY target"
    )
    return {row["target"]: dict(row) for row in found}


def _delivery(row: dict[str, Any]) -> DeliveryRow:
    stage = Stage.GIVEN_UP if row["failed_at"] else Stage.DELIVERED if row["delivered_at"] else Stage.WAITING
    return DeliveryRow(stage=stage, **row)
