"""Reading escalations: one, the live one of a conversation, the queue by urgency, counts and history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core.db import Session
from core.errors import NotFound
from core.model import Reason
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from escalation.states import PRESSING, Happening, Status
from escalation.tickets import Escalation, HistoryEntry

_SELECT = "SELECT e.*, s.name AS agent_name FROM escalations e LEFT JOIN staff s ON s.id = e.agent_id"
# Those who do not wait come last; then points decide, then what is due first, then who has waited longest. `~` sorts
# after every time.
_DUE = (
    "min(coalesce(CASE WHEN e.first_reply_at IS NULL THEN e.first_reply_due END, '~'), coalesce(e.next_reply_due, '~'))"
)
URGENCY = f"(e.waiting_since IS NULL), -e.priority, {_DUE}, coalesce(e.waiting_since, '~'), e.created_at, e.id"
"""The order of the queue, for ORDER BY over `escalations e`."""
_PLACES = (int, int, str, str, str, str)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which escalations to list. Every part that is set must hold."""

    statuses: Collection[Status] = tuple(sorted(PRESSING))
    agent_id: str | None = None
    """Only those this agent has: "mine"."""
    unassigned: bool = False
    lang: str | None = None
    reason: Reason | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """The condition for a WHERE clause and its values."""
        conditions = [f"e.status IN ({', '.join('?' * len(self.statuses))})"]
        values: list[Any] = list(self.statuses)
        if self.unassigned:
            conditions.append("e.agent_id IS NULL")
        for column, value in (("agent_id", self.agent_id), ("lang", self.lang), ("reason", self.reason)):
            if value is not None:
                conditions.append(f"e.{column} = ?")
                values.append(value)
        return " AND ".join(conditions), values


@dataclass(frozen=True, slots=True)
class Counts:
    """How many escalations there are: by state, those that press of one agent, by language and by reason."""

    by_status: dict[Status, int]
    mine: int
    unassigned: int
    by_lang: dict[str, int]
    by_reason: dict[Reason, int]


class EscalationQueue:
    """Queries over escalations; methods take the caller's open session."""

    def get(self, session: Session, escalation_id: str) -> Escalation:
        """The escalation; raises NotFound."""
        row = session.execute(f"{_SELECT} WHERE e.id = ?", (escalation_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such escalation.")
        return _escalation(row)

    def live(self, session: Session, conversation_id: str) -> Escalation | None:
        """The escalation of a conversation that is not over; there is at most one."""
        # The status is part of the text: with a parameter SQLite plans the statement anew for each value, to see
        # whether the partial index `escalations_live` holds it.
        row = session.execute(
            f"{_SELECT} WHERE e.conversation_id = ? AND e.status <> '{Status.RETURNED}'", (conversation_id,)
        ).fetchone()
        return None if row is None else _escalation(row)

    def of_conversation(self, session: Session, conversation_id: str) -> tuple[Escalation, ...]:
        """Every escalation a conversation has had, oldest first."""
        rows = session.execute(f"{_SELECT} WHERE e.conversation_id = ? ORDER BY e.created_at, e.id", (conversation_id,))
        return tuple(_escalation(row) for row in rows)

    def snoozed_until(self, session: Session, moment: str, limit: int) -> tuple[Escalation, ...]:
        """Those put aside until that moment or earlier, the first due first."""
        rows = session.execute(
            f"{_SELECT} WHERE e.status = '{Status.SNOOZED}' AND e.snoozed_until <= ? ORDER BY e.snoozed_until LIMIT ?",
            (moment, limit),
        ).fetchall()
        return tuple(_escalation(row) for row in rows)

    def in_states(
        self, session: Session, statuses: Collection[Status], ids: Collection[str] | None = None
    ) -> tuple[Escalation, ...]:
        """Those in these states, oldest first; with `ids`, only those of them."""
        where, values = Filter(statuses=sorted(statuses)).sql()
        if ids is not None:
            where += f" AND e.id IN ({', '.join('?' * len(ids))})"
            values += ids
        rows = session.execute(f"{_SELECT} WHERE {where} ORDER BY e.created_at, e.id", values).fetchall()
        return tuple(_escalation(row) for row in rows)

    def left_behind(self, session: Session, moment: str, limit: int) -> tuple[Escalation, ...]:
        """Those whose agent keeps a customer waiting and was last seen at that moment or earlier, or has left."""
        rows = session.execute(
            f"{_SELECT} WHERE e.status = '{Status.CLAIMED}' AND (s.disabled_at IS NOT NULL OR (e.waiting_since NOTNULL"
            " AND max(coalesce(s.seen_at, ''), coalesce(e.claimed_at, '')) <= ?)) ORDER BY e.waiting_since LIMIT ?",
            (moment, limit),
        ).fetchall()
        return tuple(_escalation(row) for row in rows)

    def list(
        self, session: Session, chosen: Filter | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Escalation]:
        """Escalations by urgency: points first, then what is due first, then who has waited longest for a person."""
        where, values = (chosen or Filter()).sql()
        if cursor is not None:
            where += f" AND ({URGENCY}) > ({', '.join('?' * len(_PLACES))})"
            values += decode_cursor(cursor, _PLACES)
        rows = session.execute(
            f"{_SELECT} WHERE {where} ORDER BY {URGENCY} LIMIT ?", (*values, checked_limit(limit) + 1)
        ).fetchall()
        items = tuple(_escalation(row) for row in rows[:limit])
        return Page(items, encode_cursor(*_place(items[-1])) if len(rows) > limit else None)

    def counts(self, session: Session, agent_id: str | None = None) -> Counts:
        """The numbers beside the filters of the desk; all but `by_status` count what is not put aside or settled."""
        where, values = Filter().sql()
        base = f"FROM escalations e WHERE {where}"

        def number(condition: str, *more: Any) -> int:
            return int(session.execute(f"SELECT count(*) {base} AND {condition}", (*values, *more)).fetchone()[0])

        def groups(column: str) -> dict[str, int]:
            rows = session.execute(f"SELECT coalesce({column}, 'und'), count(*) {base} GROUP BY 1 ORDER BY 1", values)
            return {str(name): int(count) for name, count in rows}

        by_status = dict(session.execute("SELECT status, count(*) FROM escalations GROUP BY status").fetchall())
        return Counts(
            by_status={status: int(by_status.get(status, 0)) for status in Status},
            mine=number("e.agent_id = ?", agent_id),
            unassigned=number("e.agent_id IS NULL"),
            by_lang=groups("e.lang"),
            by_reason={Reason(name): count for name, count in groups("e.reason").items()},
        )

    def history(self, session: Session, escalation_id: str) -> tuple[HistoryEntry, ...]:
        """Everything that happened to an escalation, notes included, oldest first."""
        rows = session.execute("SELECT * FROM escalation_events WHERE escalation_id = ? ORDER BY id", (escalation_id,))
        return tuple(
            HistoryEntry(row["id"], Happening(row["type"]), row["actor"], json.loads(row["data"]), row["created_at"])
            for row in rows
        )


def queue_position(session: Session, escalation: Escalation) -> int | None:
    """How many in the queue come before its customer, and one; None when it is not queued."""
    if escalation.status is not Status.QUEUED:
        return None
    row = session.execute(
        f"SELECT count(*) FROM escalations e WHERE e.status = '{Status.QUEUED}'"  # noqa: S608 - fixed names
        f" AND ({URGENCY}) < ({', '.join('?' * len(_PLACES))})",
        _place(escalation),
    ).fetchone()
    return int(row[0]) + 1


def queue_positions(session: Session, conversations: Collection[str]) -> dict[str, tuple[str, int]]:
    """By conversation, its escalation and its place in the queue; those that are in none are left out."""
    rows = session.execute(
        f"SELECT e.conversation_id, e.id FROM escalations e WHERE e.status = '{Status.QUEUED}' ORDER BY {URGENCY}"  # noqa: S608
    )
    return {row[0]: (row[1], place) for place, row in enumerate(rows, 1) if row[0] in conversations}


def _place(one: Escalation) -> tuple[int | str, ...]:
    """Where it stands in the order of `URGENCY`."""
    due = min((None if one.first_reply_at else one.first_reply_due) or "~", one.next_reply_due or "~")
    waiting = one.waiting_since
    return (int(waiting is None), -one.priority, due, waiting or "~", one.created_at, one.id)


def _escalation(row: sqlite3.Row) -> Escalation:
    return Escalation(
        id=row["id"],
        conversation_id=row["conversation_id"],
        status=Status(row["status"]),
        reason=Reason(row["reason"]),
        question=row["question"],
        question_id=row["question_id"],
        lang=row["lang"],
        confidence=row["confidence"],
        evidence=tuple(json.loads(row["evidence"])),
        agent_id=row["agent_id"],
        agent_name=row["agent_name"],
        last_agent_id=row["last_agent_id"],
        created_at=row["created_at"],
        waiting_since=row["waiting_since"],
        claimed_at=row["claimed_at"],
        first_reply_at=row["first_reply_at"],
        resolved_at=row["resolved_at"],
        updated_at=row["updated_at"],
        snoozed_until=row["snoozed_until"],
        topic=row["topic"],
        priority=row["priority"],
        outcome=row["outcome"],
        wants_content=bool(row["wants_content"]),
        first_reply_due=row["first_reply_due"],
        next_reply_due=row["next_reply_due"],
        resolution_due=row["resolution_due"],
    )
