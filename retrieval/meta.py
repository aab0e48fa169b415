"""Which embedder the stored vectors come from, and how often the content has changed.

`generation` rises with every change to passages, in the same transaction, so that a cache in any process can tell
what it has missed.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.db import Session
from core.errors import IndexStale


@dataclass(frozen=True, slots=True)
class IndexState:
    """What the stored content is, as of one transaction."""

    generation: int
    """0 before anything was published."""
    embedder: str | None
    """Id of the embedder of every stored vector; None when there is none."""

    def require(self, embedder_id: str) -> None:
        """Raise `IndexStale` when the stored vectors come from another embedder."""
        if self.embedder not in (None, embedder_id):
            raise IndexStale(
                f"The index was made by the embedder {self.embedder!r}, but {embedder_id!r} is set. "
                "Set ASKWELL_EMBEDDER back, or run `askwell ingest --reembed` to make the index anew.",
                stored=self.embedder,
                current=embedder_id,
            )


def read_state(session: Session) -> IndexState:
    """The state as this session sees it."""
    rows = dict(
        session.execute(
            """SELECT key, value FROM meta WHERE key = 'generation'
               OR (key = 'embedder' AND EXISTS (SELECT 1 FROM passage_vectors))"""
        ).fetchall()
    )
    return IndexState(int(rows.get("generation", 0)), rows.get("embedder"))


def next_generation(session: Session) -> int:
    """Raise the generation by one and return it; call once in each transaction that changes passages."""
    row = session.execute(
        """INSERT INTO meta (key, value) VALUES ('generation', '1')
           ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value"""
    ).fetchone()
    return int(row[0])


def record_embedder(session: Session, embedder_id: str) -> None:
    """Note that all stored vectors come from `embedder_id`."""
    session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('embedder', ?)", [embedder_id])
