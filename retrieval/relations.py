"""What is known of documents beside their passages: a vector of each title, and which are translations of which.

Both are made from what is stored whenever content has changed. While they are missing or behind, questions are
answered without them.
"""

from __future__ import annotations

from core.db import Database
from retrieval.batches import GiveWay, at_once, in_batches
from retrieval.embedder import Embedder
from retrieval.meta import read_state
from retrieval.passages import dump_vector
from retrieval.translations import find_translations, put_translations

_BATCH = 64
_UNKNOWN_TITLES = """SELECT d.id, d.title FROM documents d
    LEFT JOIN title_vectors t ON t.document_id = d.id AND t.title = d.title AND t.embedder = ?
    WHERE d.removed_at IS NULL AND d.title <> '' AND t.document_id IS NULL ORDER BY d.id LIMIT ?"""
_DONE_FOR = "relations"
"""The key in `meta` for the content and the embedder that both were last made for."""
_RULES_VERSION = 2
"""Raised when other documents are paired than before: both are made anew then."""


class DocumentRelations:
    """Keeps title vectors and links between translations up to date."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        """Work on `database`, with the embedder that its passages were embedded by."""
        self._database = database
        self._embedder = embedder

    def refresh(self, give_way: GiveWay = at_once) -> int:
        """Bring both up to date and return how many titles were embedded; killed, the next call goes on from there.

        Nothing happens when content has not changed since. Raises `IndexStale` when its vectors are another embedder's.
        """
        with self._database.read() as session:
            state = read_state(session)
            wanted = f"{state.generation} {self._embedder.id} {_RULES_VERSION}"
            done = session.execute("SELECT value FROM meta WHERE key = ?", [_DONE_FOR]).fetchone()
        state.require(self._embedder.id)
        if done is not None and done["value"] == wanted:
            return 0
        titles = in_batches(self._embed_titles, give_way)
        with self._database.read() as session:
            pairs = find_translations(session, self._embedder.dim)
        with self._database.write() as session:
            put_translations(session, pairs)
            session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [_DONE_FOR, wanted])
        return titles

    def _embed_titles(self) -> int:
        """Embed some titles as questions, for that is what they are compared with; returns how many there were."""
        with self._database.read() as session:
            rows = session.execute(_UNKNOWN_TITLES, [self._embedder.id, _BATCH]).fetchall()
        if rows:
            vectors = self._embedder.embed_queries([row["title"] for row in rows])
            with self._database.write() as session:
                session.executemany(
                    "INSERT OR REPLACE INTO title_vectors (document_id, title, embedder, vector) VALUES (?, ?, ?, ?)",
                    [
                        (row["id"], row["title"], self._embedder.id, dump_vector(vector))
                        for row, vector in zip(rows, vectors, strict=True)
                    ],
                )
        return len(rows)
