"""Foreign passages that nobody has to be shown, because content in the question's language says the same."""

from __future__ import annotations

import numpy as np

from core.db import Session, marks
from retrieval.candidates import Candidates, inner_products
from retrieval.embedder import SimilarityRange
from retrieval.neighbours import owners_of
from retrieval.passages import load_vectors
from retrieval.plan import Plan
from retrieval.translation_names import are_named_alike


def without_repeated(session: Session, candidates: Candidates, plan: Plan, scale: SimilarityRange) -> Candidates:
    """Without foreign passages that say what one in the question's language says as well.

    Passages of documents that are known to be translations of each other may be less near than others: by as much as a
    change of language takes from a likeness.
    """
    left = candidates.without(_translated_by_name(session, candidates))
    left = left.without(_said_by_others(left, scale.translation))
    return left.without(_said_by_translations(session, left, plan, scale.translation - scale.language_gap))


def _said_by_others(candidates: Candidates, least: float) -> frozenset[int]:
    """Foreign ones that are at least so near to another candidate in the question's language."""
    foreign = candidates.is_foreign
    if foreign.all() or not foreign.any():
        return frozenset()
    nearest = inner_products(candidates.vectors[foreign], candidates.vectors[~foreign]).max(axis=1)
    ids = np.array(candidates.ids)[foreign]
    return frozenset(ids[nearest >= least].tolist())


def _said_by_translations(session: Session, candidates: Candidates, plan: Plan, least: float) -> frozenset[int]:
    """Foreign ones that are at least so near to a passage of a translation of their document that may be found."""
    foreign = sorted(candidates.foreign())
    if not foreign or not plan.own:
        return frozenset()
    rows = session.execute(
        f"""SELECT f.id, o.document_id, v.vector FROM passages f
            JOIN translations t ON t.document_id = f.document_id
            JOIN documents d ON d.id = t.translation_id AND d.removed_at IS NULL
            JOIN passages o ON o.document_id = d.id JOIN passage_vectors v ON v.passage_id = o.id
            WHERE f.id IN ({marks(foreign)}) AND d.scope_id IN ({marks(plan.own)})""",  # noqa: S608 - marks only
        [*foreign, *plan.own],
    ).fetchall()
    pairs = [(row[0], row[2]) for row in rows if row[1] not in plan.excluded_documents]
    if not pairs:
        return frozenset()
    place = {passage: at for at, passage in enumerate(candidates.ids)}
    said = load_vectors([vector for _, vector in pairs], candidates.vectors.shape[1])
    cosines = np.einsum("ij,ij->i", said, candidates.vectors[[place[passage] for passage, _ in pairs]])
    return frozenset(passage for (passage, _), near in zip(pairs, (cosines >= least).tolist(), strict=True) if near)


def _translated_by_name(session: Session, candidates: Candidates) -> frozenset[int]:
    """Foreign ones of documents whose namesake in the question's language is among the candidates."""
    foreign = candidates.foreign()
    found = set(owners_of(session, set(candidates.ids) - foreign).values()) if foreign else set()
    if not found:
        return frozenset()
    rows = session.execute(
        f"""SELECT f.id, o.id AS document_id, o.lang, d.id AS translation_id, d.lang AS translated FROM passages f
            JOIN documents o ON o.id = f.document_id JOIN translations t ON t.document_id = o.id
            JOIN documents d ON d.id = t.translation_id
            WHERE f.id IN ({marks(foreign)})""",  # noqa: S608 - marks only
        list(foreign),
    )
    return frozenset(
        row["id"]
        for row in rows
        if row["translation_id"] in found
        and are_named_alike(row["document_id"], row["lang"], row["translation_id"], row["translated"])
    )
