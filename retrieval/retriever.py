"""From a question to ranked passages: filters first, then dense and lexical search, then fusion."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.db import Database, Session
from core.language import detect, primary
from core.model import Passage
from retrieval.analysis import query_terms
from retrieval.embedder import Embedder
from retrieval.fusion import Fused, FusionWeights, fuse, normalise
from retrieval.index import IndexCache
from retrieval.lexical import LexicalHits, LexicalSearch
from retrieval.meta import read_state
from retrieval.passages import fetch_passages, load_vectors

CANDIDATES = 60
"""How many passages each search hands to fusion, at least."""


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """What to look for, and what may be found."""

    text: str
    lang: str | None
    """Language of the question; None: detected."""
    audiences: frozenset[str]
    """Groups the asker belongs to; documents without audiences are for everyone."""
    k: int = 10
    strict_lang: bool = False
    """Search only documents in `lang`; otherwise others come in too, after a small penalty."""
    exclude_documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its scores in [0, 1]."""

    passage: Passage
    score: float
    dense: float
    lexical: float
    rank: int
    """1 for the best."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a question, and how."""

    query: RetrievalQuery
    lang: str
    """The question's language: given, or detected."""
    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    """The question's index terms in its language, each once."""
    idf: Mapping[str, float] = field(default_factory=dict)
    """How rare each term is in the content, as a natural logarithm."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage."""


@dataclass(frozen=True, slots=True)
class _Scope:
    id: int
    lang: str
    audiences: frozenset[str]


class Retriever:
    """Finds passages for questions."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        index: IndexCache,
        *,
        languages: Sequence[str] = ("en", "es", "fr", "zh"),
        weights: FusionWeights | None = None,
    ) -> None:
        """`languages`: those that questions are expected in, besides the ones documents are in."""
        self._database = database
        self._embedder = embedder
        self._index = index
        self._languages = tuple(languages)
        self._weights = weights or FusionWeights()
        self._lexical = LexicalSearch()

    def retrieve(self, query: RetrievalQuery) -> Retrieval:
        """The best passages the asker may see; raises `IndexStale` when the stored vectors are another embedder's."""
        clock = _Stopwatch()
        vector = self._embedder.embed_queries([query.text])[0]
        clock.lap("embed")
        with self._database.read() as session:
            state = read_state(session)
            scopes = _scopes(session)
            lang = self._language(query, scopes)
            allowed = [s for s in scopes if not s.audiences or not s.audiences.isdisjoint(query.audiences)]
            if query.strict_lang:
                allowed = [s for s in allowed if s.lang == lang]
            excluded = _passages_of(session, query.exclude_documents)
            limit = max(CANDIDATES, 4 * query.k) + len(excluded)
            terms = query_terms(query.text, lang)
            own = [s.id for s in allowed if s.lang == lang]
            words = self._lexical.search(session, state.generation, terms, own, limit)
            clock.lap("lexical")
            near = self._index.search(session, state, vector, limit, [s.id for s in allowed])
            clock.lap("dense")
            hits = self._rank(session, query, vector, words, near, excluded, frozenset(own))
            clock.lap("rank")
        return Retrieval(query, lang, hits, terms, words.idf, clock.laps)

    def _language(self, query: RetrievalQuery, scopes: Sequence[_Scope]) -> str:
        if query.lang:
            return primary(query.lang)
        return detect(query.text, [*self._languages, *(scope.lang for scope in scopes)], default=self._languages[0])

    def _rank(
        self,
        session: Session,
        query: RetrievalQuery,
        vector: NDArray[np.float32],
        words: LexicalHits,
        near: Sequence[tuple[int, float]],
        excluded: frozenset[int],
        own_scopes: frozenset[int],
    ) -> tuple[Hit, ...]:
        lexical = {i: score for i, score in words.scores.items() if i not in excluded}
        candidates = lexical.keys() | {i for i, _ in near if i not in excluded}
        cosines, scope_of = self._exact(session, sorted(candidates), vector)
        dense = {i: normalise(cosine, self._embedder.similarity_range) for i, cosine in cosines.items()}
        foreign = frozenset(i for i, scope in scope_of.items() if scope not in own_scopes)
        best = fuse(dense, {i: s for i, s in lexical.items() if i in dense}, foreign, self._weights)[: query.k]
        return _hits(session, best)

    def _exact(
        self, session: Session, ids: Sequence[int], vector: NDArray[np.float32]
    ) -> tuple[dict[int, float], dict[int, int]]:
        """Cosines from the stored vectors: exact whatever the index keeps, and only of what is there now."""
        marks = ",".join("?" * len(ids))
        rows = session.execute(
            f"SELECT passage_id, scope_id, vector FROM passage_vectors WHERE passage_id IN ({marks})",  # noqa: S608
            ids,
        ).fetchall()
        stored = load_vectors([row[2] for row in rows], self._embedder.dim)
        cosines = (stored @ vector).tolist()
        return dict(zip((row[0] for row in rows), cosines, strict=True)), {row[0]: row[1] for row in rows}


def _scopes(session: Session) -> list[_Scope]:
    rows = session.execute("SELECT id, lang, audiences FROM scopes")
    return [_Scope(row[0], row[1], frozenset(json.loads(row[2]))) for row in rows]


def _passages_of(session: Session, documents: frozenset[str]) -> frozenset[int]:
    if not documents:
        return frozenset()
    marks = ",".join("?" * len(documents))
    rows = session.execute(f"SELECT id FROM passages WHERE document_id IN ({marks})", sorted(documents))  # noqa: S608
    return frozenset(row[0] for row in rows)


def _hits(session: Session, best: Sequence[Fused]) -> tuple[Hit, ...]:
    passages = fetch_passages(session, [hit.id for hit in best])
    found = [(hit, passages[hit.id]) for hit in best if hit.id in passages]
    return tuple(Hit(p, hit.score, hit.dense, hit.lexical, rank) for rank, (hit, p) in enumerate(found, 1))


class _Stopwatch:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now
