"""Keeps a vector index in step with SQLite, in every process that has one.

SQLite is the truth; the index is a cache. Before each search it takes in what was published or removed since, by
generation. It starts from its saved files when they fit the database, and from the stored vectors when not.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.db import Database, Session
from retrieval.embedder import Embedder
from retrieval.index_files import DamagedIndexError, Manifest, read_index, write_index
from retrieval.meta import IndexState, read_state
from retrieval.passages import load_vectors
from retrieval.vectors import FaissIndex, VectorIndex

_BATCH = 4_096
_log = logging.getLogger(__name__)


class IndexCache:
    """The vector index of one process; safe to use from several threads."""

    def __init__(
        self, database: Database, embedder: Embedder, folder: Path, kind: type[VectorIndex] = FaissIndex
    ) -> None:
        """Keep vectors of `embedder` in such an index, saved in `folder`; nothing is read before the first use."""
        self._database = database
        self._embedder = embedder
        self._folder = folder
        self._lock = threading.Lock()
        self._kind = kind
        self._index: VectorIndex | None = None
        self._generation = 0
        self._saved_generation = -1

    def refresh(self) -> int:
        """Take in everything published so far and return the number of vectors; call at start, so no question waits.

        Raises `IndexStale` when the stored vectors are another embedder's.
        """
        with self._database.read() as session, self._lock:
            is_first = self._index is None
            index = self._in_step(session, read_state(session))
            if is_first:
                index.organise()
            return len(index)

    def search(
        self, session: Session, state: IndexState, vector: NDArray[np.float32], k: int, scopes: Collection[int]
    ) -> list[tuple[int, float]]:
        """The `k` nearest passages within `scopes` as (id, cosine); `IndexStale` on another embedder's vectors.

        `state` is the session's. An index that is ahead of the session, because another thread has a newer one, can
        name passages the session does not see: read what is found through the session.
        """
        with self._lock:
            return self._in_step(session, state).search(vector, k, scopes)

    def save(self) -> None:
        """Write the index to its folder if it has changed; call after an ingest and at shutdown.

        A disk that does not take it costs the next start some time and nothing else.
        """
        with self._lock:
            if self._index is None or self._saved_generation == self._generation:
                return
            self._index.organise()
            manifest = Manifest(self._embedder.id, self._embedder.dim, len(self._index), self._generation)
            shards = self._index.dump()
        try:
            write_index(self._folder, manifest, shards)
            self._saved_generation = manifest.generation
        except OSError as error:
            _log.warning("The index could not be saved in %s: %s", self._folder, error)

    def _in_step(self, session: Session, state: IndexState) -> VectorIndex:
        state.require(self._embedder.id)
        if self._index is None:
            self._index = self._load(session, state) or self._kind(self._embedder.dim)
        if state.generation > self._generation:
            self._catch_up(self._index, session)
            self._generation = state.generation
        return self._index

    def _load(self, session: Session, state: IndexState) -> VectorIndex | None:
        """The saved index brought up to date, or None when it is not one of this database's vectors."""
        try:
            found = read_index(self._folder)
            if found is None:
                return None
            manifest, shards = found
            ours = (manifest.embedder, manifest.dim) == (self._embedder.id, self._embedder.dim)
            if not ours or manifest.generation > state.generation:
                raise DamagedIndexError("it belongs to another embedder or database")
            index = self._kind.restore(manifest.dim, shards)
            self._generation = self._saved_generation = manifest.generation
            self._catch_up(index, session)
            if (len(index), sum(index.ids())) != _fingerprint(session):
                raise DamagedIndexError("it does not hold the vectors that are stored")
        except (DamagedIndexError, ValueError, IndexError, RuntimeError) as error:
            _log.warning("The saved index in %s is not used and made anew: %s", self._folder, error)
            self._generation, self._saved_generation = 0, -1
            return None
        self._generation = state.generation
        return index

    def _catch_up(self, index: VectorIndex, session: Session) -> None:
        gone = session.execute("SELECT passage_id FROM passage_removals WHERE generation > ?", [self._generation])
        index.remove(np.array([row[0] for row in gone], dtype=np.int64))
        rows = session.execute(
            "SELECT scope_id, passage_id, vector FROM passage_vectors WHERE generation > ?", [self._generation]
        )
        while batch := rows.fetchmany(_BATCH):
            for scope_id in {row[0] for row in batch}:
                ids, blobs = zip(*((row[1], row[2]) for row in batch if row[0] == scope_id), strict=True)
                index.upsert(scope_id, np.array(ids, dtype=np.int64), load_vectors(blobs, index.dim))


def _fingerprint(session: Session) -> tuple[int, int]:
    row = session.execute("SELECT count(*), coalesce(sum(passage_id), 0) FROM passage_vectors").fetchone()
    return row[0], row[1]
