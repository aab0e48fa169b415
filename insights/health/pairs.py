"""What a document has with others, and its links, as they are read; what people do about them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from core.clock import Clock, timestamp
from core.db import Session
from core.errors import Conflict, InvalidInput, NotFound
from insights.health.model import LinkState, Pair, PairKind, PlacedLink, Quote

LONGEST_NOTE = 1_000
"""Characters of what is said with a check."""
_PAIRS = """SELECT p.*, x.created_at AS dismissed_at, s.name AS dismissed_by,
        a.title AS title, a.version AS version, b.title AS other_title, b.version AS other_version
    FROM document_pairs p JOIN documents a ON a.id = p.document_id JOIN documents b ON b.id = p.other_id
    LEFT JOIN pair_dismissals x ON x.print = p.print LEFT JOIN staff s ON s.id = x.staff_id"""


def pairs_of(session: Session, document_id: str, limit: int = 100) -> Sequence[Pair]:
    """The pairs of a document, contradictions first, dismissed ones last."""
    rows = session.execute(
        f"""{_PAIRS} WHERE p.document_id = :id OR p.other_id = :id
            ORDER BY dismissed_at IS NOT NULL, p.kind, json_extract(p.data, '$.likeness') DESC, p.id LIMIT :limit""",
        {"id": document_id, "limit": limit},
    )
    return [_pair(row, document_id) for row in rows]


def links_of(session: Session, document_id: str) -> Sequence[PlacedLink]:
    """The links and pictures of a document, broken ones first."""
    rows = session.execute(
        """SELECT l.kind, l.target, l.text, CASE WHEN l.url IS NULL THEN l.state ELSE coalesce(c.state, 'unknown') END,
                coalesce(l.problem, c.problem), c.checked_at, l.leads_to
            FROM link_places l LEFT JOIN link_checks c ON c.url = l.url WHERE l.document_id = ?
            ORDER BY 4 <> 'broken', l.ordinal""",
        (document_id,),
    )
    return [
        PlacedLink(kind == "image", target, text, LinkState(state), problem, checked_at, leads_to)
        for kind, target, text, state, problem, checked_at, leads_to in rows
    ]


class HealthHands:
    """What people do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def check(self, session: Session, document_id: str, version: str, staff_id: str | None, note: str) -> str:
        """Note that a document was looked at and is right; returns the version that was.

        Raises NotFound, InvalidInput for a long note, and Conflict when it has changed since it was shown.
        """
        note = note.strip()
        if len(note) > LONGEST_NOTE:
            raise InvalidInput(f"A note has at most {LONGEST_NOTE} characters.")
        row = session.execute(
            "SELECT version FROM documents WHERE id = ? AND removed_at IS NULL", (document_id,)
        ).fetchone()
        if row is None:
            raise NotFound("There is no such document.")
        if version and version != row["version"]:
            raise Conflict("The document has changed since you opened it. Look at it again.")
        session.execute(
            "INSERT INTO document_checks (document_id, version, staff_id, note, created_at) VALUES (?, ?, ?, ?, ?)",
            (document_id, row["version"], staff_id, note, timestamp(self._clock())),
        )
        return str(row["version"])

    def dismiss(self, session: Session, pair_id: int, staff_id: str | None, *, dismissed: bool) -> list[str]:
        """Say that a pair is no problem, or that it is one after all; returns the documents. Raises NotFound.

        That holds as long as both texts stay as they are.
        """
        row = session.execute("SELECT * FROM document_pairs WHERE id = ?", (pair_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such pair: one of the documents has changed.")
        session.execute("DELETE FROM pair_dismissals WHERE print = ?", (row["print"],))
        if dismissed:
            session.execute(
                "INSERT INTO pair_dismissals (print, staff_id, created_at) VALUES (?, ?, ?)",
                (row["print"], staff_id, timestamp(self._clock())),
            )
        return [row["document_id"], row["other_id"]]


def _pair(row: sqlite3.Row, document_id: str) -> Pair:
    data = json.loads(row["data"])
    first = Quote(row["document_id"], row["title"], row["version"], *data["sides"][0])
    second = Quote(row["other_id"], row["other_title"], row["other_version"], *data["sides"][1])
    here, there = (first, second) if document_id == row["document_id"] else (second, first)
    return Pair(
        row["id"], PairKind(row["kind"]), here, there, data["likeness"], data["difference"], row["dismissed_at"],
        row["dismissed_by"],
    )  # fmt: skip
