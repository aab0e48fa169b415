"""The list of the desk: rows in the order they should be taken up, and how many there are behind each choice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.clock import timestamp
from core.db import Session
from core.model import Reason
from escalation.clocks.sla import SlaClock
from escalation.desk_filter import DeskFilter, SlaState, View
from escalation.queue import URGENCY
from escalation.states import PRESSING, Status

MOST_ROWS = 500
"""Rows of one page at most."""

_NEXT_DUE = (
    "nullif(min(coalesce(CASE WHEN e.first_reply_at IS NULL THEN e.first_reply_due END, '~'),"
    " coalesce(e.next_reply_due, '~'), coalesce(e.resolution_due, '~')), '~')"
)
_NEAR = "EXISTS (SELECT 1 FROM sla_alerts a WHERE a.escalation_id = e.id AND a.level = 'near' AND a.due = e.next_due)"
_SLA = (
    f"CASE WHEN e.next_due IS NULL OR e.status NOT IN ({', '.join(repr(str(one)) for one in sorted(PRESSING))})"
    f" THEN 'untimed' WHEN e.next_due <= ? THEN 'breached' WHEN {_NEAR} THEN 'due_soon' ELSE 'on_time' END"
)
_TIMED = (
    f"(SELECT e.*, {_SLA} AS sla FROM"  # noqa: S608 - fixed names
    f" (SELECT e.*, {_NEXT_DUE} AS next_due FROM escalations e WHERE e.status IN (%s)) e) e"
)
_ORDER = {View.RESOLVED: "e.resolved_at DESC, e.id DESC", View.SNOOZED: "coalesce(e.snoozed_until, '~'), e.id"}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One escalation in the list."""

    id: str
    conversation_id: str
    status: Status
    reason: Reason
    question: str
    lang: str | None
    topic: str | None
    agent_id: str | None
    agent_name: str | None
    customer: str | None
    """Name or e-mail; None while neither is known."""
    waiting_since: str | None
    snoozed_until: str | None
    resolved_at: str | None
    priority: int
    sla: SlaState
    clock: SlaClock | None
    """The clock that ends first, if one runs."""
    due: str | None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many rows there are behind each choice, whatever else is chosen staying as it is; and of the whole queue."""

    views: Mapping[View, int]
    langs: Mapping[str, int]
    reasons: Mapping[Reason, int]
    topics: Mapping[str, int]
    slas: Mapping[SlaState, int]
    unclaimed: int
    breached: int


class DeskList:
    """Queries for the desk; methods take the caller's open session."""

    def rows(self, session: Session, chosen: DeskFilter, now: datetime, limit: int) -> tuple[tuple[DeskRow, ...], bool]:
        """The first `limit` rows, and whether there are more."""
        where, values = chosen.sql()
        found = session.execute(
            "SELECT e.id, e.conversation_id, e.status, e.reason, e.question, e.lang, e.topic, e.agent_id, e.priority,"  # noqa: S608
            " e.waiting_since, e.snoozed_until, e.resolved_at, e.sla, e.next_due, e.first_reply_at, e.first_reply_due,"
            " e.next_reply_due, s.name AS agent_name, coalesce(v.name, v.email, c.contact_email) AS customer"
            f" FROM {_TIMED % _states(chosen)} JOIN conversations c ON c.id = e.conversation_id"
            " JOIN visitors v ON v.id = c.visitor_id LEFT JOIN staff s ON s.id = e.agent_id"
            f" WHERE {where} ORDER BY {_ORDER.get(chosen.view, URGENCY)} LIMIT ?",
            (timestamp(now), *values, limit + 1),
        ).fetchall()
        return tuple(_row(row) for row in found[:limit]), len(found) > limit

    def facets(self, session: Session, chosen: DeskFilter, now: datetime) -> Facets:
        """What the filters show beside each choice."""
        return Facets(
            views={view: self._count(session, chosen, view, now) for view in View},
            langs=self._groups(session, chosen, "lang", "coalesce(e.lang, 'und')", now),
            reasons={
                Reason(name): count for name, count in self._groups(session, chosen, "reason", "e.reason", now).items()
            },
            topics=self._groups(session, chosen, "topic", "e.topic", now),
            slas={SlaState(name): count for name, count in self._groups(session, chosen, "sla", "e.sla", now).items()},
            unclaimed=self._count(session, DeskFilter(chosen.agent), View.UNASSIGNED, now),
            breached=self._count(session, DeskFilter(chosen.agent, sla=SlaState.BREACHED), View.OPEN, now),
        )

    def _count(self, session: Session, chosen: DeskFilter, view: View, now: datetime) -> int:
        wanted = DeskFilter(chosen.agent, view, chosen.lang, chosen.reason, chosen.topic, chosen.sla)
        where, values = wanted.sql()
        source = _TIMED % _states(wanted) if chosen.sla else "escalations e"
        given = (timestamp(now), *values) if chosen.sla else tuple(values)
        return int(session.execute(f"SELECT count(*) FROM {source} WHERE {where}", given).fetchone()[0])  # noqa: S608

    def _groups(self, session: Session, chosen: DeskFilter, name: str, column: str, now: datetime) -> dict[str, int]:
        rest = chosen.without(name)
        where, values = rest.sql()
        timed = name == "sla" or rest.sla is not None
        source = _TIMED % _states(rest) if timed else "escalations e"
        rows = session.execute(
            f"SELECT {column}, count(*) FROM {source} WHERE {where} AND {column} IS NOT NULL GROUP BY 1 ORDER BY 1",  # noqa: S608
            (timestamp(now), *values) if timed else tuple(values),
        )
        return {str(value): int(count) for value, count in rows}


def _states(chosen: DeskFilter) -> str:
    """Only these rows are looked at: those that are settled are many."""
    settled = chosen.view in (View.RESOLVED, View.SNOOZED)
    wanted = [Status(chosen.view.value)] if settled else sorted(PRESSING)
    return ", ".join(f"'{status}'" for status in wanted)


def _row(row: sqlite3.Row) -> DeskRow:
    shown = {name: row[name] for name in DeskRow.__slots__ if name in row.keys()}  # noqa: SIM118 - a row has no __contains__
    sla = SlaState(row["sla"])
    timed = sla is not SlaState.UNTIMED
    return DeskRow(
        **{
            **shown,
            "status": Status(row["status"]),
            "reason": Reason(row["reason"]),
            "sla": sla,
            "clock": _clock(row) if timed else None,
            "due": row["next_due"] if timed else None,
        }
    )


def _clock(row: sqlite3.Row) -> SlaClock:
    due = row["next_due"]
    if due == row["first_reply_due"] and row["first_reply_at"] is None:
        return SlaClock.FIRST_REPLY
    return SlaClock.NEXT_REPLY if due == row["next_reply_due"] else SlaClock.RESOLUTION
