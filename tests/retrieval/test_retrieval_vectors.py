"""The vector index against plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.vectors import FaissIndex

DIM = 16
HALF_PRECISION = 2e-3
POOL = np.random.default_rng(7).standard_normal((60, DIM)).astype(np.float32)
POOL /= np.linalg.norm(POOL, axis=1, keepdims=True)

ids = st.integers(1, 25)
scopes = st.integers(1, 4)
rows = st.integers(0, len(POOL) - 1)
upserts = st.tuples(st.just("upsert"), scopes, st.lists(st.tuples(ids, rows), max_size=6))
removals = st.tuples(st.just("remove"), st.lists(ids, max_size=6), st.none())
searches = st.tuples(st.just("search"), rows, st.one_of(st.none(), st.lists(st.integers(1, 6), max_size=4)))
reloads = st.tuples(st.just("reload"), st.none(), st.none())


@dataclass
class Model:
    """What the index should do, done slowly."""

    stored: dict[int, tuple[int, NDArray[np.float32]]] = field(default_factory=dict)

    def best(self, vector: NDArray[np.float32], wanted: list[int] | None) -> dict[int, float]:
        """The cosine of every id in the wanted scopes."""
        return {i: float(v @ vector) for i, (scope, v) in self.stored.items() if wanted is None or scope in wanted}


def check_search(index: FaissIndex, model: Model, row: int, wanted: list[int] | None, k: int) -> None:
    found = index.search(POOL[row], k, wanted)
    expected = model.best(POOL[row], wanted)
    assert len(found) == min(k, len(expected))
    assert len({i for i, _ in found}) == len(found)
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    bar = sorted(expected.values(), reverse=True)[: len(found)]
    for (passage_id, cosine), best in zip(found, bar, strict=True):
        assert cosine == pytest.approx(expected[passage_id], abs=HALF_PRECISION)
        assert cosine == pytest.approx(best, abs=HALF_PRECISION)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(upserts, removals, searches, reloads), max_size=25), st.sampled_from([3, 10, 100]))
def test_any_history_gives_what_brute_force_gives(history: list[tuple], k: int) -> None:  # type: ignore[type-arg]
    index, model = FaissIndex(DIM), Model()
    for kind, first, second in history:
        if kind == "upsert":
            index.upsert(first, np.array([i for i, _ in second], dtype=np.int64), POOL[[r for _, r in second]])
            model.stored.update({i: (first, POOL[r]) for i, r in second})
        elif kind == "remove":
            index.remove(np.array(first, dtype=np.int64))
            model.stored = {i: entry for i, entry in model.stored.items() if i not in first}
        elif kind == "search":
            check_search(index, model, first, second, k)
        else:
            index = FaissIndex.restore(DIM, index.dump())
        assert index.ids() == model.stored.keys()
        assert len(index) == len(model.stored)


def test_nothing_stored_finds_nothing() -> None:
    assert FaissIndex(DIM).search(POOL[0], 5, None) == []
    assert FaissIndex(DIM).search(POOL[0], 5, [1]) == []


def clustered(count: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(3)
    centres = rng.standard_normal((40, DIM))
    vectors = (centres[rng.integers(0, 40, count)] + 0.3 * rng.standard_normal((count, DIM))).astype(np.float32)
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def test_a_shard_that_outgrew_a_scan_still_finds_updates_and_forgets() -> None:
    vectors = clustered(3_000)
    index = FaissIndex(DIM, scan_limit=1_000)
    index.upsert(1, np.arange(2_000), vectors[:2_000])
    index.upsert(2, np.arange(2_000, 2_500), vectors[2_000:2_500])
    index.organise()
    index.upsert(1, np.arange(2_500, 3_000), vectors[2_500:])
    index.remove(np.arange(100))
    index = FaissIndex.restore(DIM, index.dump(), scan_limit=1_000)
    index.organise()
    assert len(index) == 2_900
    in_first = [i for i in range(100, 3_000) if not 2_000 <= i < 2_500]
    hits = 0
    for row in range(0, 3_000, 60):
        best = max(in_first, key=lambda i: vectors[i] @ vectors[row])
        found = index.search(vectors[row], 10, [1])
        assert {i for i, _ in found} <= set(in_first)
        hits += best in {i for i, _ in found}
    assert hits >= 48  # of 50


@pytest.mark.parametrize("data", [b"", b"\x01\0\0\0\0\0\0\0", b"\xff" * 64])
def test_bytes_that_are_no_index_are_refused(data: bytes) -> None:
    with pytest.raises((ValueError, RuntimeError)):
        FaissIndex.restore(DIM, {1: data})


def test_an_index_of_another_dimension_is_refused() -> None:
    index = FaissIndex(DIM)
    index.upsert(1, np.array([1]), POOL[:1])
    with pytest.raises(ValueError, match="does not hold"):
        FaissIndex.restore(DIM + 1, index.dump())
