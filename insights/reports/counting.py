"""The figures of each report, by group. What they mean stands in `definitions`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from core.clock import parse_timestamp, timestamp
from core.db import Session
from core.model import Decision, Reason
from escalation.clocks.hours import OfficeHours
from escalation.clocks.sla import SlaClock
from insights.reports import content, sources
from insights.reports.frames import Frame, spans, tally
from insights.reports.groups import ALL, Figures, Spans, flat, merged, prefixed, with_total
from insights.reports.measures import mean, median, p90, share
from insights.reports.names import FRESH, SETTLED, Class, ReportName
from insights.reports.open_time import OpenTime
from insights.reports.returning import returned

_SLA = {
    SlaClock.FIRST_REPLY: sources.FIRST_REPLY_SLA,
    SlaClock.NEXT_REPLY: sources.NEXT_REPLY_SLA,
    SlaClock.RESOLUTION: sources.RESOLUTION_SLA,
}
_SATISFIED = (4, 5)


class Count:
    """Counts within one transaction, at one moment."""

    def __init__(self, session: Session, now: datetime, hours: OfficeHours) -> None:
        self._session = session
        self._now = now
        self._hours = hours

    def figures(self, name: ReportName, frame: Frame) -> dict[str, Figures]:
        """The figures of a report by group, for groups in which there is anything, and for `ALL`."""
        return _REPORTS[name](self, frame)

    def volume(self, frame: Frame) -> dict[str, Figures]:
        """Conversations, questions by decision, and what agents did."""
        found = (
            self._tally(sources.CONVERSATIONS, frame),
            with_total(self._tally(sources.QUESTIONS, frame), "questions"),
            with_total(self._tally(sources.HANDED_OVER, frame), "handed_over"),
            self._tally(sources.REPLIES, frame),
            self._tally(sources.REOPENED, frame),
        )
        names = ("conversations", "questions", *Decision, "handed_over", "replies", "reopened")
        return {group: {name: counts[name] for name in names} for group, counts in merged(found).items()}

    def reasons(self, frame: Frame) -> dict[str, Figures]:
        """Hand-overs, and questions without a sure answer, by reason."""
        handed = prefixed(with_total(self._tally(sources.HANDED_OVER, frame), ""), "handed_over")
        unsure = prefixed(with_total(self._tally(sources.UNSURE, frame), ""), "unsure")
        names = [f"{kind}{end}" for kind in ("handed_over", "unsure") for end in ("", *(f"_{one}" for one in Reason))]
        names.append("unsure_other")
        return {group: {name: counts[name] for name in names} for group, counts in merged((handed, unsure)).items()}

    def times(self, frame: Frame) -> dict[str, Figures]:
        """How long first replies and resolutions took."""
        replies = spans(self._session, sources.FIRST_REPLIES, frame)
        resolutions = spans(self._session, sources.RESOLUTIONS, frame)
        waiting = self._tally(sources.UNREPLIED, frame)
        open_time = self._open_time((*flat(replies), *flat(resolutions)))
        for found in (replies, resolutions):
            found[ALL] = flat(found)
        return {
            group: {
                **_durations("first_reply", replies.get(group, []), open_time),
                "unreplied": counts["unreplied"],
                **_durations("resolution", resolutions.get(group, []), open_time),
            }
            for group, counts in merged((waiting, {name: Counter[str]() for name in (*replies, *resolutions)})).items()
        }

    def sla(self, frame: Frame) -> dict[str, Figures]:
        """Deadlines kept and missed, by clock."""
        timed = replace(frame, values={"now": timestamp(self._now)})
        found = [prefixed(with_total(self._tally(source, timed), "timed"), clock) for clock, source in _SLA.items()]
        return {group: _kept(counts) for group, counts in merged(found).items()}

    def csat(self, frame: Frame) -> dict[str, Figures]:
        """Marks, and how many of those asked gave one."""
        asked = with_total(self._tally(sources.ASKED_FOR_MARK, frame), "asked")
        marks = with_total(self._tally(sources.MARKS, frame), "marks")
        return {group: _marks(counts) for group, counts in merged((asked, marks)).items()}

    def resolution(self, frame: Frame) -> dict[str, Figures]:
        """What became of conversations."""
        back = returned(self._session, frame.start, frame.end)
        values = {"returned": json.dumps(sorted(back)), "fresh": timestamp(self._now - FRESH)}
        found = self._tally(sources.CLASSES, replace(frame, values=values))
        return {group: _classes(counts) for group, counts in merged((found,)).items()}

    def content(self, frame: Frame) -> dict[str, Figures]:
        """How questions to the content were answered, and what followed."""
        return content.answers(self._session, frame)

    def gaps(self, frame: Frame) -> dict[str, Figures]:
        """Gaps opened and closed."""
        return content.gaps(self._session, frame)

    def _tally(self, source: str, frame: Frame) -> dict[str, Counter[str]]:
        return tally(self._session, source, frame)

    def _open_time(self, found: Iterable[tuple[str, str]]) -> OpenTime:
        first = min((start for start, _ in found), default=None)
        return OpenTime(self._hours, parse_timestamp(first) if first else self._now, self._now)


_REPORTS: Mapping[ReportName, Callable[[Count, Frame], dict[str, Figures]]] = {
    ReportName.VOLUME: Count.volume,
    ReportName.REASONS: Count.reasons,
    ReportName.TIMES: Count.times,
    ReportName.SLA: Count.sla,
    ReportName.CSAT: Count.csat,
    ReportName.RESOLUTION: Count.resolution,
    ReportName.CONTENT: Count.content,
    ReportName.GAPS: Count.gaps,
}


def _durations(name: str, found: Spans, open_time: OpenTime) -> Figures:
    """Number, medians and 90th percentiles in seconds, on the wall and in office hours."""
    moments = [(parse_timestamp(start).timestamp(), parse_timestamp(end).timestamp()) for start, end in found]
    wall = [end - start for start, end in moments]
    office = [open_time.between(start, end) for start, end in moments]
    return {
        f"{name}_count": len(moments),
        f"{name}_median": median(wall),
        f"{name}_p90": p90(wall),
        f"{name}_office_median": median(office),
        f"{name}_office_p90": p90(office),
    }


def _kept(counts: Counter[str]) -> Figures:
    figures: Figures = {}
    for clock in SlaClock:
        figures |= {f"{clock}_{name}": counts[f"{clock}_{name}"] for name in ("timed", "kept", "missed")}
        figures[f"{clock}_share"] = share(counts[f"{clock}_kept"], counts[f"{clock}_timed"])
    return figures


def _marks(counts: Counter[str]) -> Figures:
    marks = {mark: counts[f"mark_{mark}"] for mark in range(5, 0, -1)}
    return {
        "asked": counts["asked"],
        "responded": counts["responded"],
        "response_rate": share(counts["responded"], counts["asked"]),
        "marks": counts["marks"],
        "mean": mean(sum(mark * number for mark, number in marks.items()), counts["marks"]),
        "satisfied": share(sum(marks[mark] for mark in _SATISFIED), counts["marks"]),
        **{f"mark_{mark}": number for mark, number in marks.items()},
    }


def _classes(counts: Counter[str]) -> Figures:
    decided = sum(counts[name] for name in SETTLED)
    return {
        "conversations": counts.total(),
        **{name.value: counts[name] for name in Class},
        "decided": decided,
        "resolved_share": share(counts[Class.CONFIRMED] + counts[Class.ASSUMED], decided),
        **{f"{name.value}_share": share(counts[name], decided) for name in SETTLED},
    }
