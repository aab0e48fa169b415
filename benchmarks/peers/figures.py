"""Figures from records: pure arithmetic, the same for every system."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.record import Asked, Record
from eval.measures import doubt
from eval.measures.intervals import Estimate, bootstrap, share
from eval.measures.ranking import score_rankings, summarise
from eval.measures.timing import Latency, latency

PRECISION = 0.95
"""Share of answers that must be right where coverage is measured."""

KEPT = 0.90
"""Share of answerable questions that the floor lets through."""

Ranking = dict[str, Estimate | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """One row; what needs a score is None for a system that returns none."""

    system: str
    questions: int
    ranking: Ranking
    by_lang: dict[str, Ranking]
    auroc: Estimate | None
    """Missing-article test: chance that a right best document scores above one that is not right."""
    auroc_present: Estimate | None
    """Missing-article test: chance that a question scores higher with its documents there than without."""
    coverage: Estimate | None
    """Missing-article test: answerable questions answered when 95 % of all answers must be right."""
    off_topic: Estimate | None
    """Off-topic questions whose score passes the floor that keeps 90 % of the answerable ones."""
    search: Latency | None
    judged: Latency | None
    record: Record

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the single questions."""
        kept = ("documents", "chunks", "ingest_seconds", "memory_mib", "embedding_milliseconds", "at", "about")
        return {
            "system": self.system,
            "questions": self.questions,
            "ranking": _plain(self.ranking),
            "by_lang": {lang: _plain(row) for lang, row in self.by_lang.items()},
            "auroc": _value(self.auroc),
            "auroc_present": _value(self.auroc_present),
            "coverage_95": _value(self.coverage),
            "off_topic_passing": _value(self.off_topic),
            "search_ms": [self.search.p50, self.search.p95] if self.search else None,
            "judged_ms": [self.judged.p50, self.judged.p95] if self.judged else None,
            **{name: getattr(self.record, name) for name in kept},
        }


def figures(record: Record) -> Figures:
    """All figures of one record."""
    asked, scored = record.asked, _Scored(record.asked)
    langs = sorted({one.lang for one in asked})
    return Figures(
        system=record.system,
        questions=len(asked),
        ranking=ranking(asked),
        by_lang={lang: ranking([one for one in asked if one.lang == lang]) for lang in langs},
        auroc=scored.auroc_right(),
        auroc_present=scored.auroc_present(),
        coverage=scored.coverage(),
        off_topic=passing([one.score for one in asked], record.off_topic),
        search=latency([one.milliseconds for one in asked]),
        judged=latency([one.judged_milliseconds for one in asked]),
        record=record,
    )


def ranking(asked: Sequence[Asked]) -> Ranking:
    """Recall and reciprocal rank by document."""
    scores = score_rankings({one.id: set(one.relevant) for one in asked}, {one.id: one.ranking for one in asked})
    return summarise(list(scores.values()))


def floor_keeping(scores: Sequence[float], kept: float = KEPT) -> float:
    """The highest floor that at least `kept` of the scores reach."""
    return sorted(scores, reverse=True)[math.ceil(kept * len(scores)) - 1]


def passing(answerable: Sequence[float | None], off_topic: Sequence[float | None]) -> Estimate | None:
    """Share of off-topic scores at or above the floor of the answerable ones; None without scores.

    An answerable question for which nothing was found counts as the lowest score there is.
    """
    if _unscored(answerable) or _unscored(off_topic):
        return None
    floor = floor_keeping(_filled(answerable))
    return share(sum(score >= floor for score in _filled(off_topic)), len(off_topic))


class _Scored:
    """The missing-article test: each question twice, with its documents and without."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        scores = [one.score for one in asked] + [one.score_without for one in asked]
        self._usable = not _unscored(scores)
        self._scores = np.array(_filled(scores), dtype=np.float64)
        self._right = np.array([one.best in one.relevant for one in asked] + [False] * len(asked), dtype=np.bool_)
        self._present = np.arange(len(scores)) < len(asked)
        self._ids = [one.id for one in asked] * 2

    def auroc_right(self) -> Estimate | None:
        return self._auroc(self._right)

    def auroc_present(self) -> Estimate | None:
        return self._auroc(self._present)

    def coverage(self) -> Estimate | None:
        def covered(rows: NDArray[np.intp]) -> float | None:
            return doubt.coverage_at_precision(self._scores[rows], self._right[rows], self._present[rows], PRECISION)

        return bootstrap(covered, self._ids) if self._usable else None

    def _auroc(self, wanted: doubt.Flags) -> Estimate | None:
        if not self._usable:
            return None
        return bootstrap(lambda rows: doubt.auroc(self._scores[rows], wanted[rows]), self._ids)


def _unscored(scores: Sequence[float | None]) -> bool:
    """Whether the system returns no scores at all; a single None is a question for which nothing was found."""
    return all(score is None for score in scores)


def _filled(scores: Sequence[float | None]) -> list[float]:
    known = [score for score in scores if score is not None]
    lowest = min(known, default=0.0) - 1.0
    return [lowest if score is None else score for score in scores]


def _value(estimate: Estimate | None) -> dict[str, float | int] | None:
    return estimate.as_dict() if estimate else None


def _plain(row: Ranking) -> dict[str, dict[str, float | int] | None]:
    return {name: _value(estimate) for name, estimate in row.items()}
