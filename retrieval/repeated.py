"""Foreign passages that nobody has to be shown, because content in the question's language says the same."""

from __future__ import annotations

import numpy as np

from core.db import Session
from retrieval.candidates import Candidates
from retrieval.embedder import SimilarityRange
from retrieval.passages import load_vectors
from retrieval.plan import Plan


def without_repeated(session: Session, candidates: Candidates, plan: Plan, scale: SimilarityRange) -> Candidates:
    """Without foreign passages that say what one in the question's language says as well.

    Passages of documents that are known to be translations of each other may be less near than others: by as much as a
    change of language takes from a likeness.
    """
    left = candidates.without_translations(scale)
    foreign = sorted(left.foreign())
    if not foreign or not plan.own:
        return left
    rows = session.execute(
        f"""SELECT f.id, o.document_id, v.vector FROM passages f
            JOIN translations t ON t.document_id = f.document_id
            JOIN documents d ON d.id = t.translation_id AND d.removed_at IS NULL
            JOIN passages o ON o.document_id = d.id JOIN passage_vectors v ON v.passage_id = o.id
            WHERE f.id IN ({_marks(len(foreign))}) AND d.scope_id IN ({_marks(len(plan.own))})""",  # noqa: S608 - marks only
        [*foreign, *plan.own],
    ).fetchall()
    pairs = [(row[0], row[2]) for row in rows if row[1] not in plan.excluded_documents]
    if not pairs:
        return left
    place = {passage: at for at, passage in enumerate(left.ids)}
    said = load_vectors([vector for _, vector in pairs], left.vectors.shape[1])
    cosines = np.einsum("ij,ij->i", said, left.vectors[[place[passage] for passage, _ in pairs]])
    near = cosines >= scale.translation - scale.language_gap
    return left.without({passage for (passage, _), is_near in zip(pairs, near.tolist(), strict=True) if is_near})


def _marks(count: int) -> str:
    return ",".join("?" * count)
