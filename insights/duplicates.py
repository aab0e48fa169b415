"""Content that says nearly the same: passages near to a text, by their vectors, checked by the words they share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.db import Session
from core.language import primary
from core.model import Passage
from retrieval.analysis import analyse
from retrieval.embedder import Embedder
from retrieval.index import IndexCache
from retrieval.meta import read_state
from retrieval.passages import fetch_passages

NEAR = 0.65
"""Share of a passage's words and pairs of words that another must hold to say nearly the same.

Measured on the GNOME help centre and the FastAPI documentation: of their passages, 5 % to 8 % by language have one in
another article that shares so much. Of 1,050 copies with every fourth word dropped and the sentences shuffled (in
Chinese, of FastAPI's only), all do."""
_NEIGHBOURS = 6
"""Passages of other documents looked at for each one, by their vectors."""
_MOST_OWN = 200
"""Passages of the documents left out that may be nearer than these."""
_MOST = 400
"""Passages of a text that are compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text in question."""

    heading: tuple[str, ...]
    text: str
    embedded: str
    """What is embedded for it."""


@dataclass(frozen=True, slots=True)
class NearPassage:
    """A passage that says nearly the same as a piece."""

    passage: Passage
    piece: Piece
    cosine: float
    shared: float
    """Share of the shorter one's words and pairs of words that both hold, 0 to 1."""

    @property
    def is_near(self) -> bool:
        """Whether it counts as the same said twice."""
        return self.shared >= NEAR


class Duplicates:
    """Finds passages that say the same as others."""

    def __init__(self, index: IndexCache, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def near(
        self,
        session: Session,
        pieces: Sequence[Piece],
        lang: str,
        leave_out: Collection[str] = (),
        vectors: Sequence[object] | None = None,
    ) -> tuple[NearPassage, ...]:
        """For each piece the passages nearest to it, the most alike first, each passage once.

        Only passages in the language `lang` are compared, whatever their audiences; those of the documents `leave_out`
        are not. `vectors` are of the pieces, if they are known: otherwise the session stays open while embedding.
        """
        used = list(pieces)[:_MOST]
        state, scopes = read_state(session), _scopes(session, lang)
        if not used or not scopes or state.embedder is None:
            return ()
        rows = np.asarray(vectors if vectors is not None else self.embed(used), dtype=np.float32)
        best: dict[int, NearPassage] = {}
        own = _passages_of(session, leave_out)
        for piece, row in zip(used, rows, strict=True):
            nearest = self._index.search(session, state, row, _NEIGHBOURS + min(_MOST_OWN, len(own)), scopes)
            found = dict([one for one in nearest if one[0] not in own][:_NEIGHBOURS])
            for passage_id, passage in fetch_passages(session, list(found)).items():
                made = NearPassage(passage, piece, found[passage_id], shared_words(piece.text, passage.text, lang))
                if _better(made, best.get(passage_id)):
                    best[passage_id] = made
        return tuple(sorted(best.values(), key=lambda one: (-one.shared, -one.cosine)))

    def embed(self, pieces: Sequence[Piece]) -> Sequence[object]:
        """Vectors of the pieces, as they would be stored."""
        return list(self._embedder.embed_passages([piece.embedded for piece in pieces[:_MOST]]))


def shared_words(one: str, other: str, lang: str) -> float:
    """The share of the shorter text's words and pairs of words that the other holds too."""
    first, second = held_terms(one, lang), held_terms(other, lang)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def held_words(one: str, other: str, lang: str) -> float:
    """The share of the one text's words and pairs of words that the other holds, 0 to 1."""
    asked = held_terms(one, lang)
    return len(asked & held_terms(other, lang)) / len(asked) if asked else 0.0


def _better(made: NearPassage, known: NearPassage | None) -> bool:
    return known is None or made.shared > known.shared


def held_terms(text: str, lang: str) -> set[tuple[str, ...]]:
    """The words of a text and its pairs of words, as they are indexed."""
    words = analyse(text, primary(lang))
    return {(word,) for word in words} | set(pairwise(words))


def _passages_of(session: Session, document_ids: Collection[str]) -> frozenset[int]:
    marks = ",".join("?" * len(document_ids))
    rows = session.execute(f"SELECT id FROM passages WHERE document_id IN ({marks})", list(document_ids))  # noqa: S608
    return frozenset(row["id"] for row in rows)


def _scopes(session: Session, lang: str) -> list[int]:
    rows = session.execute("SELECT id, lang FROM scopes").fetchall()
    return [int(row["id"]) for row in rows if primary(row["lang"]) == primary(lang)]
