"""Keeps a FAISS index in step with SQLite, in every process that has one.

SQLite is the truth; the index is a cache. Before each search it takes in what was published or removed since, by
generation. It is loaded from a file when one fits, and made anew from SQLite when not.
"""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.db import Database, Session
from retrieval.embedder import Embedder
from retrieval.meta import IndexState, read_state
from retrieval.passages import load_vectors
from retrieval.vectors import FaissIndex

_BATCH = 4_096


class IndexCache:
    """The vector index of one process."""

    def __init__(self, database: Database, embedder: Embedder, folder: Path) -> None:
        """Keep vectors of `embedder`, saved in `folder`; nothing is read before the first use."""
        self._database = database
        self._embedder = embedder
        self._folder = folder
        self._lock = threading.Lock()
        self._index = FaissIndex(embedder.dim)
        self._generation = 0

    def search(
        self, session: Session, state: IndexState, vector: NDArray[np.float32], k: int, scopes: list[int]
    ) -> list[tuple[int, float]]:
        """The `k` nearest passages within `scopes` as (id, cosine); `IndexStale` on another embedder's vectors."""
        state.require(self._embedder.id)
        with self._lock:
            if state.generation > self._generation:
                self._catch_up(session, state.generation)
            return self._index.search(vector, k, scopes)

    def refresh(self) -> None:
        """Take in everything published so far; call at start, so that the first question does not wait."""
        with self._database.read() as session, self._lock:
            state = read_state(session)
            state.require(self._embedder.id)
            self._catch_up(session, state.generation)

    def _catch_up(self, session: Session, generation: int) -> None:
        since = self._generation
        gone = session.execute("SELECT passage_id FROM passage_removals WHERE generation > ?", [since]).fetchall()
        self._index.remove(np.array([row[0] for row in gone], dtype=np.int64))
        rows = session.execute(
            "SELECT scope_id, passage_id, vector FROM passage_vectors WHERE generation > ? ORDER BY scope_id", [since]
        )
        while batch := rows.fetchmany(_BATCH):
            for scope_id in {row[0] for row in batch}:
                part = [row for row in batch if row[0] == scope_id]
                ids = np.array([row[1] for row in part], dtype=np.int64)
                self._index.upsert(scope_id, ids, load_vectors([row[2] for row in part], self._embedder.dim))
        self._generation = generation
