"""How many questions there are behind each choice of a filter.

Questions are counted once by everything that has few values; what stands beside a choice is summed from that, with the
conditions that the list itself uses, so that both always agree.
"""

# ruff: noqa: S608 - fixed names
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.db import Session
from core.model import Decision
from insights.log.filtering import NOT_ANSWERED, QuestionFilter, Vote

_TALLY = """CREATE TEMP TABLE log_tally AS SELECT decision, reason, lang, helpful, feedback_reason, outcome, audiences,
    wanted, count(*) AS n FROM questions WHERE {} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""
_VOTE = f"CASE helpful WHEN 1 THEN '{Vote.YES}' WHEN 0 THEN '{Vote.NO}' ELSE '{Vote.NONE}' END"
_SHOWN = ("decisions", "unanswered", "wants_content")
"""Parts of the filter that exclude one another on the page."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions each choice would show, every other choice staying as it is."""

    everything: int
    unanswered: int
    wanted: int
    decisions: Mapping[Decision, int]
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]
    langs: Mapping[str, int]
    votes: Mapping[str, int]
    feedback_reasons: Mapping[str, int]
    audiences: Mapping[str, int]
    """By audience; empty for those who have none."""


def tally(session: Session, chosen: QuestionFilter) -> Tally:
    """Count; the questions are gone through once, by an index where no words, page or document are asked for."""
    where, values = chosen.rest_sql()
    session.execute("DROP TABLE IF EXISTS temp.log_tally")
    session.execute(_TALLY.format(where), values)
    shown = chosen.without(*_SHOWN)
    decisions = _groups(session, shown, "decision")
    found = Tally(
        everything=sum(decisions.values()),
        unanswered=sum(_groups(session, shown, "'x'", NOT_ANSWERED).values()),
        wanted=sum(_groups(session, shown, "'x'", "wanted").values()),
        decisions={decision: decisions.get(decision, 0) for decision in Decision},
        outcomes=_groups(session, chosen.without("outcomes"), "outcome"),
        reasons=_groups(session, chosen.without("reasons"), "reason"),
        langs=_groups(session, chosen.without("lang"), "lang"),
        votes=_groups(session, chosen.without("vote", "feedback_reasons"), _VOTE),
        feedback_reasons=_groups(session, chosen.without("vote", "feedback_reasons"), "feedback_reason"),
        audiences=_by_audience(session, chosen.without("audience")),
    )
    session.execute("DROP TABLE temp.log_tally")
    return found


def _groups(session: Session, chosen: QuestionFilter, column: str, also: str = "1") -> dict[str, int]:
    where, values = chosen.choices_sql()
    rows = session.execute(
        f"SELECT {column}, sum(n) FROM temp.log_tally WHERE {where} AND {also} AND {column} IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return {str(name): int(count) for name, count in rows}


def _by_audience(session: Session, chosen: QuestionFilter) -> dict[str, int]:
    where, values = chosen.choices_sql()
    rows = session.execute(
        "SELECT coalesce(a.value, ''), sum(n) FROM temp.log_tally LEFT JOIN json_each(audiences) a"
        f" WHERE {where} GROUP BY 1 ORDER BY 1",
        values,
    )
    return {str(name): int(count) for name, count in rows}
