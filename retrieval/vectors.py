"""Vector search: the protocol, and FAISS with one shard a scope, so that filters act before anything is scored.

A shard is scanned whole, in half precision, up to `SCAN_LIMIT` vectors, and by inverted lists beyond;
docs/decisions/0003-vector-index.md has the measurements. Callers see neither FAISS's padding with -1 nor its habit of
keeping an id twice that was added twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors

Ids = NDArray[np.int64]

SCAN_LIMIT = 150_000
"""Shards with more vectors are searched by inverted lists."""
_PROBED_SHARE = 0.1
_TRAINING_VECTORS_A_LIST = 64


class VectorIndex(Protocol):
    """Finds the stored vectors nearest to a given one. Not safe for a change during a search: the caller locks."""

    dim: int

    def __init__(self, dim: int) -> None:
        """Start empty, for vectors of length `dim`."""
        ...

    @classmethod
    def restore(cls, dim: int, shards: Mapping[int, bytes]) -> Self:
        """What `dump` gave; raises ValueError, IndexError or RuntimeError for what is damaged."""
        ...

    def __len__(self) -> int:
        """How many vectors are stored."""
        ...

    def ids(self) -> set[int]:
        """Of all that are stored."""
        ...

    def upsert(self, scope_id: int, ids: Ids, vectors: Vectors) -> None:
        """Store `vectors` under `ids` in a scope; an id known before, in any scope, is replaced."""
        ...

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored."""
        ...

    def search(self, vector: NDArray[np.float32], k: int, scopes: Iterable[int] | None) -> list[tuple[int, float]]:
        """The `k` nearest as (id, cosine), best first, within `scopes` (None: everywhere); fewer if there are less."""
        ...

    def organise(self) -> None:
        """Arrange what is stored for faster searches; called at the start and before `dump`."""
        ...

    def dump(self) -> Mapping[int, bytes]:
        """Everything stored, as bytes by scope."""
        ...


@dataclass(slots=True)
class _Shard:
    """The vectors of one scope; `index` knows FAISS's side of it, `ids` which ids it holds."""

    index: Any
    ids: set[int] = field(default_factory=set)


class FaissIndex:
    """The `VectorIndex` in this process's memory."""

    def __init__(self, dim: int, scan_limit: int = SCAN_LIMIT) -> None:
        """Start empty, for vectors of length `dim`."""
        self.dim = dim
        self._scan_limit = scan_limit
        self._shards: dict[int, _Shard] = {}

    @classmethod
    def restore(cls, dim: int, shards: Mapping[int, bytes], scan_limit: int = SCAN_LIMIT) -> Self:
        """The inverse of `dump`; raises ValueError or RuntimeError on bytes that are no index of this dimension."""
        index = cls(dim, scan_limit)
        for scope_id, data in shards.items():
            index._shards[scope_id] = _load_shard(data, dim)
        return index

    def __len__(self) -> int:
        return sum(len(shard.ids) for shard in self._shards.values())

    def ids(self) -> set[int]:
        """Every id stored."""
        return set().union(*(shard.ids for shard in self._shards.values()))

    def upsert(self, scope_id: int, ids: Ids, vectors: Vectors) -> None:
        """Store `vectors` under `ids` in a scope; an id known before, in any scope, is replaced."""
        if not len(ids):
            return
        self.remove(ids)
        _, from_end = np.unique(ids[::-1], return_index=True)
        last = len(ids) - 1 - from_end  # of an id given twice the last vector counts
        shard = self._shards.setdefault(scope_id, _Shard(_scanned(self.dim)))
        shard.index.add_with_ids(np.ascontiguousarray(vectors[last], dtype=np.float32), ids[last])
        shard.ids.update(ids.tolist())

    def remove(self, ids: Ids) -> None:
        """Forget `ids`; unknown ones are ignored."""
        unwanted = set(ids.tolist())
        for scope_id, shard in list(self._shards.items()):
            gone = shard.ids & unwanted
            if gone == shard.ids:
                del self._shards[scope_id]
            elif gone:
                shard.index.remove_ids(faiss.IDSelectorBatch(np.array(sorted(gone), dtype=np.int64)))
                shard.ids -= gone

    def search(self, vector: NDArray[np.float32], k: int, scopes: Iterable[int] | None) -> list[tuple[int, float]]:
        """The `k` nearest as (id, cosine), best first, within `scopes` (None: everywhere); fewer if there are less."""
        wanted = self._shards.keys() if scopes is None else self._shards.keys() & set(scopes)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        # For this thread only. With more, one query would wait for a second thread that a busy machine does not run.
        faiss.omp_set_num_threads(1)
        found: list[tuple[int, float]] = []
        for scope_id in wanted:
            shard = self._shards[scope_id]
            cosines, ids = shard.index.search(query, min(k, len(shard.ids)))
            found += [pair for pair in zip(ids[0].tolist(), cosines[0].tolist(), strict=True) if pair[0] >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def organise(self) -> None:
        """Give shards that have outgrown a scan their inverted lists; takes seconds, so never before an answer."""
        for shard in self._shards.values():
            if len(shard.ids) > self._scan_limit and isinstance(shard.index, faiss.IndexIDMap):
                shard.index = _inverted(shard.index)

    def dump(self) -> dict[int, bytes]:
        """Everything stored, as bytes by scope."""
        return {scope_id: _dump_shard(shard) for scope_id, shard in self._shards.items()}


def _scanned(dim: int) -> Any:
    return faiss.IndexIDMap(faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT))


def _inverted(scanned: Any) -> Any:
    """Inverted lists (IVF, Sivic and Zisserman 2003) over the vectors of a scanned index, in half precision."""
    count, dim = scanned.ntotal, scanned.d
    lists = int(2 * count**0.5)
    quantizer: Any = faiss.IndexFlatIP(dim)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dim, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    quantizer.this.disown()  # the inverted index frees it
    index.own_fields = True
    index.nprobe = max(1, round(lists * _PROBED_SHARE))
    index.cp.max_points_per_centroid = _TRAINING_VECTORS_A_LIST
    index.cp.min_points_per_centroid = 1
    vectors = scanned.index.reconstruct_n(0, count)
    index.train(vectors)
    index.add_with_ids(vectors, faiss.vector_to_array(scanned.id_map))
    return index


def _dump_shard(shard: _Shard) -> bytes:
    """How many ids, the ids, then FAISS's own form."""
    ids = np.array([len(shard.ids), *sorted(shard.ids)], dtype="<i8")
    return ids.tobytes() + faiss.serialize_index(shard.index).tobytes()


def _load_shard(data: bytes, dim: int) -> _Shard:
    count = int(np.frombuffer(data, dtype="<i8", count=1)[0])
    ids = set(np.frombuffer(data, dtype="<i8", count=count, offset=8).tolist())
    index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8, offset=8 * (count + 1)))
    if index.d != dim or index.ntotal != count or len(ids) != count:
        raise ValueError("the shard does not hold what it says")
    return _Shard(index, ids)
