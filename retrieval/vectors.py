"""Vector search: the protocol, and FAISS with one shard a scope, so that filters act before anything is scored.

A shard is exact (flat) while it is small and holds 8-bit codes beyond; docs/decisions/0003 has the measurements.
Callers see neither FAISS's padding with -1 nor its habit of keeping an id twice that was added twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors

Ids = NDArray[np.int64]
FLAT_LIMIT = 20_000
"""Above this many vectors a shard stores 8-bit codes."""


class VectorIndex(Protocol):
    """Finds the stored vectors nearest to a given one. Not safe for a change during a search: the caller locks."""

    def upsert(self, scope_id: int, ids: Ids, vectors: Vectors) -> None:
        """Store `vectors` under `ids` in a scope; an id known before, in any scope, is replaced."""
        ...

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored."""
        ...

    def search(self, vector: NDArray[np.float32], k: int, scopes: Sequence[int] | None) -> list[tuple[int, float]]:
        """The `k` nearest as (id, cosine), best first, within `scopes` (None: everywhere); fewer if there are less."""
        ...


class FaissIndex:
    """The `VectorIndex` in this process's memory."""

    def __init__(self, dim: int, flat_limit: int = FLAT_LIMIT) -> None:
        """Start empty, for vectors of length `dim`."""
        self.dim = dim
        self._flat_limit = flat_limit
        self._shards: dict[int, Any] = {}
        self._scope_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._scope_of)

    def upsert(self, scope_id: int, ids: Ids, vectors: Vectors) -> None:
        """Store `vectors` under `ids` in a scope; an id known before, in any scope, is replaced."""
        if not len(ids):
            return
        self.remove(ids)
        # Of an id given twice the last vector counts.
        last = np.sort(len(ids) - 1 - np.unique(ids[::-1], return_index=True)[1])
        ids, vectors = ids[last], np.ascontiguousarray(vectors[last], dtype=np.float32)
        shard = self._shards.get(scope_id)
        if shard is None:
            shard = self._shards[scope_id] = faiss.IndexIDMap(faiss.IndexFlatIP(self.dim))
        shard.add_with_ids(vectors, ids)
        self._scope_of.update(dict.fromkeys(ids.tolist(), scope_id))

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored."""
        by_scope: dict[int, list[int]] = {}
        for passage_id in ids.tolist():
            scope_id = self._scope_of.pop(passage_id, None)
            if scope_id is not None:
                by_scope.setdefault(scope_id, []).append(passage_id)
        for scope_id, gone in by_scope.items():
            shard = self._shards[scope_id]
            shard.remove_ids(faiss.IDSelectorBatch(np.array(gone, dtype=np.int64)))
            if not shard.ntotal:
                del self._shards[scope_id]

    def search(self, vector: NDArray[np.float32], k: int, scopes: Sequence[int] | None) -> list[tuple[int, float]]:
        """The `k` nearest as (id, cosine), best first, within `scopes` (None: everywhere); fewer if there are less."""
        wanted = self._shards.keys() if scopes is None else set(scopes) & self._shards.keys()
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        found: list[tuple[int, float]] = []
        for scope_id in wanted:
            shard = self._shards[scope_id]
            cosines, ids = shard.search(query, min(k, shard.ntotal))
            found += [(i, c) for i, c in zip(ids[0].tolist(), cosines[0].tolist(), strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]
