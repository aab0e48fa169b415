"""Counts rows of SQL within the stretches of a period, told apart by day, language or agent.

A *source* is a SELECT whose rows have the columns `at` (when), `lang` (a tag, never NULL), `agent` and what is counted.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.db import Session
from core.language import primary
from insights.reports.periods import Bucket


class By(StrEnum):
    """What the rows of a report are told apart by."""

    DAY = "day"
    LANG = "lang"
    AGENT = "agent"


NOBODY = ""
"""Names the group of what no agent has had."""
_APART = {By.DAY: "''", By.LANG: "f.lang", By.AGENT: f"coalesce(f.agent, '{NOBODY}')"}
# Days of all time zones begin at a quarter of an hour in UTC, so rows are counted by quarters first: `2026-11-22T09:2`.
_QUARTER = "substr({0}, 1, 14) || (substr({0}, 15, 2) / 15)"
IN_LANGUAGE = "replace(lower(f.lang), '_', '-') || '-' LIKE :lang || '-%'"
"""Holds for rows of the language `:lang`, whatever its further subtags."""
_SHORT = len("2026-11-22T09:2")


@dataclass(frozen=True, slots=True)
class Frame:
    """Which rows to look at, and how to group them."""

    buckets: tuple[Bucket, ...]
    """Groups by day, in order and without a gap; rows outside of them are left out."""
    by: By
    lang: str | None = None
    """Only this language, named by its primary subtag."""
    agent: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the source beside `:start` and `:end`, the bounds of all groups."""

    @property
    def start(self) -> str:
        """The first moment."""
        return self.buckets[0].start

    @property
    def end(self) -> str:
        """The moment after the last."""
        return self.buckets[-1].end


def tally(session: Session, source: str, frame: Frame) -> dict[str, Counter[str]]:
    """How many rows there are, by group and kind."""
    quarter = _QUARTER.format("f.at") if frame.by is By.DAY else "''"
    group_of = _groups(frame)
    found: dict[str, Counter[str]] = {}
    for at, apart, kind, number in _run(
        session, source, frame, f"{quarter}, {_APART[frame.by]}, f.kind, count(*)", True
    ):
        found.setdefault(group_of(at, apart), Counter())[kind] += number
    return found


def spans(session: Session, source: str, frame: Frame) -> dict[str, list[tuple[str, str]]]:
    """When each row began (`f.start`) and ended (`f.at`), by group."""
    group_of = _groups(frame)
    found: dict[str, list[tuple[str, str]]] = {}
    for at, apart, start in _run(session, source, frame, f"f.at, {_APART[frame.by]}, f.start", False):
        found.setdefault(group_of(at, apart), []).append((start, at))
    return found


def _run(session: Session, source: str, frame: Frame, what: str, count: bool) -> Iterable[sqlite3.Row]:
    conditions = ["f.at >= :start", "f.at < :end"]
    conditions += [IN_LANGUAGE] if frame.lang is not None else []
    conditions += ["coalesce(f.agent, '') = :agent"] if frame.agent is not None else []
    return session.execute(
        f"SELECT {what} FROM ({source}) f WHERE {' AND '.join(conditions)}{' GROUP BY 1, 2, 3' if count else ''}",  # noqa: S608
        {**frame.values, "start": frame.start, "end": frame.end, "lang": frame.lang, "agent": frame.agent},
    )


def _groups(frame: Frame) -> Callable[[str, str], str]:
    """Names the group of a row by when it was and by what else rows are told apart by."""
    if frame.by is By.LANG:
        return lambda _at, apart: primary(apart)
    if frame.by is By.AGENT:
        return lambda _at, apart: apart
    starts = [_quarter(bucket.start) for bucket in frame.buckets]
    names = [bucket.first.isoformat() for bucket in frame.buckets]
    return lambda at, _apart: names[bisect_right(starts, _quarter(at)) - 1]


def _quarter(at: str) -> str:
    return at if len(at) == _SHORT else f"{at[:14]}{int(at[14:16]) // 15}"
