"""The gaps nearest to a gap: what it may be merged with."""

from __future__ import annotations

import numpy as np

from core.db import Session
from insights.gaps.vectors import load_rows


def nearest_gaps(session: Session, gap_id: str, limit: int = 6) -> list[str]:
    """Ids of the gaps whose questions are nearest to this one's, nearest first; none while it is being counted."""
    rows = session.execute("SELECT id, vector FROM gaps WHERE merged_into IS NULL AND vector IS NOT NULL").fetchall()
    places = {row["id"]: place for place, row in enumerate(rows)}
    if gap_id not in places:
        return []
    means = load_rows([row["vector"] for row in rows], len(rows[0]["vector"]) // 2)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    nearest = np.argsort(-(means @ means[places[gap_id]]))[: limit + 1]
    return [str(rows[place]["id"]) for place in nearest if rows[place]["id"] != gap_id][:limit]
