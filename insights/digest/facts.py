"""What a week was like, as the letter tells it: read when the letter is written, so that nothing erased is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.db import Session
from escalation.clocks.hours import OfficeHours
from insights.gaps.model import ON_THE_BOARD, Gap, GapFilter, GapState
from insights.gaps.store import GapStore
from insights.reports.frames import By
from insights.reports.groups import Figures
from insights.reports.names import ReportName
from insights.reports.periods import Period
from insights.reports.report import Report, Sight, Wanted, make_report

MOST = 5
"""Gaps in each list; the board has the others."""

_NEW = """SELECT id FROM gaps WHERE merged_into IS NULL AND size > 0 AND created_at >= :start AND created_at < :end
    AND state NOT IN ('closed', 'dismissed') ORDER BY harm DESC, id LIMIT :most"""
_TURNED = """SELECT g.id FROM gaps g WHERE g.merged_into IS NULL AND g.size > 0 AND {} AND EXISTS (
        SELECT 1 FROM gap_turns t WHERE t.gap_id = g.id AND t.at >= :start AND t.at < :end AND {})
    ORDER BY g.harm DESC, g.id LIMIT :most"""
_CLOSED = _TURNED.format(f"g.state = '{GapState.CLOSED}'", f"t.after = '{GapState.CLOSED}'")
_REOPENED = _TURNED.format(
    f"g.state NOT IN ('{GapState.CLOSED}', '{GapState.DISMISSED}')",
    f"t.before = '{GapState.CLOSED}' AND t.after <> '{GapState.DISMISSED}'",
)
_WITHOUT_ANSWER = """SELECT count(*) FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
    WHERE q.created_at >= :start AND q.created_at < :end"""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the content board."""

    period: Period
    answers: Figures
    answers_before: Figures
    gaps: Figures
    without_answer: int
    """Questions of the week that are in a gap."""
    new: Sequence[Gap]
    worst: Sequence[Gap]
    """The most harmful that are left to do, new ones left out."""
    closed: Sequence[Gap]
    reopened: Sequence[Gap]

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell: nobody asked, and nothing became of any gap."""
        turns = ("opened", "closed", "reopened", "failing")
        return not self.answers["questions"] and not any(self.gaps[name] for name in turns)


def week_of(
    session: Session, period: Period, *, store: GapStore, now: datetime, hours: OfficeHours, lang: str | None
) -> Week:
    """What that week was like; gaps are named in `lang` where they can be."""
    answers, turns = (
        _report(session, ReportName.CONTENT, period, now, hours),
        _report(session, ReportName.GAPS, period, now, hours),
    )
    new = _gaps(session, store, _NEW, period, lang)
    known = {gap.id for gap in new}
    todo = store.list(session, GapFilter(ON_THE_BOARD), named_in=lang, limit=2 * MOST).items
    return Week(
        period=period,
        answers=answers.total.figures,
        answers_before=answers.before.figures,
        gaps=turns.total.figures,
        without_answer=session.execute(_WITHOUT_ANSWER, _bounds(period)).fetchone()[0],
        new=new,
        worst=[gap for gap in todo if gap.id not in known and gap.size][:MOST],
        closed=_gaps(session, store, _CLOSED, period, lang),
        reopened=_gaps(session, store, _REOPENED, period, lang),
    )


def _report(session: Session, name: ReportName, period: Period, now: datetime, hours: OfficeHours) -> Report:
    return make_report(session, name, Wanted(period, By.DAY), Sight(), now=now, hours=hours)


def _gaps(session: Session, store: GapStore, query: str, period: Period, lang: str | None) -> list[Gap]:
    rows = session.execute(query, {**_bounds(period), "most": MOST}).fetchall()
    return [store.get(session, str(row["id"]), lang) for row in rows]


def _bounds(period: Period) -> dict[str, str]:
    return {"start": period.whole.start, "end": period.whole.end}
