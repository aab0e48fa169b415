"""Which documents are right for a gap, and how they were when it was checked. Methods take the caller's session.

Right are those that were published for it, those that people named, and the translations of both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from core.clock import Clock
from core.db import Session
from core.errors import InvalidInput, NotFound
from insights.gaps.events import now, record
from insights.gaps.model import GapEvent
from insights.proof.model import Known, RightDocument

NAMED = "named"
"""What people said; the database itself notes what was `published`."""
MOST_NAMED = 50


class RightDocuments:
    """The documents that answer gaps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def of(self, session: Session, gap_id: str) -> tuple[RightDocument, ...]:
        """Those that were published or named, without their translations."""
        rows = session.execute(
            """SELECT g.document_id, g.by, d.title, d.lang, d.url, d.removed_at, d.id AS known FROM gap_documents g
                LEFT JOIN documents d ON d.id = g.document_id WHERE g.gap_id = ?
                ORDER BY g.created_at, g.document_id""",
            (gap_id,),
        )
        return tuple(map(_right, rows))

    def ids(self, session: Session, gap_id: str) -> frozenset[str]:
        """All that are right, translations included, also those that are gone."""
        rows = session.execute(
            """WITH own AS (SELECT document_id AS id FROM gap_documents WHERE gap_id = ?)
                SELECT id FROM own UNION SELECT translation_id FROM translations WHERE document_id IN own""",
            (gap_id,),
        )
        return frozenset(str(row["id"]) for row in rows)

    def name(self, session: Session, gap_id: str, document_ids: Sequence[str], actor: str) -> None:
        """Let these, and no others, be the ones that people named; raises NotFound for one that is not there."""
        wanted = list(dict.fromkeys(document_ids))
        if len(wanted) > MOST_NAMED:
            raise InvalidInput(f"Name {MOST_NAMED} documents at most.")
        for document_id in wanted:
            if not session.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone():
                raise NotFound(f"There is no document {document_id!r}.")
        there = {one.document_id for one in self.of(session, gap_id)}
        if there == set(wanted):
            return
        at, gone = now(self._clock), sorted(there - set(wanted))
        session.executemany(
            "DELETE FROM gap_documents WHERE gap_id = ? AND document_id = ?", [(gap_id, one) for one in gone]
        )
        self._add(session, gap_id, (one for one in wanted if one not in there), NAMED, actor, at)
        record(session, gap_id, GapEvent.DOCUMENTS_CHANGED, actor, at, documents=wanted)

    def _add(self, session: Session, gap_id: str, ids: Iterable[str], by: str, actor: str, at: str) -> None:
        session.executemany(
            "INSERT INTO gap_documents (gap_id, document_id, by, actor, created_at) VALUES (?, ?, ?, ?, ?)",
            [(gap_id, document_id, by, actor, at) for document_id in ids],
        )


def known_now(session: Session, document_ids: Iterable[str], right: Iterable[str]) -> dict[str, Known]:
    """How these documents are now; those that are gone are left out."""
    good = set(right)
    rows = session.execute(
        """SELECT d.id, d.version, d.title, d.audiences FROM json_each(?) i JOIN documents d ON d.id = i.value
            WHERE d.removed_at IS NULL""",
        (json.dumps(sorted(set(document_ids))),),
    )
    return {
        row["id"]: Known(row["version"], row["title"], tuple(json.loads(row["audiences"])), row["id"] in good)
        for row in rows
    }


def dump_known(documents: Mapping[str, Known]) -> str:
    """As it is stored beside a check."""
    return json.dumps(
        {key: [one.version, one.title, one.audiences, one.right] for key, one in documents.items()}, ensure_ascii=False
    )


def load_known(text: str) -> dict[str, Known]:
    """The inverse of `dump_known`."""
    return {key: Known(one[0], one[1], tuple(one[2]), one[3]) for key, one in json.loads(text).items()}


def _right(row: sqlite3.Row) -> RightDocument:
    return RightDocument(
        row["document_id"], row["by"], row["title"] or row["document_id"], row["lang"],
        row["known"] is None or row["removed_at"] is not None, row["url"],
    )  # fmt: skip
