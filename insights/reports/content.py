"""The figures of the content board's reports, by group. What they mean stands in `content_definitions`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from core.clock import parse_timestamp
from core.db import Session
from core.language import primary
from core.model import Decision
from insights.log.outcomes import QuestionOutcome
from insights.reports import content_sources as sources
from insights.reports.content_definitions import FOLLOWED
from insights.reports.frames import IN_LANGUAGE, By, Frame, spans, tally
from insights.reports.groups import ALL, Counts, Figures, Spans, flat, merged
from insights.reports.measures import median, p90, share

_TURNS = ("opened", "closed", "reopened", "failing", "dismissed")


def answers(session: Session, frame: Frame) -> dict[str, Figures]:
    """How questions to the content were answered, and what followed."""
    found = merged((tally(session, sources.QUESTIONS, frame),))
    return {group: _answers(counts) for group, counts in found.items()}


def gaps(session: Session, frame: Frame) -> dict[str, Figures]:
    """Gaps opened, closed and reopened, how long it took, and how many were left to do at the end."""
    took = spans(session, sources.CLOSINGS, frame)
    took[ALL] = flat(took)
    left = _left_to_do(session, frame)
    turns = merged((tally(session, sources.OPENED, frame), tally(session, sources.TURNS, frame)))
    empty: Counts = {group: Counter() for group in left}
    return {
        group: {
            **{name: counts[name] for name in _TURNS},
            **_durations(took.get(group, [])),
            "left": left.get(group, 0),
        }
        for group, counts in merged((empty, {g: c for g, c in turns.items() if g != ALL})).items()
    }


def _answers(counts: Counter[str]) -> Figures:
    """From counts by decision and outcome."""
    by_decision, by_outcome = Counter[str](), Counter[str]()
    for kind, number in counts.items():
        decision, _, outcome = kind.partition(" ")
        by_decision[decision] += number
        by_outcome[outcome] += number
    questions, answered = counts.total(), by_decision[Decision.ANSWER]
    decided = questions - by_outcome[QuestionOutcome.TOO_EARLY]
    figures: Figures = {"questions": questions, "answered": answered, "answer_rate": share(answered, questions)}
    figures["decided"] = decided
    for name, outcomes in FOLLOWED.items():
        number = sum(by_outcome[outcome] for outcome in outcomes)
        figures |= {name: number, f"{name}_share": share(number, decided)}
    return figures


def _durations(found: Spans) -> Figures:
    """Seconds on the wall: content is not written in office hours of the desk."""
    wall = [(parse_timestamp(end) - parse_timestamp(start)).total_seconds() for start, end in found]
    return {"close_median": median(wall), "close_p90": p90(wall)}


def _left_to_do(session: Session, frame: Frame) -> dict[str, int]:
    """Gaps that nobody had closed or dismissed, at the end of each group, and of all under `ALL`."""
    steps = list(_steps(session, frame))
    if frame.by is By.LANG:
        by_language = Counter[str]()
        for _, lang, step in steps:
            by_language[primary(lang)] += step
        return {**by_language, ALL: by_language.total()}
    ends, changes = [bucket.end for bucket in frame.buckets], Counter[int]()
    for at, _, step in steps:
        changes[bisect_right(ends, at)] += step
    left, found = 0, {}
    for place, bucket in enumerate(frame.buckets):
        left += changes[place]
        found[bucket.first.isoformat()] = left
    return {**found, ALL: left}


def _steps(session: Session, frame: Frame) -> Iterable[tuple[str, str, int]]:
    """When there was one gap more or less to do, from the very first."""
    where = f"f.at < :end{f' AND {IN_LANGUAGE}' if frame.lang is not None else ''}"
    for row in session.execute(
        f"SELECT f.at, f.lang, f.step FROM ({sources.STEPS}) f WHERE {where}",  # noqa: S608 - fixed texts
        {"end": frame.end, "lang": frame.lang},
    ):
        yield str(row[0]), str(row[1]), int(row[2])
