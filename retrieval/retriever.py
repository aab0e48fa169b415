"""From a question to ranked passages: filters first, then lexical and dense search side by side, then fusion."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.db import Database, Session
from retrieval.candidates import read_candidates
from retrieval.codes import ExactMatch
from retrieval.embedder import Embedder, EmbedsTokens
from retrieval.fusion import Fused, FusionWeights, best_first, fuse
from retrieval.index import IndexCache
from retrieval.late_interaction import AskedTokens, match_further, match_tokens, weigh_tokens, with_tokens
from retrieval.lexical import LexicalHits, LexicalSearch
from retrieval.meta import IndexState, read_state
from retrieval.neighbours import OTHERS, OWN, Neighbours
from retrieval.passages import fetch_passages
from retrieval.plan import Plan, languages_for, make_plan
from retrieval.recent_questions import RecentQuestions
from retrieval.repeated import without_repeated
from retrieval.reranking import Reranking
from retrieval.results import Hit, Retrieval, RetrievalQuery
from retrieval.rivals import with_rivals
from retrieval.spelling import Correction, corrected
from retrieval.token_vectors import QuestionTokens
from retrieval.whole_documents import WholeDocuments
from retrieval.wording import Wording

__all__ = ["Hit", "Retrieval", "RetrievalQuery", "Retriever"]

EMBEDDING_THREADS = 48
"""Questions that are embedded or wait for it at once; an embedder on this machine admits fewer by itself."""

KEPT_ENDS = 4_096
"""Passages for which it is kept where their tokens end, about 1 kB each."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What one state of the content gave before the question's vector was there."""

    state: IndexState
    plan: Plan
    words: LexicalHits
    corrections: tuple[Correction, ...]
    exact: ExactMatch


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
        reranking: Reranking | None = None,
    ) -> None:
        """`languages`: those that questions are expected in, besides the ones documents are in."""
        self._database = database
        self._embedder = embedder
        self._index = index
        self._languages = tuple(languages)
        self._weights = weights or FusionWeights()
        self._reranking = reranking
        self._lexical = LexicalSearch()
        self.recent = RecentQuestions(embedder)
        """The vectors of the questions asked last."""
        self._wording = Wording(self._lexical, embedder.count_tokens)
        # Dividing a text into tokens takes as long as all that is done with them; few articles answer most questions.
        self._ends = lru_cache(KEPT_ENDS)(self._stored_ends)
        self._threads = ThreadPoolExecutor(EMBEDDING_THREADS, thread_name_prefix="askwell-embed")

    def languages(self, audiences: frozenset[str]) -> tuple[str, ...]:
        """Those that questions are expected in, the default first, and those of the documents these may see."""
        with self._database.read() as session:
            return languages_for(session, audiences, self._languages)

    def retrieve(self, query: RetrievalQuery) -> Retrieval:
        """The best passages the asker may see; raises `IndexStale` when the stored vectors are another embedder's."""
        stopwatch, depth = _Stopwatch(), max(query.k, self._reranking.top if self._reranking else 0)
        # Words are matched meanwhile: the embedder computes outside Python's lock, or waits for the network.
        embedding = self._threads.submit(self._embed, query.text)
        with self._database.read() as session:
            found = self._look_up(session, read_state(session), query, stopwatch)
        if found.corrections:
            embedding = self._threads.submit(self._embed, corrected(query.text, found.corrections))
        vector, tokens, took = embedding.result()
        stopwatch.skip()
        with self._database.read() as session:
            state = read_state(session)
            if state != found.state:  # what may be seen can have changed with the content
                found = self._look_up(session, state, query, stopwatch)
            near = self._search_vectors(session, state, found.plan, vector)
            stopwatch.lap("dense")
            ranked = self._rank(session, found.plan, vector, found.words, near)
            stopwatch.lap("rank")
            asked = self._asked(found.plan, tokens)
            matches = match_tokens(session, asked, ranked) if asked else None
            fused, ranked = ranked, weigh_tokens(ranked, matches, self._weights.tokens) if matches else ranked
            hits = _read(session, with_rivals(session, best_first(found.exact.weigh(ranked)), depth))
            further: tuple[Hit, ...] = ()
            if asked and matches and hits:
                hits = with_tokens(session, asked, matches, hits, self._ends)
                further = self._further(session, asked, fused, hits)
            stopwatch.lap("tokens")
        timings = {**stopwatch.laps, "embed": took}
        retrieval = Retrieval(
            query, found.plan.lang, hits, found.plan.terms, found.words.idf, timings, vector,
            matches=matches, corrections=found.corrections, missing_codes=found.exact.missing,
            generation=found.state.generation, further=further,
        )  # fmt: skip
        return self._reranking.rank_anew(retrieval) if self._reranking else retrieval

    def _further(
        self, session: Session, asked: AskedTokens, fused: Sequence[Fused], hits: Sequence[Hit]
    ) -> tuple[Hit, ...]:
        """Passages of the best document that are not among its hits: its steps may be in another than looks best."""
        known = {hit.passage.id for hit in hits}
        matches = match_further(session, asked, fused, hits[0].passage.document_id, known)
        if matches is None:
            return ()
        more = weigh_tokens([hit for hit in fused if hit.id in matches.cosines], matches, self._weights.tokens)
        return with_tokens(session, asked, matches, _read(session, more), self._ends)

    def _embed(self, text: str) -> tuple[NDArray[np.float32], QuestionTokens | None, float]:
        """The vector of a question and its tokens where the embedder gives any, and the milliseconds it took."""
        started, tokens = time.perf_counter(), None
        if isinstance(self._embedder, EmbedsTokens) and self._embedder.token_form:
            vector, tokens = self._embedder.embed_query_tokens(text)
        else:
            vector = self._embedder.embed_queries([text])[0]
        self.recent.remember(text, vector)
        return vector, tokens, (time.perf_counter() - started) * 1000

    def _look_up(self, session: Session, state: IndexState, query: RetrievalQuery, stopwatch: _Stopwatch) -> _Lookup:
        """What can be found without the question's vector."""
        planned = make_plan(session, query, self._languages)
        stopwatch.lap("plan")
        plan, corrections = self._wording.corrected(session, state.generation, planned, query.text)
        stopwatch.lap("spelling")
        exact = self._wording.exact_match(session, state.generation, plan, corrected(query.text, corrections))
        words = self._match_words(session, state, plan)
        stopwatch.lap("lexical")
        return _Lookup(state, plan, words, corrections, exact)

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
    ) -> Neighbours:
        own, others = (
            {
                hit: cosine
                for hit, cosine in self._index.search(session, state, vector, max(plan.limit, deep), scopes)
                if hit not in plan.excluded
            }
            for deep, scopes in ((OWN + len(plan.excluded), plan.own), (OTHERS + len(plan.excluded), plan.others))
        )
        return Neighbours(own, others)

    def _rank(
        self, session: Session, plan: Plan, vector: NDArray[np.float32], words: LexicalHits, near: Neighbours
    ) -> list[Fused]:
        scale = self._embedder.similarity_range
        proposed = (near.candidates(session, plan) | words.scores.keys()) - plan.excluded
        stored = read_candidates(session, proposed, plan.own, self._embedder.dim)
        candidates = without_repeated(session, stored, plan, scale)
        lexical = {i: words.scores[i] for i in candidates.ids if i in words.scores}
        fused = fuse(candidates.dense(vector, scale), lexical, candidates.foreign(), self._weights)
        return WholeDocuments(session, plan, vector, near, self._embedder, self._weights).weigh(fused)

    def _asked(self, plan: Plan, tokens: QuestionTokens | None) -> AskedTokens | None:
        """The question's tokens as they are compared with those of passages; None where there are none."""
        embedder = self._embedder
        if tokens is None or not len(tokens.rows) or not isinstance(embedder, EmbedsTokens) or not embedder.token_form:
            return None
        return AskedTokens(embedder.centred(tokens, plan.lang), tokens.weights, embedder.token_form)

    def _stored_ends(self, text: str) -> NDArray[np.int64]:
        embedder = self._embedder
        return embedder.stored_ends(text) if isinstance(embedder, EmbedsTokens) else np.zeros(0, dtype=np.int64)


def _read(session: Session, best: Sequence[Fused]) -> tuple[Hit, ...]:
    passages = fetch_passages(session, [hit.id for hit in best])
    return tuple(
        Hit(passages[hit.id], hit.score, hit.dense, hit.lexical, rank, hit.title, hit.translations)
        for rank, hit in enumerate(best, 1)
    )


class _Stopwatch:
    """Milliseconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now

    def skip(self) -> None:
        """Count nothing of what has passed since the last lap."""
        self._last = time.perf_counter()
