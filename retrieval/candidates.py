"""The passages that a search proposed, scored by the vectors that are stored.

Reading the vectors again makes cosines exact whatever an index keeps, and drops what is no longer there.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from retrieval.embedder import SimilarityRange, Vectors
from retrieval.fusion import normalise
from retrieval.passages import load_vectors


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passage ids with their vectors, row by row."""

    ids: list[int]
    vectors: Vectors
    is_foreign: NDArray[np.bool_]
    """Whether the passage is in another language than the question."""

    def dense(self, query: NDArray[np.float32], scale: SimilarityRange) -> dict[int, float]:
        """How near each passage is to the query vector, in [0, 1]."""
        cosines = inner_products(self.vectors, query[None])[:, 0].tolist()
        rows = zip(self.ids, cosines, self.is_foreign.tolist(), strict=True)
        return {i: normalise(cosine, scale, is_foreign=foreign) for i, cosine, foreign in rows}

    def foreign(self) -> frozenset[int]:
        """The ids in other languages."""
        return frozenset(i for i, foreign in zip(self.ids, self.is_foreign.tolist(), strict=True) if foreign)

    def without(self, ids: AbstractSet[int]) -> Candidates:
        """Without some of them."""
        kept = np.array([i not in ids for i in self.ids], dtype=np.bool_)
        return Candidates([i for i in self.ids if i not in ids], self.vectors[kept], self.is_foreign[kept])


def inner_products(rows: Vectors, others: Vectors) -> Vectors:
    """All inner products, shape (rows, others), on this thread alone.

    A matrix product would use BLAS's threads: on a busy machine they were seen to wait 16 ms for what takes 0.1 ms.
    """
    products: Vectors = np.einsum("ij,kj->ik", rows, others)
    return products


def read_candidates(session: Session, ids: Collection[int], own_scopes: Collection[int], dim: int) -> Candidates:
    """Those of `ids` that are stored; `own_scopes` are the scopes in the question's language."""
    marks = ",".join("?" * len(ids))
    rows = session.execute(
        f"SELECT passage_id, scope_id, vector FROM passage_vectors WHERE passage_id IN ({marks})",  # noqa: S608
        sorted(ids),
    ).fetchall()
    own = frozenset(own_scopes)
    return Candidates(
        [row[0] for row in rows],
        load_vectors([row[2] for row in rows], dim),
        np.array([row[1] not in own for row in rows], dtype=np.bool_),
    )
