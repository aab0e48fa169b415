"""Finds the causes of gaps in the background, one at a time: those whose questions changed, then whose content did.

What is to be done follows from what is stored, so a killed process loses nothing. Two processes may look at the same
gap; the later one finds nothing left to store.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from answering.answerer import Answerer
from core.db import Database
from core.errors import IndexStale
from insights.causes.asking import questions_of
from insights.causes.evidence import evidence_for
from insights.causes.features import features_of, mean_features
from insights.causes.fits import CauseFits, Judging
from insights.causes.learning import Learning
from insights.causes.observing import Observer
from insights.causes.store import CauseStore, Seen, Turn
from retrieval.embedder import Embedder
from retrieval.index import IndexCache
from retrieval.meta import read_state
from retrieval.retriever import Retriever

AT_ONCE = 100
"""Gaps judged anew in one transaction when another fit comes into use: a few milliseconds."""
QUIET_S = 10.0
"""Content has to stay as it is for so long before gaps are looked at again: a sync changes it many times."""


class Causes:
    """All there is to causes, put together."""

    def __init__(
        self,
        database: Database,
        answerer: Answerer,
        retriever: Retriever,
        index: IndexCache,
        embedder: Embedder,
        store: CauseStore,
        fits: CauseFits,
        now: Callable[[], float] = time.monotonic,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """`now` tells seconds, to know how long content has been quiet; `give_way` lets what is urgent go first."""
        self.store = store
        self.learning = Learning(database, fits, embedder.id)
        self._fits = fits
        self._database = database
        self._observer = Observer(database, answerer, retriever, index, embedder, give_way)
        self._embedder_id = embedder.id
        self._now = now
        self._settled = -1
        self._generation, self._since = -1, 0.0

    def step(self) -> int:
        """Look at one gap; returns 0 when none is left for now, or the content is being embedded anew."""
        with self._database.read() as session:
            judging = self._fits.judging(session, self._embedder_id)
            generation = read_state(session).generation
            turn = self.store.next_gap(session, self._quiet(generation))
        if self._rejudge(judging):
            return 1
        if turn is None:
            return 0
        try:
            self._look_at(turn, generation, judging)
        except IndexStale:
            return 0
        return 1

    def _quiet(self, generation: int) -> int:
        """The state of the content that gaps should have been looked at with: the latest that has been quiet."""
        if generation != self._generation:
            self._generation, self._since = generation, self._now()
        if self._now() - self._since >= QUIET_S or self._settled < 0:
            self._settled = generation
        return self._settled

    def _rejudge(self, judging: Judging) -> int:
        """Judge some gaps anew that were judged by another fit than the one in use."""
        with self._database.read() as session:
            if not self.store.judged_otherwise(session, judging.fit):
                return 0
        with self._database.write() as session:
            return self.store.rejudge(session, judging.fit, judging.model, AT_ONCE)

    def _look_at(self, turn: Turn, generation: int, judging: Judging) -> None:
        with self._database.read() as session:
            asked = questions_of(session, turn.gap_id)
        seen = [self._observer.observe(one) for one in asked]
        if not seen:
            return
        features = mean_features([features_of(one) for one in seen])
        verdict = judging.model.judge(features)
        evidence = evidence_for(verdict.cause, seen)
        with self._database.write() as session:
            self.store.put(session, turn, verdict, features, evidence, Seen(generation, self._embedder_id, judging.fit))
