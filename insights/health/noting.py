"""Notes which documents were found for each question, from the evidence kept beside its answer."""

from __future__ import annotations

import json

from core.db import Session

_BATCH = 400
_PENDING = """SELECT p.message_id, q.documents, a.evidence FROM health_pending p
    LEFT JOIN questions q ON q.message_id = p.message_id LEFT JOIN answers a ON a.question_id = p.message_id
    ORDER BY p.message_id LIMIT ?"""


def note_found(session: Session) -> int:
    """Note the documents of some questions, and which documents are to be counted anew; returns how many it was."""
    rows = session.execute(_PENDING, (_BATCH,)).fetchall()
    found = [
        row for question in rows for row in _rows(question["message_id"], question["documents"], question["evidence"])
    ]
    ids = [(row["message_id"],) for row in rows]
    session.executemany("DELETE FROM question_documents WHERE message_id = ?", ids)
    session.executemany(
        "INSERT INTO question_documents (message_id, document_id, place, cited) VALUES (?, ?, ?, ?)", found
    )
    session.executemany(
        "UPDATE document_health SET stale = 1 WHERE document_id = ?",
        [(name,) for name in sorted({row[1] for row in found})],
    )
    session.executemany("DELETE FROM health_pending WHERE message_id = ?", ids)
    return len(rows)


def _rows(message_id: str, documents: str | None, evidence: str | None) -> list[tuple[str, str, int, int]]:
    """The documents found, the best first, and those cited without having been found, as after a follow-up."""
    cited = json.loads(documents or "[]")
    found = [str(piece["document_id"]) for piece in json.loads(evidence or "[]")]
    ordered = list(dict.fromkeys([*found, *cited]))
    return [(message_id, name, place, int(name in cited)) for place, name in enumerate(ordered, 1)]
