"""Exchanging every stored vector when the embedder changes.

The new vectors are put aside, batch by batch, while the old ones keep answering. The exchange itself is one
transaction, so a process that dies at any moment leaves one whole set of vectors, and the next run goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.db import Database, Session
from retrieval.embedder import Embedded
from retrieval.meta import next_generation, record_embedder
from retrieval.passages import dump_vector, passage_text

_PENDING = """FROM passages p JOIN documents d ON d.id = p.document_id
    LEFT JOIN passage_vectors_next n ON n.passage_id = p.id AND n.embed_hash = p.embed_hash AND n.embedder = ?
    WHERE n.passage_id IS NULL"""


@dataclass(frozen=True, slots=True)
class PendingPassage:
    """A passage that has no new vector yet, with the text to embed."""

    id: int
    embed_hash: str
    text: str


class Reembedding:
    """The new vectors of one embedder, until they take the place of the old ones."""

    def __init__(self, database: Database, embedder_id: str) -> None:
        """Work on `database`; vectors put aside for any other embedder are dropped."""
        self._database = database
        self._embedder_id = embedder_id
        with self._database.write() as session:
            session.execute("DELETE FROM passage_vectors_next WHERE embedder <> ?", [embedder_id])

    def total(self) -> int:
        """The number of passages there are."""
        with self._database.read() as session:
            return int(session.execute("SELECT count(*) FROM passages").fetchone()[0])

    def remaining(self) -> int:
        """The number of passages that have no new vector yet."""
        with self._database.read() as session:
            return int(session.execute(f"SELECT count(*) {_PENDING}", [self._embedder_id]).fetchone()[0])

    def pending(self, limit: int) -> list[PendingPassage]:
        """Up to `limit` passages that have no new vector yet."""
        with self._database.read() as session:
            rows = session.execute(
                f"SELECT p.id, p.embed_hash, p.heading, p.text, d.title {_PENDING} ORDER BY p.id LIMIT ?",
                [self._embedder_id, limit],
            ).fetchall()
        return [
            PendingPassage(
                row["id"], row["embed_hash"], passage_text(row["title"], json.loads(row["heading"]), row["text"])
            )
            for row in rows
        ]

    def put(self, passages: Sequence[PendingPassage], embedded: Sequence[Embedded]) -> None:
        """Put new vectors aside; those of passages that are gone meanwhile are left out."""
        rows = [
            (self._embedder_id, dump_vector(one.vector), one.form, one.tokens, passage.id, passage.embed_hash)
            for passage, one in zip(passages, embedded, strict=True)
        ]
        with self._database.write() as session:
            session.executemany(
                """INSERT OR REPLACE INTO passage_vectors_next (passage_id, embedder, embed_hash, vector, form, tokens)
                   SELECT id, ?1, embed_hash, ?2, ?3, ?4 FROM passages WHERE id = ?5 AND embed_hash = ?6""",
                rows,
            )

    def exchange(self) -> bool:
        """Replace all vectors in one transaction; False, with nothing changed, while some passage has no new one."""
        with self._database.write() as session:
            if self._is_incomplete(session):
                return False
            session.execute(
                """INSERT OR REPLACE INTO passage_vectors (passage_id, scope_id, generation, vector)
                   SELECT p.id, p.scope_id, ?, n.vector FROM passages p
                   JOIN passage_vectors_next n ON n.passage_id = p.id""",
                [next_generation(session)],
            )
            session.execute("DELETE FROM passage_tokens")
            session.execute(
                """INSERT INTO passage_tokens (passage_id, form, tokens)
                   SELECT passage_id, form, tokens FROM passage_vectors_next WHERE tokens IS NOT NULL"""
            )
            session.execute("DELETE FROM passage_vectors_next")
            record_embedder(session, self._embedder_id)
        return True

    def _is_incomplete(self, session: Session) -> bool:
        return session.execute(f"SELECT 1 {_PENDING} LIMIT 1", [self._embedder_id]).fetchone() is not None
