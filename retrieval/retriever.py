"""From a question to ranked passages: filters first, then dense and lexical search, then fusion."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.db import Database, Session
from retrieval.candidates import read_candidates
from retrieval.embedder import Embedder
from retrieval.fusion import Fused, FusionWeights, fuse
from retrieval.index import IndexCache
from retrieval.lexical import LexicalHits, LexicalSearch
from retrieval.meta import IndexState, read_state
from retrieval.passages import fetch_passages
from retrieval.plan import Plan, make_plan
from retrieval.results import Hit, Retrieval, RetrievalQuery

__all__ = ["Hit", "Retrieval", "RetrievalQuery", "Retriever"]


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
        stopwatch = _Stopwatch()
        vector = self._embedder.embed_queries([query.text])[0]
        stopwatch.lap("embed")
        with self._database.read() as session:
            state = read_state(session)
            plan = make_plan(session, query, self._languages)
            stopwatch.lap("plan")
            words = self._match_words(session, state, plan)
            stopwatch.lap("lexical")
            near = self._search_vectors(session, state, plan, vector)
            stopwatch.lap("dense")
            hits = _read(session, self._rank(session, plan, vector, words, near)[: query.k])
            stopwatch.lap("rank")
        return Retrieval(query, plan.lang, hits, plan.terms, words.idf, stopwatch.laps)

    def _match_words(self, session: Session, state: IndexState, plan: Plan) -> LexicalHits:
        """Words in the question's own language; in others only what is written alike in all of them."""
        places = None if plan.is_everything else plan.own
        words = self._lexical.search(session, state.generation, plan.terms, places, plan.limit)
        if not plan.codes:
            return words
        codes = self._lexical.search(session, state.generation, plan.codes, plan.foreign, plan.limit)
        return LexicalHits({**codes.scores, **words.scores}, words.idf)

    def _search_vectors(
        self, session: Session, state: IndexState, plan: Plan, vector: NDArray[np.float32]
    ) -> frozenset[int]:
        """Own and foreign passages each have their places, so that neither crowds out the other."""
        found = [
            self._index.search(session, state, vector, plan.limit, scopes)
            for scopes in (plan.own, plan.foreign)
        ]  # fmt: skip
        return frozenset(passage_id for near in found for passage_id, _ in near)

    def _rank(
        self, session: Session, plan: Plan, vector: NDArray[np.float32], words: LexicalHits, near: frozenset[int]
    ) -> list[Fused]:
        scale = self._embedder.similarity_range
        proposed = (near | words.scores.keys()) - plan.excluded
        candidates = read_candidates(session, proposed, plan.own, self._embedder.dim).without_translations(scale)
        lexical = {i: words.scores[i] for i in candidates.ids if i in words.scores}
        return fuse(candidates.dense(vector, scale), lexical, candidates.foreign(), self._weights)


def _read(session: Session, best: Sequence[Fused]) -> tuple[Hit, ...]:
    passages = fetch_passages(session, [hit.id for hit in best])
    return tuple(Hit(passages[hit.id], hit.score, hit.dense, hit.lexical, rank) for rank, hit in enumerate(best, 1))


class _Stopwatch:
    """Milliseconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now
