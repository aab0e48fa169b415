"""Whether new text stands as near to the questions of a closed gap as the text they are answered from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.db import Session
from insights.gaps.vectors import load_rows
from insights.proof.model import Check
from retrieval.embedder import Embedder, Vectors

MOST_NEW = 4_000
"""Passages; after more than that, such as a whole help centre, every closed gap may be concerned."""
MARGIN = 0.1
"""Part of the embedder's range by which new text may be less near and still come before: words count too."""
_QUESTIONS = """SELECT v.vector FROM gap_check_questions q JOIN question_vectors v ON v.message_id = q.message_id
    WHERE q.check_id = ? AND v.embedder = ?"""
_OWN = """SELECT v.vector FROM passages p JOIN passage_vectors v ON v.passage_id = p.id
    WHERE p.document_id = ? AND length(v.vector) = ?"""
_NEW = """SELECT v.vector, v.generation FROM passage_vectors v WHERE v.generation > ? AND length(v.vector) = ?
    ORDER BY v.generation DESC LIMIT ?"""


class Nearness:
    """Compares new passages with questions by their vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def rivalled(self, session: Session, checks: Sequence[Check]) -> list[str]:
        """The gaps of those checks that newer passages may be cited for instead."""
        if not checks:
            return []
        since, size = min(check.generation for check in checks), 4 * self._embedder.dim
        new = session.execute(_NEW, (since, size, MOST_NEW + 1)).fetchall()
        if len(new) > MOST_NEW:
            return [check.gap_id for check in checks]
        if not new:
            return []
        vectors = self._full([row["vector"] for row in new])
        ages = np.array([row["generation"] for row in new])
        return [check.gap_id for check in checks if self._is_rivalled(session, check, vectors[ages > check.generation])]

    def _is_rivalled(self, session: Session, check: Check, new: Vectors) -> bool:
        if not len(new):
            return False
        asked = session.execute(_QUESTIONS, (check.id, self._embedder.id)).fetchall()
        own = [
            row["vector"]
            for document_id, known in check.documents.items()
            if known.right
            for row in session.execute(_OWN, (document_id, 4 * self._embedder.dim))
        ]
        if not asked or not own:
            return True
        questions = load_rows([row["vector"] for row in asked], self._embedder.dim)
        scale = self._embedder.similarity_range
        allowed = MARGIN * (scale.matching - scale.unrelated)
        nearest_own = (questions @ self._full(own).T).max(axis=1)
        return bool(((questions @ new.T).max(axis=1) >= nearest_own - allowed).any())

    def _full(self, blobs: Sequence[bytes]) -> Vectors:
        return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(-1, self._embedder.dim)
