"""The history of gaps: what happened, who caused it, and the facts about it."""

from __future__ import annotations

import json
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from insights.gaps.model import GapEvent, GapHappening

SYSTEM = "system"
"""The actor of what Askwell does by itself."""


def record(session: Session, gap_id: str, event: GapEvent, actor: str, at: str, **data: Any) -> None:
    """Note that something happened, in the caller's transaction. `data` holds ids and numbers, never words."""
    session.execute(
        "INSERT INTO gap_events (gap_id, type, actor, data, created_at) VALUES (?, ?, ?, ?, ?)",
        (gap_id, event, actor, json.dumps(data, ensure_ascii=False), at),
    )


def history(session: Session, gap_id: str, limit: int = 100) -> list[GapHappening]:
    """The latest entries of a gap, latest first."""
    rows = session.execute("SELECT * FROM gap_events WHERE gap_id = ? ORDER BY id DESC LIMIT ?", (gap_id, limit))
    return [
        GapHappening(row["id"], GapEvent(row["type"]), row["actor"], json.loads(row["data"]), row["created_at"])
        for row in rows
    ]


def now(clock: Clock) -> str:
    """The present moment as it is stored."""
    return timestamp(clock())
