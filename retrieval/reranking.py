"""A second look at the best passages by a model that reads question and passage together.

Its score is mixed with that of search and never put in its place: a passage that it was not shown counts as one that
it gave 0, so the order among those stays. Where it fails, is late or answers nonsense, the order of search is kept.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from core.errors import AppError, Misconfigured, Unavailable
from retrieval.passages import passage_text
from retrieval.results import Hit, Retrieval

WEIGHT = 0.2
"""Share of the reranker in the score of a passage."""
TOP = 8
"""Passages that it reads."""
SECONDS = 3.0
"""What a question waits for it at most."""
PATIENCE = 3
"""Failures in a row after which it is left alone for a while, so that not every question waits in vain."""
PAUSE_S = 30.0

DONE = "rerank"
"""Stage under which the time of a reranking that counted is told."""
FAILED = "rerank_failed"
"""Stage under which it is told of one that did not: the order is that of search."""

_TRIAL = ("How do I reset my password?", "To reset your password, open Settings and choose Security.")

_log = logging.getLogger("askwell.reranking")


class Reranker(Protocol):
    """Judges how well passages answer a question."""

    @property
    def id(self) -> str:
        """Names the model; scores of the same id can be compared."""

    def scores(self, question: str, passages: Sequence[str], seconds: float) -> Sequence[float]:
        """One score in [0, 1] a passage, within `seconds`.

        Raises `Unavailable` when trying again can help and `Misconfigured` when it cannot.
        """


class Reranking:
    """Mixes the scores of a reranker into what search found."""

    def __init__(self, reranker: Reranker, *, weight: float = WEIGHT, top: int = TOP, seconds: float = SECONDS) -> None:
        """`weight`: share of the reranker's score, 0 to 1; `top`: passages it reads; `seconds`: its time a question."""
        self.id = f"{reranker.id}, weight {weight:g}, top {top}"
        self.unused = 0
        """Questions whose order is that of search, because the reranker failed or was left alone."""
        self.top = top
        """Passages that the reranker reads."""
        self._reranker = reranker
        self._weight = weight
        self._seconds = seconds
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = -math.inf

    def rank_anew(self, found: Retrieval) -> Retrieval:
        """The best of `found`, as many as were asked for, in the mixed order; in that of search when that fails.

        Never raises. Give it at least `top` hits, so that a short list is the beginning of a long one.
        """
        if not found.hits:
            return found
        started = time.perf_counter()
        scores = self._scores(found)
        lap = {DONE if scores else FAILED: (time.perf_counter() - started) * 1000}
        hits = mixed(found.hits, scores, self._weight) if scores else found.hits
        return replace(
            found,
            hits=hits[: found.query.k],
            reranker=self.id if scores else None,
            timings={**found.timings, **lap},
        )

    def try_out(self) -> None:
        """Have one passage judged; raises what the reranker raises, or `Unavailable` when it takes too long."""
        started = time.perf_counter()
        _checked(self._reranker.scores(_TRIAL[0], [_TRIAL[1]], self._seconds), 1)
        took = time.perf_counter() - started
        if took > self._seconds:
            raise Unavailable(f"One passage took {took:.1f} s, of {self._seconds:g} s for all. {_SLOW}")

    def _scores(self, found: Retrieval) -> Sequence[float]:
        """One score for each of the best hits; none when the reranker cannot be used."""
        if time.monotonic() < self._rests_until:
            self._note_unused()
            return ()
        passages = [hit.passage for hit in found.hits[: self.top]]
        texts = [passage_text(passage.title, passage.heading, passage.text) for passage in passages]
        try:
            scores = _checked(self._reranker.scores(found.query.text, texts, self._seconds), len(texts))
        except AppError as error:
            self._note_failure(error.message)
            return ()
        except Exception as error:  # a question is answered whatever an optional part does
            # Only the kind of error: its text may hold what the customer wrote.
            self._note_failure(f"{type(error).__name__} in {self._reranker.id}")
            return ()
        self._failures = 0
        return scores

    def _note_failure(self, reason: str) -> None:
        _log.warning("The order of search is kept, the reranker was not used: %s", reason)
        with self._lock:
            self._failures += 1
            if self._failures >= PATIENCE:
                self._rests_until = time.monotonic() + PAUSE_S
        self._note_unused()

    def _note_unused(self) -> None:
        with self._lock:
            self.unused += 1


_SLOW = "Use a faster model, lower ASKWELL_RERANKER_TOP, or raise ASKWELL_RERANKER_TIMEOUT."


def mixed(hits: Sequence[Hit], scores: Sequence[float], weight: float) -> tuple[Hit, ...]:
    """`hits` ordered by `(1 - weight) * score + weight * reranker`; `scores` are those of the first ones."""
    given: list[float | None] = [*scores, *[None] * (len(hits) - len(scores))]
    weighed = [
        replace(hit, score=(1 - weight) * hit.score + weight * (score or 0.0), fused=hit.score, reranker=score)
        for hit, score in zip(hits, given, strict=True)
    ]
    ordered = sorted(weighed, key=lambda hit: (-hit.score, hit.rank))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1))


def _checked(scores: Sequence[float], count: int) -> list[float]:
    if len(scores) != count or not all(math.isfinite(score) and 0.0 <= score <= 1.0 for score in scores):
        raise Unavailable(f"The reranker gave no {count} scores between 0 and 1.")
    return [float(score) for score in scores]


def wrong_model(model: str, reason: str) -> Misconfigured:
    """What is said of a model of ASKWELL_RERANKER that cannot be used."""
    return Misconfigured(
        f"The model {model!r} of ASKWELL_RERANKER cannot be used: {reason} "
        "Name a CrossEncoder or its folder, or leave ASKWELL_RERANKER empty to do without."
    )
