"""What every figure of the content board's reports means."""

from __future__ import annotations

from collections.abc import Mapping

from insights.log.outcomes import MEANINGS, QuestionOutcome
from insights.reports.columns import Column, Unit, count, share
from insights.reports.measures import FEW, FEW_FOR_P90
from insights.reports.names import FRESH

_HOURS = int(FRESH.total_seconds() // 3600)

FOLLOWED: Mapping[str, tuple[QuestionOutcome, ...]] = {
    "confirmed": (QuestionOutcome.HELPED,),
    "assumed": (QuestionOutcome.ENOUGH,),
    "handed_off": (QuestionOutcome.ANSWERED_BY_PERSON, QuestionOutcome.HANDED_OVER),
    "disliked": (QuestionOutcome.DISLIKED,),
    "again": (QuestionOutcome.REPHRASED, QuestionOutcome.CAME_BACK),
    "went_on": (QuestionOutcome.WENT_ON,),
    "left_unsure": (QuestionOutcome.LEFT,),
}
"""What followed on a question, in the terms of the reports."""
_TOLD = {
    "confirmed": ("Confirmed helpful", MEANINGS[QuestionOutcome.HELPED][1]),
    "assumed": ("Assumed helpful", MEANINGS[QuestionOutcome.ENOUGH][1]),
    "handed_off": (
        "Handed off",
        "It was handed to a person because of this question, or before the next one.",
    ),
    "disliked": ("Did not help", MEANINGS[QuestionOutcome.DISLIKED][1]),
    "again": (
        "Asked again",
        f"{MEANINGS[QuestionOutcome.REPHRASED][1]} Or: {MEANINGS[QuestionOutcome.CAME_BACK][1][:1].lower()}"
        f"{MEANINGS[QuestionOutcome.CAME_BACK][1][1:]}",
    ),
    "went_on": ("Went on", MEANINGS[QuestionOutcome.WENT_ON][1]),
    "left_unsure": ("Left", MEANINGS[QuestionOutcome.LEFT][1]),
}


def _followed(name: str) -> tuple[Column, Column]:
    title, told = _TOLD[name]
    return (
        count(name, title, told, by_agent=False),
        share(f"{name}_share", f"{title}, share", f"{told} As a share of those decided.", "decided", by_agent=False),
    )


ANSWERS = (
    count(
        "questions",
        "Questions",
        "What customers asked of the content. Left out: greetings, senseless text, probes of the assistant, wishes for "
        "a person, complaints, what needs somebody to look at an account, and failures of Askwell itself.",
        by_agent=False,
    ),
    count("answered", "Answered", "Questions answered surely enough to be shown as an answer.", by_agent=False),
    share("answer_rate", "Answer rate", "Answered, of the questions.", "questions", by_agent=False),
    count(
        "decided",
        "Decided",
        f"Questions but for those asked less than {_HOURS} hours ago on which nothing has followed yet. Each counts "
        "once, under the first that fits: helpful, handed off, not helpful, asked again, went on, assumed, left.",
        by_agent=False,
    ),
    *(column for name in FOLLOWED for column in _followed(name)),
)

_SPELL = "From the day it was opened, or reopened last, until its questions were asked again and answered."
GAPS = (
    count(
        "opened",
        "Opened",
        "Gaps opened: questions without a good answer that fitted no gap there was. Gaps merged into another one since "
        "are not counted. By language: under the commonest language of its questions.",
        by_agent=False,
    ),
    count(
        "closed",
        "Closed",
        "Times that a gap was closed: its questions were asked again, and enough of them are answered.",
        by_agent=False,
    ),
    count(
        "reopened",
        "Reopened",
        "Times that a closed gap was opened again: it was asked without a good answer, or its proof no longer holds.",
        by_agent=False,
    ),
    count(
        "failing",
        "Still failing",
        "Times that something was published for a gap, and its questions still got no good answer.",
        by_agent=False,
    ),
    count("dismissed", "Dismissed", "Times that somebody put a gap aside as not for the content.", by_agent=False),
    Column(
        "close_median",
        "Time to close, median",
        f"{_SPELL} Half took at most that long. Given from {FEW} closed gaps on. All time counts.",
        Unit.SECONDS,
        "closed",
        by_agent=False,
    ),
    Column(
        "close_p90",
        "Time to close, 90th percentile",
        f"{_SPELL} Nine of ten took at most that long. Given from {FEW_FOR_P90} closed gaps on.",
        Unit.SECONDS,
        "closed",
        by_agent=False,
    ),
    count(
        "left",
        "Left to do",
        "Gaps that were neither closed nor dismissed at the end of the period.",
        by_agent=False,
    ),
)
