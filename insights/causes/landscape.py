"""How near titles of the content are to each other: what nearness of a question means in this very content.

A title's nearest other title shows how near a question comes to content that does not answer it. Questions about
something else stay well below, questions that an article answers come above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.db import Session
from core.language import primary
from retrieval.embedder import Vectors
from retrieval.meta import read_state

SAMPLED = 400
"""Titles of a language whose nearest others are looked at."""
MOST = 5_000
"""Titles of a language that are compared with a question."""
_SMALLEST = 0.01
_LARGEST = 4.0
"""Deviations beyond which a standing says nothing more."""
_THE_SAME = 0.999
"""Cosine of titles that are the same: copies say nothing about how near different subjects are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a question stands among titles of its language."""

    nearest: float
    """Nearness of the nearest title, in deviations from what titles have among each other; 0 is typical of them."""
    middle: float
    """Likewise the cosine to the middle of all titles, from what titles have: whether it is about the same things."""
    best: str | None
    """The document with the nearest title."""
    lead: float
    """How far the nearest title stands above all others, in deviations of the question's cosines."""


@dataclass(frozen=True, slots=True)
class _Language:
    ids: NDArray[np.object_]
    titles: Vectors
    nearest: tuple[float, float]
    """Mean and deviation, over titles, of the cosine to the nearest other title."""
    centre: Vectors
    middle: tuple[float, float]
    """Mean and deviation, over titles, of the cosine to the middle of the others."""


class Landscape:
    """The titles of one state of the content."""

    def __init__(self, languages: Mapping[str, _Language], generation: int) -> None:
        self._languages = languages
        self.generation = generation

    @classmethod
    def read(cls, session: Session, embedder_id: str) -> Landscape:
        """The titles as they are now."""
        rows = session.execute(
            """SELECT t.document_id, d.lang, t.vector FROM title_vectors t JOIN documents d ON d.id = t.document_id
                WHERE t.embedder = ? AND d.removed_at IS NULL ORDER BY t.document_id""",
            (embedder_id,),
        )
        found: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
        for row in rows:
            found[primary(row["lang"])].append((row["document_id"], row["vector"]))
        known = {lang: _language(titles[:MOST]) for lang, titles in found.items() if len(titles) >= 3}
        return cls(known, read_state(session).generation)

    def standing(self, vector: Vectors | None, lang: str, excluded: Collection[str] = ()) -> Standing | None:
        """Where a question's vector stands; None for a language with hardly any titles."""
        known = self._languages.get(lang)
        if known is None or vector is None or known.titles.shape[1] != len(vector):
            return None
        kept = ~np.isin(known.ids, list(excluded)) if excluded else np.ones(len(known.ids), dtype=bool)
        cosines = (known.titles @ vector)[kept]
        if len(cosines) < 3:
            return None
        mean, deviation = float(cosines.mean()), max(float(cosines.std()), _SMALLEST)
        place = int(cosines.argmax())
        middle = float(known.centre @ vector)
        return Standing(
            nearest=_within((float(cosines[place]) - known.nearest[0]) / known.nearest[1]),
            middle=_within((middle - known.middle[0]) / known.middle[1]),
            best=str(known.ids[kept][place]),
            lead=(float(cosines[place]) - mean) / deviation,
        )

    def elsewhere(self, vector: Vectors | None, lang: str, excluded: Collection[str] = ()) -> float:
        """How near the nearest title in other languages is, as `Standing.nearest`: the mean over them."""
        found = [self.standing(vector, other, excluded) for other in self._languages if other != lang]
        nearest = [one.nearest for one in found if one is not None]
        return sum(nearest) / len(nearest) if nearest else 0.0


def _within(deviations: float) -> float:
    return max(-_LARGEST, min(_LARGEST, deviations))


def _language(titles: list[tuple[str, bytes]]) -> _Language:
    vectors = np.stack([np.frombuffer(blob, dtype="<f4") for _, blob in titles])
    step = max(1, len(vectors) // SAMPLED)
    cosines = vectors[::step] @ vectors.T
    cosines[np.arange(len(cosines)), np.arange(0, len(vectors), step)[: len(cosines)]] = -1.0
    nearest = np.where(cosines < _THE_SAME, cosines, -1.0).max(axis=1)
    centre = vectors.mean(axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), _SMALLEST)
    middle = vectors @ centre
    return _Language(
        np.array([name for name, _ in titles], dtype=object),
        vectors,
        (float(nearest.mean()), max(float(nearest.std()), _SMALLEST)),
        centre,
        (float(middle.mean()), max(float(middle.std()), _SMALLEST)),
    )
