"""Fits the model of kinds: messages as rows of hints and coordinates, one logistic regression a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from answering.understanding.hints import hints_of
from answering.understanding.kinds import KINDS, Head

STRENGTH = 1.0
"""Inverse regularisation strength."""
VECTOR_WEIGHT = 6.0
"""How much the standardised embedding weighs against the hints."""
PAIR_WEIGHT = 0.5
FEWEST_SEEN = 3
"""Messages that a pair of hints must occur in to get a weight."""
CAUTION_WITH_VECTOR = 0.2
CAUTION_WITHOUT = 2.0
CAUTION_BY_MEANING = 2.0
"""Added to the score of a question, so that a doubtful message counts as one; more where a head has less to go by."""

_NEVER = -20.0
Vectors = NDArray[np.float32]
Hints = Callable[[str], list[str]]
Floats = NDArray[np.float64]


class Features:
    """Messages as rows of numbers: hints, and the embedding where wanted."""

    def __init__(self, texts: Sequence[str], vectors: Vectors | None, hints: Hints = hints_of) -> None:
        """Learns from `texts` which `hints` there are, and the scale of `vectors`, shape (texts, dimension)."""
        self._hints_of = hints
        found = [hints(text) for text in texts]
        counts: dict[str, int] = {}
        for held in found:
            for hint in set(held):
                counts[hint] = counts.get(hint, 0) + 1
        kept = sorted(hint for hint, count in counts.items() if "+" not in hint or count >= FEWEST_SEEN)
        self._places = {hint: place for place, hint in enumerate(kept)}
        self._mean = None if vectors is None else vectors.mean(axis=0)
        self._scale = None if vectors is None else vectors.std(axis=0) + 1e-6

    def of(self, texts: Sequence[str], vectors: Vectors | None) -> csr_matrix:
        """One sparse row a text."""
        cells = [
            (row, self._places[hint], _weight(hint))
            for row, text in enumerate(texts)
            for hint in self._hints_of(text)
            if hint in self._places
        ]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        sparse = csr_matrix((values, (rows, columns)), shape=(len(texts), len(self._places)))
        if self._mean is None or vectors is None:
            return sparse
        standardised = (vectors - self._mean) / self._scale * VECTOR_WEIGHT / np.sqrt(len(self._mean))
        return hstack([sparse, csr_matrix(standardised)]).tocsr()

    def head(self, weights: Floats, bias: Floats) -> Head:
        """The same weights over plain hints and unscaled embeddings."""
        hints = {hint: (weights[place] * _weight(hint)).astype(np.float32) for hint, place in self._places.items()}
        vector = np.zeros((0, len(KINDS)))
        if self._mean is not None:
            scale = VECTOR_WEIGHT / np.sqrt(len(self._mean)) / self._scale
            vector = weights[len(self._places) :] * scale[:, None]
            bias = bias - self._mean @ vector
        telling = {hint: row for hint, row in hints.items() if np.abs(row).max() >= 0.005}
        return Head(bias.astype(np.float32), telling, vector.astype(np.float32))


def _weight(hint: str) -> float:
    return PAIR_WEIGHT if "+" in hint else 1.0


def fit_head(
    texts: Sequence[str], kinds: Sequence[str], vectors: Vectors | None, caution: float, hints: Hints = hints_of
) -> Head:
    """One against all others for each kind, by logistic regression; no chance is involved."""
    features = Features(texts, vectors, hints)
    rows, known = features.of(texts, vectors), np.array(kinds)
    columns = [_against_others(rows, known == kind) for kind in KINDS]
    weights, bias = np.stack([own for own, _ in columns], axis=1), np.array([base for _, base in columns])
    bias[KINDS.index("question")] += caution
    return features.head(weights, bias)


def _against_others(rows: csr_matrix, own: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights and bias for one kind; a kind that does not occur is never chosen."""
    if not own.any():
        return np.zeros(rows.shape[1]), _NEVER
    model = LogisticRegression(C=STRENGTH, solver="liblinear").fit(rows, own)
    return model.coef_[0], float(model.intercept_[0])
