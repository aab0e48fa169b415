"""The figures of a gap, counted from its questions and kept beside it, so that lists need not count."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.clock import parse_timestamp, timestamp
from core.db import Session
from insights.gaps.events import SYSTEM, record
from insights.gaps.harm import WEEKS, Weights, trend_of
from insights.gaps.model import GapEvent, GapState
from insights.gaps.naming import name_gap
from insights.gaps.space import QuestionSpace
from insights.gaps.vectors import dump_row, load_rows
from insights.reports.returning import KEY_PREFIX

PAGES = 8
"""Pages that are kept for a gap."""
_ROWS = """SELECT g.message_id, g.text, g.why, g.agent_seconds, q.visitor_id, q.conversation_id, q.lang, q.page_url,
        q.created_at, c.audiences, v.vector
    FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
    JOIN conversations c ON c.id = q.conversation_id
    LEFT JOIN question_vectors v ON v.message_id = g.message_id AND v.embedder = ?
    WHERE g.gap_id = ? ORDER BY q.created_at"""


def recount(session: Session, space: QuestionSpace, gap_ids: Iterable[str], weights: Weights, now: datetime) -> None:
    """Count these gaps anew and name them; one that nothing is left of goes, unless people have worked on it."""
    dim = len(space.directions)
    for gap_id in gap_ids:
        rows = session.execute(_ROWS, (space.embedder, gap_id)).fetchall()
        if not rows and _untouched(session, gap_id):
            remove(session, gap_id)
            continue
        known = [row for row in rows if row["vector"] is not None]
        vectors = space.rows(load_rows([row["vector"] for row in known], dim), [row["lang"] for row in known])
        mean = vectors.mean(axis=0) if len(known) else None
        lang = name_gap(session, gap_id, known, vectors, mean)
        _note_growth(session, gap_id, len(rows), timestamp(now))
        _store(session, gap_id, rows, lang, None if mean is None else dump_row(mean), weights, now)


def remove(session: Session, gap_id: str) -> None:
    """Delete a gap that holds no questions."""
    for table in ("gap_names", "gap_notes", "gap_events"):
        session.execute(f"DELETE FROM {table} WHERE gap_id = ?", (gap_id,))  # noqa: S608 - fixed names
    session.execute("DELETE FROM gaps WHERE id = ?", (gap_id,))


def _untouched(session: Session, gap_id: str) -> bool:
    found = session.execute(
        """SELECT 1 FROM gaps WHERE id = ? AND state = ? AND owner_id IS NULL AND merged_into IS NULL
            AND NOT EXISTS (SELECT 1 FROM gap_notes WHERE gap_id = gaps.id)
            AND NOT EXISTS (SELECT 1 FROM gaps o WHERE o.merged_into = gaps.id)""",
        (gap_id, GapState.OPEN),
    ).fetchone()
    return found is not None


def _store(
    session: Session, gap_id: str, rows: Sequence[sqlite3.Row], lang: str | None, vector: bytes | None,
    weights: Weights, now: datetime,
) -> None:  # fmt: skip
    customers = {
        row["conversation_id"] if row["visitor_id"].startswith(KEY_PREFIX) else row["visitor_id"] for row in rows
    }
    work = {row["conversation_id"]: row["agent_seconds"] for row in rows}
    weeks, seconds = _weeks([row["created_at"] for row in rows], now), sum(work.values())
    trend, repeat = trend_of(weeks), max(len(work) / max(len(customers), 1), 1.0)
    session.execute(
        """UPDATE gaps SET vector = ?, lang = ?, langs = ?, pages = ?, audiences = ?, reasons = ?, weeks = ?, size = ?,
            customers = ?, contacts = ?, agent_seconds = ?, trend = ?, harm = ?, first_seen = ?, last_seen = ?,
            stale = 0, counted_at = ? WHERE id = ?""",
        (
            vector,
            lang,
            _counts(row["lang"] or "und" for row in rows),
            json.dumps(Counter(_place(row["page_url"]) for row in rows if row["page_url"]).most_common(PAGES)),
            json.dumps(sorted({name for row in rows for name in json.loads(row["audiences"])}), ensure_ascii=False),
            _counts(row["why"] for row in rows),
            json.dumps(weeks),
            len(rows),
            len(customers),
            len(work),
            seconds,
            trend,
            weights.harm(len(customers), repeat, seconds / 60, trend),
            rows[0]["created_at"] if rows else None,
            rows[-1]["created_at"] if rows else None,
            timestamp(now),
            gap_id,
        ),
    )


def _counts(values: Iterable[str]) -> str:
    return json.dumps(dict(Counter(values).most_common()), ensure_ascii=False)


def _place(url: str) -> str:
    """A page without what changes from visit to visit."""
    return url.partition("?")[0].partition("#")[0]


def _weeks(moments: Sequence[str], now: datetime) -> list[int]:
    """Questions in each of the last weeks; the latest ends now."""
    weeks = [0] * WEEKS
    since = timestamp(now - timedelta(weeks=WEEKS))
    for moment in moments:
        if moment >= since:
            back = int((now - parse_timestamp(moment)) / timedelta(weeks=1))
            weeks[WEEKS - 1 - min(max(back, 0), WEEKS - 1)] += 1
    return weeks


def _note_growth(session: Session, gap_id: str, size: int, at: str) -> None:
    """Note when a gap has doubled since that was noted last."""
    row = session.execute(
        """SELECT max(CAST(json_extract(data, '$.size') AS INTEGER)) AS noted FROM gap_events
            WHERE gap_id = ? AND type IN (?, ?)""",
        (gap_id, GapEvent.GROWN, GapEvent.OPENED),
    ).fetchone()
    if size >= 2 * max(row["noted"] or 1, 1):
        record(session, gap_id, GapEvent.GROWN, SYSTEM, at, size=size)
