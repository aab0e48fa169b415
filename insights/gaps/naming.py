"""Names gaps in their own words: the question nearest to the middle, in each language."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from core.db import Session
from core.language import primary
from retrieval.embedder import Vectors

LONGEST = 90
"""Characters of a name."""
_PER_CHARACTER = 0.002
"""Cosine that a character is worth beyond the shortest good name: of two as typical, the shorter one says it better."""
_ENOUGH = 40


def name_gap(
    session: Session, gap_id: str, rows: Sequence[sqlite3.Row], vectors: Vectors, mean: Vectors | None
) -> str | None:
    """Store the names of a gap whose questions are `rows`, and return its commonest language."""
    session.execute("DELETE FROM gap_names WHERE gap_id = ?", (gap_id,))
    if mean is None:
        return None
    cosines = (vectors @ mean).tolist()
    best: dict[str, tuple[float, sqlite3.Row]] = {}
    for row, cosine in zip(rows, cosines, strict=True):
        lang = primary(row["lang"]) if row["lang"] else "und"
        fitness = cosine - _PER_CHARACTER * max(len(row["text"]) - _ENOUGH, 0)
        if lang not in best or fitness > best[lang][0]:
            best[lang] = (fitness, row)
    session.executemany(
        "INSERT INTO gap_names (gap_id, lang, message_id, name) VALUES (?, ?, ?, ?)",
        [(gap_id, lang, row["message_id"], shortened(row["text"])) for lang, (_, row) in best.items()],
    )
    return Counter(primary(row["lang"]) if row["lang"] else "und" for row in rows).most_common(1)[0][0]


def shortened(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    cut = head.rsplit(" ", 1)[0]
    return (cut if len(cut) > longest // 2 else head).rstrip(" ,;:.，。") + "…"
