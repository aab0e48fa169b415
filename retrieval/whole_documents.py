"""What speaks for a document as a whole: its title, how near its translations are, and how short it is.

A question in one language is often nearer to the same article in another, above all where an embedder knows that
other language better. A long document has many passages, and the best of many is near by chance. Only the best
documents are looked at, because it takes reading their vectors.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.db import Session, marks
from core.language import primary
from retrieval.candidates import inner_products
from retrieval.embedder import Embedder
from retrieval.fusion import Fused, FusionWeights, best_first, combine, normalise
from retrieval.neighbours import Neighbours, visible_translations
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


@dataclass(frozen=True, slots=True)
class _Wholes:
    """What is known of the documents that are looked at, each by document."""

    titles: _Nearness
    translations: _Nearness
    passages: Mapping[str, int]


class WholeDocuments:
    """Weighs documents as a whole for one question."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        question: NDArray[np.float32],
        near: Neighbours,
        embedder: Embedder,
        weights: FusionWeights,
    ) -> None:
        """`question` is its vector, by `embedder`; `near` are the passages nearest to it."""
        self._session = session
        self._plan = plan
        self._question = question
        self._neighbours = near
        self._embedder = embedder
        self._weights = weights

    def weigh(self, fused: Sequence[Fused]) -> list[Fused]:
        """`fused`, best first, with the dense scores of the best documents mended by their titles and translations."""
        owners = self._owners([hit.id for hit in fused[:_DEEP]])
        documents = list(dict.fromkeys(owners[hit.id].document_id for hit in fused if hit.id in owners))[:LOOKED_AT]
        wholes = _Wholes(self._titles(documents), self._translations(documents), self._passages(documents))
        mended = [
            self._mended(hit, owners[hit.id], wholes)
            if hit.id in owners and owners[hit.id].document_id in wholes.passages
            else hit
            for hit in fused
        ]
        return best_first(mended)

    def _mended(self, hit: Fused, owner: _Owner, wholes: _Wholes) -> Fused:
        weights, dense = self._weights, hit.dense
        title, translated = wholes.titles.get(owner.document_id), wholes.translations.get(owner.document_id)
        for share, near in ((weights.title, title), (weights.translations, translated)):
            dense += share * (near - dense) if near is not None else 0.0
        score = combine(dense, hit.lexical, weights, is_foreign=self._is_foreign(owner.lang))
        by_chance = weights.length * math.log(wholes.passages[owner.document_id])
        return Fused(hit.id, max(0.0, score - by_chance), dense, hit.lexical, title, translated)

    def _passages(self, documents: Sequence[str]) -> dict[str, int]:
        rows = self._session.execute(
            f"""SELECT document_id, count(*) FROM passages WHERE document_id IN ({marks(documents)})
                GROUP BY document_id""",  # noqa: S608 - marks only
            list(documents),
        )
        return dict(rows.fetchall())

    def _owners(self, passages: Sequence[int]) -> dict[int, _Owner]:
        rows = self._session.execute(
            f"""SELECT p.id, p.document_id, d.lang FROM passages p JOIN documents d ON d.id = p.document_id
                WHERE p.id IN ({marks(passages)})""",  # noqa: S608 - marks only
            list(passages),
        )
        return {row["id"]: _Owner(row["document_id"], row["lang"]) for row in rows}

    def _titles(self, documents: Sequence[str]) -> _Nearness:
        rows = self._session.execute(
            f"""SELECT t.document_id, d.lang, t.vector FROM title_vectors t
                JOIN documents d ON d.id = t.document_id AND d.title = t.title
                WHERE t.embedder = ? AND t.document_id IN ({marks(documents)})""",  # noqa: S608 - marks only
            [self._embedder.id, *documents],
        ).fetchall()
        if not rows:
            return {}
        vectors = load_vectors([row["vector"] for row in rows], self._embedder.dim)
        cosines = inner_products(vectors, self._question[None])[:, 0].tolist()
        return {
            row["document_id"]: self._nearness(cosine, row["lang"]) for row, cosine in zip(rows, cosines, strict=True)
        }

    def _translations(self, documents: Sequence[str]) -> _Nearness:
        """The mean over a document's translations of how near the best passage of each is, as far as visible."""
        if not self._plan.others:
            return {}
        best, floor = self._neighbours.best_by_document(self._session), self._neighbours.floor
        near: dict[str, list[float]] = defaultdict(list)
        for one in visible_translations(self._session, documents, self._plan):
            near[one.document_id].append(self._nearness(best.get(one.translation_id, floor), one.lang))
        return {document: sum(values) / len(values) for document, values in near.items()}

    def _nearness(self, cosine: float, lang: str) -> float:
        return normalise(cosine, self._embedder.similarity_range, is_foreign=self._is_foreign(lang))

    def _is_foreign(self, lang: str) -> bool:
        return primary(lang) != self._plan.lang
