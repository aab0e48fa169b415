"""What every figure of every report means. This is the one place where it is said; pages and the API repeat it."""

from __future__ import annotations

from collections.abc import Mapping

from core.model import Decision, Reason
from escalation.clocks.sla import SlaClock
from insights.reports.columns import Column, Unit, count, seconds, share
from insights.reports.content_definitions import ANSWERS, GAPS
from insights.reports.measures import FEW, FEW_FOR_P90
from insights.reports.names import BACK_WITHIN, FRESH, SETTLED, Class, ReportName

_HOURS, _DAYS = int(FRESH.total_seconds() // 3600), BACK_WITHIN.days
_MEDIAN = f"Half took at most that long. Given from {FEW} cases on."
_P90 = f"Nine of ten took at most that long. Given from {FEW_FOR_P90} cases on."
_OFFICE = "Only time within office hours counts."
_WALL = "All time counts, nights and days off too."

DECISION_TITLES = {
    Decision.ANSWER: ("Answered", "Questions answered from the articles, surely enough to be shown as an answer."),
    Decision.CAVEAT: ("Answered as uncertain", "Questions for which the closest text was shown as uncertain."),
    Decision.CLARIFY: ("Asked back", "Questions that Askwell answered with a question."),
    Decision.ESCALATE: ("Left to a person", "Questions that Askwell left to a person."),
}

VOLUME = (
    count(
        "conversations",
        "Conversations",
        "Conversations begun, also those in which nothing was asked.",
        by_agent=False,
    ),
    count(
        "questions",
        "Questions",
        "Customers' messages that Askwell dealt with. Messages that went straight to an agent are not counted.",
        by_agent=False,
    ),
    *(count(name.value, title, told, by_agent=False) for name, (title, told) in DECISION_TITLES.items()),
    count(
        "handed_over",
        "Handed over",
        "Conversations put into the queue for a person. One that is handed over again after it was given back counts "
        "again. By agent: for the agent who had it last.",
    ),
    count("replies", "Replies", "Lines that agents sent to customers. By agent: for the agent who wrote them."),
    count(
        "reopened",
        "Reopened",
        "Times that a customer wrote again after an agent had resolved the conversation, parting thanks left out. "
        "By agent: for the agent who had it last.",
    ),
)


def _reasons(prefix: str, title: str, *, by_agent: bool) -> tuple[Column, ...]:
    return tuple(
        count(f"{prefix}_{reason.value}", f"{title}: {_words(reason)}", f"Of these, for the reason “{_words(reason)}”.",
              by_agent=by_agent)
        for reason in Reason
    )  # fmt: skip


def _words(reason: Reason) -> str:
    return reason.value.replace("_", " ")


REASONS = (
    count("handed_over", "Handed over", "Conversations put into the queue for a person."),
    *_reasons("handed_over", "Handed over", by_agent=True),
    count(
        "unsure",
        "No sure answer",
        "Questions whose decision was anything but a plain answer, greetings and senseless text included.",
        by_agent=False,
    ),
    *_reasons("unsure", "No sure answer", by_agent=False),
    count("unsure_other", "No sure answer: no reason", "Of these, without a reason noted.", by_agent=False),
)


def _times(of: str, what: str, ended: str) -> tuple[Column, ...]:
    return (
        seconds(f"{of}_median", f"{what}, median", f"{ended} {_MEDIAN} {_WALL}", f"{of}_count"),
        seconds(f"{of}_p90", f"{what}, 90th percentile", f"{ended} {_P90} {_WALL}", f"{of}_count"),
        seconds(
            f"{of}_office_median", f"{what}, median in office hours", f"{ended} {_MEDIAN} {_OFFICE}", f"{of}_count"
        ),
        seconds(
            f"{of}_office_p90",
            f"{what}, 90th percentile in office hours",
            f"{ended} {_P90} {_OFFICE}",
            f"{of}_count",
        ),
    )


TIMES = (
    count(
        "first_reply_count",
        "First replies",
        "First lines of an agent after a hand-over, on the day of the line. By agent: for who wrote it.",
    ),
    *_times("first_reply", "First reply", "From the hand-over to the agent's first line."),
    count(
        "unreplied",
        "Still without a reply",
        "Conversations handed over in the period that are open and have had no line of an agent until now.",
    ),
    count(
        "resolution_count",
        "Resolved by agents",
        "Conversations that an agent resolved or handed back, on that day. One that was reopened counts when it is "
        "resolved again. By agent: for the agent who had it last.",
    ),
    *_times("resolution", "Resolution", "From the hand-over until it was resolved or handed back."),
)

_CLOCK_TITLES = {
    SlaClock.FIRST_REPLY: ("First reply", "first replies", "The hand-over's first line of an agent"),
    SlaClock.NEXT_REPLY: ("Next reply", "later replies", "The answer to a customer's later message"),
    SlaClock.RESOLUTION: ("Resolution", "resolutions", "The resolution"),
}


def _sla(clock: SlaClock) -> tuple[Column, ...]:
    title, what, told = _CLOCK_TITLES[clock]
    name = clock.value
    return (
        count(
            f"{name}_timed",
            f"{title}: timed",
            f"Deadlines for {what} that were met or have passed, where the service levels set one: on the day it was "
            "met, or on which time was up.",
        ),
        count(f"{name}_kept", f"{title}: kept", f"{told} came before its time was up, in office hours."),
        count(f"{name}_missed", f"{title}: missed", f"{told} came too late, or is overdue."),
        share(f"{name}_share", f"{title}: share kept", "Kept, of those timed.", f"{name}_timed"),
    )


SLA = tuple(column for clock in SlaClock for column in _sla(clock))

CSAT = (
    count("asked", "Asked", "Customers asked for a mark once their conversation was resolved, on the day they were."),
    count("responded", "Gave one", "Of those asked in the period, how many have given a mark since."),
    share("response_rate", "Response rate", "Gave one, of those asked.", "asked"),
    count("marks", "Marks", "Marks given in the period, those given without being asked included. The latest counts."),
    Column("mean", "Mean", f"The mean of the marks, 1 to 5. Given from {FEW} marks on.", Unit.MARK, "marks"),
    share("satisfied", "Satisfied", "Marks of 4 or 5, of all marks.", "marks"),
    *(count(f"mark_{mark}", f"Mark {mark}", f"Marks of {mark}.") for mark in range(5, 0, -1)),
)

_CLASSES = {
    Class.CONFIRMED: (
        "Confirmed",
        "The customer said that an answer helped, and of none that it did not.",
    ),
    Class.ASSUMED: (
        "Assumed",
        f"The last question was answered, and the customer has been silent for {_HOURS} hours. Nobody confirmed it.",
    ),
    Class.ABANDONED: (
        "Abandoned",
        "The customer left after an uncertain answer, a question back, no answer, or one marked as not helpful.",
    ),
    Class.RETURNED: (
        "Came back",
        f"The same customer asked about the same article again, more than an hour and at most {_DAYS} days later. "
        "Customers without a session are known within one conversation only.",
    ),
    Class.HANDED_OVER: ("Handed over", "It was handed to a person at some time."),
    Class.UNDECIDED: ("Too early to say", f"Answered or left less than {_HOURS} hours ago, and nobody confirmed it."),
    Class.NOTHING_ASKED: (
        "Nothing asked",
        "No message that an article could answer: none at all, greetings, senseless text, or probes of the assistant.",
    ),
}


def _shared(name: Class) -> tuple[Column, Column]:
    title, told = _CLASSES[name]
    return (
        count(name.value, title, told, by_agent=False),
        share(f"{name.value}_share", f"{title}, share", f"{title}, of those decided.", "decided", by_agent=False),
    )


RESOLUTION = (
    count("conversations", "Conversations", "Conversations begun in the period. Each is in one class.", by_agent=False),
    count(
        "decided",
        "Decided",
        "Conversations but for those of which it is too early to say, and those in which nothing was asked.",
        by_agent=False,
    ),
    share(
        "resolved_share",
        "Resolved by the assistant",
        "Confirmed and assumed together, of those decided. Who was handed over, came back or left is not in it.",
        "decided",
        by_agent=False,
    ),
    *(column for name in SETTLED for column in _shared(name)),
    *(count(name.value, *_CLASSES[name], by_agent=False) for name in (Class.UNDECIDED, Class.NOTHING_ASKED)),
)

COLUMNS: Mapping[ReportName, tuple[Column, ...]] = {
    ReportName.VOLUME: VOLUME,
    ReportName.REASONS: REASONS,
    ReportName.TIMES: TIMES,
    ReportName.SLA: SLA,
    ReportName.CSAT: CSAT,
    ReportName.RESOLUTION: RESOLUTION,
    ReportName.CONTENT: ANSWERS,
    ReportName.GAPS: GAPS,
}
"""The columns of each report, in order."""
