"""Gaps as they are read: lists, one gap, its questions, notes and history. Methods take the caller's open session."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from core.db import Session
from core.errors import NotFound
from core.paging import Page, checked_limit, decode_cursor, encode_cursor
from insights.gaps.events import history
from insights.gaps.model import (
    Cause,
    Gap,
    GapFilter,
    GapHappening,
    GapNote,
    GapOrder,
    GapQuestion,
    GapState,
    Why,
)

_UNNAMED = "…"
_GAPS = """SELECT g.*, s.name AS owner, coalesce(c.corrected, c.cause) AS cause,
        CASE WHEN c.corrected IS NULL THEN c.probability END AS cause_probability,
        coalesce(w.name, n.name, (SELECT name FROM gap_names WHERE gap_id = g.id)) AS name
    FROM gaps g LEFT JOIN staff s ON s.id = g.owner_id LEFT JOIN gap_causes c ON c.gap_id = g.id
    LEFT JOIN gap_names n ON n.gap_id = g.id AND n.lang = g.lang
    LEFT JOIN gap_names w ON w.gap_id = g.id AND w.lang = ?"""
_ORDERS = {GapOrder.HARM: "g.harm", GapOrder.CUSTOMERS: "g.customers", GapOrder.RECENT: "coalesce(g.last_seen, '')"}
_KEYS: dict[GapOrder, type] = {GapOrder.HARM: str, GapOrder.CUSTOMERS: int, GapOrder.RECENT: str}


class GapStore:
    """Reads gaps."""

    def list(
        self,
        session: Session,
        chosen: GapFilter | None = None,
        *,
        order: GapOrder = GapOrder.HARM,
        named_in: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Gap]:
        """Gaps, the most of what `order` names first; named in the language `named_in` where they can be."""
        chosen, key = chosen or GapFilter(), _ORDERS[order]
        where, values = _condition(chosen)
        if cursor is not None:
            last, last_id = decode_cursor(cursor, (_KEYS[order], str))
            where += f" AND ({key}, g.id) < (?, ?)"
            values += [float(last) if order is GapOrder.HARM else last, last_id]
        rows = session.execute(
            f"{_GAPS} WHERE {where} ORDER BY {key} DESC, g.id DESC LIMIT ?",
            (chosen.lang or named_in, *values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_gap(row) for row in rows[:limit])
        return Page(items, _cursor(items[-1], order) if len(rows) > limit else None)

    def counts(self, session: Session) -> dict[GapState, int]:
        """How many gaps are in each state, zeros included."""
        rows = session.execute("SELECT state, count(*) FROM gaps WHERE merged_into IS NULL GROUP BY state")
        found = {str(state): int(count) for state, count in rows}
        return {state: found.get(state, 0) for state in GapState}

    def get(self, session: Session, gap_id: str, named_in: str | None = None) -> Gap:
        """One gap, or the one it was merged into; raises NotFound."""
        row = session.execute(f"{_GAPS} WHERE g.id = ?", (named_in, gap_id)).fetchone()
        for _ in range(100):  # merged into one that was merged itself, and so on
            if row is None or row["merged_into"] is None:
                break
            row = session.execute(f"{_GAPS} WHERE g.id = ?", (named_in, row["merged_into"])).fetchone()
        if row is None:
            raise NotFound("There is no such gap.")
        return _gap(row)

    def names(self, session: Session, gap_id: str) -> dict[str, str]:
        """By language, the question that says best what the gap is about."""
        rows = session.execute("SELECT lang, name FROM gap_names WHERE gap_id = ? ORDER BY lang", (gap_id,))
        return {str(row["lang"]): str(row["name"]) for row in rows}

    def questions(
        self,
        session: Session,
        gap_id: str,
        *,
        lang: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[GapQuestion]:
        """The questions of a gap, latest first."""
        where, values = "g.gap_id = ?", [gap_id]
        if lang is not None:
            where, values = f"{where} AND q.lang = ?", [*values, lang]
        if cursor is not None:
            where += " AND (q.created_at, q.message_id) < (?, ?)"
            values += [str(part) for part in decode_cursor(cursor, (str, str))]
        rows = session.execute(
            f"""SELECT g.message_id, q.conversation_id, g.text, q.lang, g.why, q.page_url, q.created_at, g.pinned
                FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
                WHERE {where} ORDER BY q.created_at DESC, q.message_id DESC LIMIT ?""",  # noqa: S608 - fixed names
            (*values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_question(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(items[-1].created_at, items[-1].message_id) if more else None)

    def gap_of(self, session: Session, message_id: str) -> str | None:
        """The id of the gap that a question is in, if it is in one."""
        row = session.execute("SELECT gap_id FROM gap_questions WHERE message_id = ?", (message_id,)).fetchone()
        return None if row is None else str(row["gap_id"])

    def notes(self, session: Session, gap_id: str) -> Sequence[GapNote]:
        """What the staff wrote about a gap, oldest first."""
        rows = session.execute(
            """SELECT n.id, s.name, n.text, n.created_at FROM gap_notes n LEFT JOIN staff s ON s.id = n.staff_id
                WHERE n.gap_id = ? ORDER BY n.id""",
            (gap_id,),
        )
        return [GapNote(*row) for row in rows]

    def history(self, session: Session, gap_id: str) -> Sequence[GapHappening]:
        """What happened to a gap, latest first."""
        return history(session, gap_id)

    def pending(self, session: Session) -> int:
        """How many questions wait to be looked at."""
        return int(session.execute("SELECT count(*) FROM gap_pending").fetchone()[0])


def _condition(chosen: GapFilter) -> tuple[str, list[Any]]:
    marks = ", ".join("?" * len(chosen.states))
    conditions, values = [f"g.merged_into IS NULL AND g.state IN ({marks})"], list[Any](chosen.states)
    if chosen.lang:
        conditions.append("w.name IS NOT NULL")
    if chosen.owner_id:
        conditions.append("g.owner_id = ?")
        values.append(chosen.owner_id)
    if chosen.text:
        escaped = chosen.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append("EXISTS (SELECT 1 FROM gap_names t WHERE t.gap_id = g.id AND t.name LIKE ? ESCAPE '\\')")
        values.append(f"%{escaped}%")
    if chosen.cause:
        conditions.append("coalesce(c.corrected, c.cause) = ?")
        values.append(chosen.cause)
    return " AND ".join(conditions), values


def _cursor(gap: Gap, order: GapOrder) -> str:
    last: dict[GapOrder, str | int] = {
        GapOrder.HARM: repr(gap.harm),
        GapOrder.CUSTOMERS: gap.customers,
        GapOrder.RECENT: gap.last_seen or "",
    }
    return encode_cursor(last[order], gap.id)


def _gap(row: sqlite3.Row) -> Gap:
    return Gap(
        id=row["id"],
        name=row["name"] or _UNNAMED,
        state=GapState(row["state"]),
        owner_id=row["owner_id"],
        owner=row["owner"],
        by_hand=bool(row["by_hand"]),
        lang=row["lang"],
        langs=json.loads(row["langs"]),
        pages=tuple((str(url), int(count)) for url, count in json.loads(row["pages"])),
        audiences=tuple(json.loads(row["audiences"])),
        reasons=json.loads(row["reasons"]),
        weeks=tuple(json.loads(row["weeks"])),
        size=row["size"],
        customers=row["customers"],
        contacts=row["contacts"],
        agent_minutes=row["agent_seconds"] / 60,
        trend=row["trend"],
        harm=row["harm"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        cause=Cause(row["cause"]) if row["cause"] else None,
        cause_probability=row["cause_probability"],
    )


def _question(row: sqlite3.Row) -> GapQuestion:
    return GapQuestion(
        message_id=row["message_id"],
        conversation_id=row["conversation_id"],
        text=row["text"],
        lang=row["lang"],
        why=Why(row["why"]),
        page_url=row["page_url"],
        created_at=row["created_at"],
        pinned=bool(row["pinned"]),
    )
