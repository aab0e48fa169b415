"""What speaks for a document as a whole: its title, and how near its translations are.

A question in one language is often nearer to the same article in another, above all where an embedder knows that
other language better. Only the best documents are looked at, because it takes reading their vectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from core.language import primary
from retrieval.candidates import inner_products
from retrieval.embedder import Embedder
from retrieval.fusion import Fused, FusionWeights, combine, normalise
from retrieval.passages import load_vectors
from retrieval.plan import Plan

LOOKED_AT = 80
"""Documents."""
_DEEP = 4 * LOOKED_AT
"""Passages among which those documents are."""

_Nearness = Mapping[str, float]
"""In [0, 1], by document."""


@dataclass(frozen=True, slots=True)
class _Owner:
    document_id: str
    lang: str


def passages_of_translations(session: Session, passages: Collection[int], scopes: Collection[int]) -> frozenset[int]:
    """The passages in `scopes` of documents that are translations of those that `passages` belong to."""
    rows = session.execute(
        f"""SELECT v.passage_id FROM passages near JOIN translations t ON t.document_id = near.document_id
            JOIN passages p ON p.document_id = t.translation_id JOIN passage_vectors v ON v.passage_id = p.id
            WHERE near.id IN ({_marks(passages)}) AND v.scope_id IN ({_marks(scopes)})""",  # noqa: S608 - marks only
        [*passages, *scopes],
    )
    return frozenset(row["passage_id"] for row in rows)


class WholeDocuments:
    """Weighs documents as a whole for one question."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        question: NDArray[np.float32],
        embedder: Embedder,
        weights: FusionWeights,
    ) -> None:
        """`question` is its vector, by `embedder`."""
        self._session = session
        self._plan = plan
        self._question = question
        self._embedder = embedder
        self._weights = weights

    def weigh(self, fused: Sequence[Fused]) -> list[Fused]:
        """`fused`, best first, with the dense scores of the best documents mended by their titles and translations."""
        owners = self._owners([hit.id for hit in fused[:_DEEP]])
        documents = list(dict.fromkeys(owners[hit.id].document_id for hit in fused if hit.id in owners))[:LOOKED_AT]
        titles, translations = self._titles(documents), self._translations(documents)
        looked_at = frozenset(documents)
        mended = [
            self._mended(hit, owners[hit.id], titles, translations)
            if hit.id in owners and owners[hit.id].document_id in looked_at
            else hit
            for hit in fused
        ]
        return sorted(mended, key=lambda hit: (-hit.score, -hit.dense, hit.id))

    def _mended(self, hit: Fused, owner: _Owner, titles: _Nearness, translations: _Nearness) -> Fused:
        weights, dense = self._weights, hit.dense
        title, translated = titles.get(owner.document_id), translations.get(owner.document_id)
        for share, near in ((weights.title, title), (weights.translations, translated)):
            dense += share * (near - dense) if near is not None else 0.0
        mended = combine(hit.id, dense, hit.lexical, weights, is_foreign=self._is_foreign(owner.lang))
        return replace(mended, title=title, translations=translated)

    def _owners(self, passages: Sequence[int]) -> dict[int, _Owner]:
        rows = self._session.execute(
            f"""SELECT p.id, p.document_id, d.lang FROM passages p JOIN documents d ON d.id = p.document_id
                WHERE p.id IN ({_marks(passages)})""",  # noqa: S608 - marks only
            list(passages),
        )
        return {row["id"]: _Owner(row["document_id"], row["lang"]) for row in rows}

    def _titles(self, documents: Sequence[str]) -> _Nearness:
        rows = self._session.execute(
            f"""SELECT t.document_id, d.lang, t.vector FROM title_vectors t
                JOIN documents d ON d.id = t.document_id AND d.title = t.title
                WHERE t.embedder = ? AND t.document_id IN ({_marks(documents)})""",  # noqa: S608 - marks only
            [self._embedder.id, *documents],
        ).fetchall()
        near = self._near([row["vector"] for row in rows], [row["lang"] for row in rows])
        return {row["document_id"]: value for row, value in zip(rows, near, strict=True)}

    def _translations(self, documents: Sequence[str]) -> _Nearness:
        """The mean over a document's translations of how near the best passage of each is, as far as visible."""
        visible = [*self._plan.own, *self._plan.others]
        rows = self._session.execute(
            f"""SELECT t.document_id, t.translation_id, d.lang, v.passage_id, v.vector FROM translations t
                JOIN documents d ON d.id = t.translation_id JOIN passages p ON p.document_id = d.id
                JOIN passage_vectors v ON v.passage_id = p.id
                WHERE t.document_id IN ({_marks(documents)}) AND v.scope_id IN ({_marks(visible)})""",  # noqa: S608
            [*documents, *visible],
        ).fetchall()
        rows = [row for row in rows if row["passage_id"] not in self._plan.excluded]
        best: dict[str, dict[str, float]] = defaultdict(dict)
        near = self._near([row["vector"] for row in rows], [row["lang"] for row in rows])
        for row, value in zip(rows, near, strict=True):
            known = best[row["document_id"]]
            known[row["translation_id"]] = max(value, known.get(row["translation_id"], 0.0))
        return {document: sum(values.values()) / len(values) for document, values in best.items()}

    def _near(self, vectors: Sequence[bytes], langs: Sequence[str]) -> list[float]:
        if not vectors:
            return []
        cosines = inner_products(load_vectors(vectors, self._embedder.dim), self._question[None])[:, 0].tolist()
        scale = self._embedder.similarity_range
        return [
            normalise(cosine, scale, is_foreign=self._is_foreign(lang))
            for cosine, lang in zip(cosines, langs, strict=True)
        ]

    def _is_foreign(self, lang: str) -> bool:
        return primary(lang) != self._plan.lang


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
