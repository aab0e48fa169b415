"""Figures of small histories, made by the real use cases on a moving clock and counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from core.errors import Forbidden, InvalidInput
from core.model import Decision, Reason
from escalation.clocks.hours import OfficeHours
from escalation.clocks.sla import SlaPolicy
from escalation.desk_settings import DeskRules
from escalation.tickets import Outcome
from insights.reports.frames import NOBODY, By
from insights.reports.names import ReportName
from insights.reports.report import Sight

World = Any
ByDay = Callable[[Any, str], dict[str, Any]]
PLAIN, ASK_BACK, HAND_OVER = Decision.ANSWER, Decision.CLARIFY, Decision.ESCALATE
OFFICE = TypeAdapter(OfficeHours).validate_python(
    {"zone": "Europe/Madrid", "week": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
)


def test_volume_counts_conversations_questions_and_what_agents_did(world: World, by_day: ByDay) -> None:
    """Monday: three conversations, one of them handed over; Tuesday: a reply, a resolution and a reopening."""
    first = world.ask("vis_1")
    world.ask("vis_1", Decision.CAVEAT, Reason.LOW_CONFIDENCE, conversation=first)
    world.ask("vis_2", ASK_BACK, Reason.AMBIGUOUS, lang="es")
    handed = world.ask("vis_3", HAND_OVER, Reason.NO_CONTENT, lang="fr")
    world.clock.forward(days=1)
    ana = world.agent("Ana")
    world.act("claim", handed, ana)
    world.act("reply", handed, ana, "Here you are.")
    world.act("resolve", handed, ana, Outcome.ANSWERED)
    world.clock.forward(hours=1)
    world.write("vis_3", handed)
    report = world.report(ReportName.VOLUME, first=date(2026, 11, 1))
    assert [row.group for row in report.rows] == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert by_day(report, "conversations") == {"2026-11-02": 3}
    assert by_day(report, "replies") == by_day(report, "reopened") == {"2026-11-03": 1}
    expected = {"conversations": 3, "questions": 4, "answer": 1, "caveat": 1, "clarify": 1, "escalate": 1}
    assert world.total(ReportName.VOLUME) == {**expected, "handed_over": 1, "replies": 1, "reopened": 1}
    assert by_day(world.report(ReportName.VOLUME, By.LANG), "questions") == {"en": 2, "es": 1, "fr": 1}
    assert by_day(world.report(ReportName.VOLUME, By.LANG, lang="es"), "conversations") == {"es": 1}
    assert by_day(world.report(ReportName.VOLUME, By.AGENT), "handed_over") == {ana.id: 1}


def test_languages_are_counted_by_their_primary_subtag(world: World, by_day: ByDay) -> None:
    for lang in ("zh-CN", "zh_Hans", "ZH", "en-GB"):
        world.ask("vis_1", lang=lang)
    assert by_day(world.report(ReportName.VOLUME, By.LANG), "questions") == {"zh": 3, "en": 1}
    assert world.total(ReportName.VOLUME, lang="zh")["conversations"] == 3


def test_reasons_are_told_for_hand_overs_and_for_questions_without_a_sure_answer(world: World) -> None:
    world.ask("vis_1", HAND_OVER, Reason.NO_CONTENT)
    world.ask("vis_2", HAND_OVER, Reason.ASKED_FOR_PERSON)
    world.ask("vis_3", ASK_BACK, Reason.AMBIGUOUS)
    world.ask("vis_4")
    assert world.total(ReportName.REASONS) == {
        "handed_over": 2, "handed_over_no_content": 1, "handed_over_asked_for_person": 1,
        "unsure": 3, "unsure_no_content": 1, "unsure_asked_for_person": 1, "unsure_ambiguous": 1,
    }  # fmt: skip


def test_times_are_told_on_the_wall_and_in_office_hours(world: World) -> None:
    """Five conversations handed over on Friday at 16:00 in Madrid, replied to on Monday from 9:10 on."""
    world.rules(DeskRules(hours=OFFICE))
    world.clock.now = datetime(2026, 11, 6, 15, 0, tzinfo=UTC)
    ana = world.agent("Ana")
    handed = [world.ask(f"vis_{number}", HAND_OVER, Reason.NO_CONTENT) for number in range(5)]
    late = world.ask("vis_late", HAND_OVER, Reason.NO_CONTENT)
    world.clock.now = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
    for conversation in handed:
        world.clock.forward(minutes=10)
        world.act("claim", conversation, ana)
        world.act("reply", conversation, ana, "Here you are.")
    for conversation in handed[:4]:
        world.act("resolve", conversation, ana, Outcome.ANSWERED)
    figures = world.total(ReportName.TIMES)
    weekend, day = 65 * 3600, 3600
    assert figures == {
        "first_reply_count": 5, "first_reply_median": weekend + 1800, "first_reply_office_median": day + 1800,
        "unreplied": 1, "resolution_count": 4,
    }  # fmt: skip
    assert world.report(ReportName.TIMES).total.few == ("resolution_median", "resolution_p90",
        "resolution_office_median", "resolution_office_p90")  # fmt: skip
    world.act("claim", late, ana)
    world.act("hand_back", late, ana)
    figures = world.total(ReportName.TIMES)
    assert "unreplied" not in figures
    assert figures["resolution_count"] == 5
    assert figures["resolution_median"] == weekend + 3000


def test_a_reopened_conversation_counts_on_the_day_it_is_resolved_again(world: World, by_day: ByDay) -> None:
    ana, handed = world.agent("Ana"), world.ask("vis_1", HAND_OVER, Reason.NO_CONTENT)
    for day in range(2):
        world.act("claim", handed, ana)
        world.act("resolve", handed, ana, Outcome.ANSWERED)
        if day == 0:
            world.clock.forward(days=1)
            world.write("vis_1", handed)
    report = world.report(ReportName.TIMES)
    assert by_day(report, "resolution_count") == {"2026-11-03": 1}


def test_the_first_reply_is_that_of_who_wrote_it_and_the_resolution_of_who_had_it_last(
    world: World, by_day: ByDay
) -> None:
    ana, bo, handed = world.agent("Ana"), world.agent("Bo"), world.ask("vis_1", HAND_OVER, Reason.NO_CONTENT)
    world.act("claim", handed, ana)
    world.act("reply", handed, ana, "One moment.")
    world.act("release", handed, ana)
    world.act("claim", handed, bo)
    world.act("resolve", handed, bo, Outcome.ANSWERED)
    report = world.report(ReportName.TIMES, By.AGENT)
    assert by_day(report, "first_reply_count") == {ana.id: 1}
    assert by_day(report, "resolution_count") == {bo.id: 1}
    assert world.total(ReportName.TIMES, agent=bo.id) == {"resolution_count": 1}


def test_service_levels_are_counted_when_they_are_kept_or_time_is_up(world: World, by_day: ByDay) -> None:
    """An hour for each reply, eight for the resolution: what is kept, late, overdue, and not due yet."""
    world.rules(DeskRules(sla=(SlaPolicy("all", first_reply=60, next_reply=60, resolution=480),)))
    ana = world.agent("Ana")
    prompt, slow, left = (world.ask(f"vis_{n}", HAND_OVER, Reason.NO_CONTENT) for n in range(3))
    world.clock.forward(minutes=30)
    world.act("claim", prompt, ana)
    world.act("reply", prompt, ana, "At once.")
    for minutes in (59, 61):  # two later messages: one answered in time
        world.write("vis_0", prompt)
        world.clock.forward(minutes=minutes)
        world.act("reply", prompt, ana, "Here.")
    world.act("resolve", prompt, ana, Outcome.ANSWERED)
    world.act("claim", slow, ana)
    world.act("reply", slow, ana, "Late.")
    world.write("vis_1", slow)
    figures = world.total(ReportName.SLA)
    counted = {name: value for name, value in figures.items() if not name.endswith("share")}
    assert counted == {
        "first_reply_timed": 3, "first_reply_kept": 1, "first_reply_missed": 2,
        "next_reply_timed": 2, "next_reply_kept": 1, "next_reply_missed": 1,
        "resolution_timed": 1, "resolution_kept": 1,
    }  # fmt: skip
    assert figures["first_reply_share"] == pytest.approx(1 / 3)
    world.clock.forward(hours=20)
    figures = world.total(ReportName.SLA)
    assert figures["next_reply_missed"] == 2
    assert (figures["resolution_kept"], figures["resolution_missed"]) == (1, 2)
    # Time was up on the first day, whenever the report is made.
    assert by_day(world.report(ReportName.SLA), "first_reply_missed") == {"2026-11-02": 2}
    by_agent = by_day(world.report(ReportName.SLA, By.AGENT), "first_reply_missed")
    assert by_agent == {ana.id: 1, NOBODY: 1}
    assert world.escalation(left)


def test_marks_are_counted_apart_from_who_was_asked(world: World, by_day: ByDay) -> None:
    """Six asked, four gave a mark, one gave two; one more gave a mark without being asked."""
    ana = world.agent("Ana")
    handed = [world.ask(f"vis_{number}", HAND_OVER, Reason.NO_CONTENT) for number in range(6)]
    for conversation in handed:
        world.act("claim", conversation, ana)
        world.act("resolve", conversation, ana, Outcome.ANSWERED)
    assert world.total(ReportName.CSAT) == {"asked": 6}
    world.clock.forward(days=1)
    for conversation, mark in zip(handed, (5, 4, 4, 1), strict=False):
        world.rate(conversation, mark)
    world.rate(handed[3], 2)
    world.rate(world.ask("vis_free", lang="es"), 3)
    figures = world.total(ReportName.CSAT)
    assert figures == {
        "asked": 6, "responded": 4, "response_rate": pytest.approx(4 / 6), "marks": 5, "mean": pytest.approx(18 / 5),
        "satisfied": pytest.approx(3 / 5), "mark_5": 1, "mark_4": 2, "mark_3": 1, "mark_2": 1,
    }  # fmt: skip
    report = world.report(ReportName.CSAT)
    assert (by_day(report, "asked"), by_day(report, "marks")) == ({"2026-11-02": 6}, {"2026-11-03": 5})
    assert by_day(world.report(ReportName.CSAT, By.AGENT), "marks") == {ana.id: 4, NOBODY: 1}
    assert world.total(ReportName.CSAT, lang="es") == {"marks": 1, "mark_3": 1}


def test_what_became_of_conversations_is_kept_apart(world: World) -> None:
    """One of each kind, made so that every rule decides once."""
    confirmed = world.ask("vis_confirmed", documents=("a",))
    world.vote("vis_confirmed", confirmed, True)
    world.ask("vis_assumed", documents=("a",))
    world.ask("vis_left", ASK_BACK, Reason.AMBIGUOUS)
    world.ask("vis_uncertain", Decision.CAVEAT, Reason.LOW_CONFIDENCE, documents=("a",))
    world.ask("vis_handed", HAND_OVER, Reason.NO_CONTENT)
    world.ask("vis_greeting", PLAIN, Reason.SMALL_TALK)
    world.ask("vis_back", documents=("a", "b"))
    other = world.ask("vis_other", documents=("a",))
    world.clock.forward(hours=2)
    world.ask("vis_back", documents=("b",))  # the same article: the first answer was not enough
    world.ask("vis_other", documents=("c",), conversation=other)  # another subject
    fresh = {"conversations": 9, "undecided": 5, "nothing_asked": 1, "decided": 2 + 1}
    figures = world.total(ReportName.RESOLUTION)
    assert {name: figures[name] for name in fresh} == fresh
    assert (figures["confirmed"], figures["handed_over"], figures["returned"]) == (1, 1, 1)
    world.clock.forward(hours=25)
    figures = world.total(ReportName.RESOLUTION)
    counts = {name: value for name, value in figures.items() if not name.endswith("share")}
    assert counts == {
        "conversations": 9, "confirmed": 1, "assumed": 3, "abandoned": 2, "returned": 1, "handed_over": 1,
        "nothing_asked": 1, "decided": 8,
    }  # fmt: skip
    assert figures["resolved_share"] == pytest.approx(4 / 8)
    assert figures["confirmed_share"] == pytest.approx(1 / 8)


def test_a_customer_who_comes_back_much_later_or_at_once_did_not_come_back(world: World) -> None:
    """Within the hour it is the same talk, after eight days a new matter; servers' customers share one key."""
    talk = world.ask("vis_1", documents=("a",))
    world.clock.forward(minutes=59)
    world.ask("vis_1", documents=("a",), conversation=talk)
    world.clock.forward(days=8)
    world.ask("vis_1", documents=("a",))
    assert "returned" not in world.total(ReportName.RESOLUTION)
    world.clock.forward(days=1)
    world.ask("vis_1", documents=("a",))
    assert world.total(ReportName.RESOLUTION)["returned"] == 1


def test_an_answer_said_not_to_help_is_not_assumed_to_have_helped(world: World) -> None:
    """A first answer that helped and a second one that did not: handed over, since a vote brings a person."""
    talk = world.ask("vis_1", documents=("a",))
    world.vote("vis_1", talk, True)
    world.ask("vis_1", documents=("b",), conversation=talk)
    world.vote("vis_1", talk, False)
    world.clock.forward(days=2)
    assert world.total(ReportName.RESOLUTION)["handed_over"] == 1


def test_figures_of_the_days_before_stand_beside_the_total(world: World) -> None:
    world.ask("vis_1")
    world.clock.forward(days=7)
    world.ask("vis_2")
    world.ask("vis_3")
    report = world.report(ReportName.VOLUME, first=date(2026, 11, 3))
    assert (report.total.figures["questions"], report.before.figures["questions"]) == (2, 1)


def test_agents_see_themselves_and_everybody_together_only(world: World, by_day: ByDay) -> None:
    ana, bo = world.agent("Ana"), world.agent("Bo")
    for number, agent in enumerate((ana, ana, bo)):
        handed = world.ask(f"vis_{number}", HAND_OVER, Reason.NO_CONTENT)
        world.act("claim", handed, agent)
    own = Sight(frozenset({bo.id}))
    report = world.report(ReportName.VOLUME, By.AGENT, sight=own)
    assert by_day(report, "handed_over") == {bo.id: 1}
    assert report.total.figures["handed_over"] == 3
    with pytest.raises(Forbidden):
        world.report(ReportName.VOLUME, agent=ana.id, sight=own)
    with pytest.raises(Forbidden):
        world.report(ReportName.VOLUME, By.AGENT, sight=Sight())
    with pytest.raises(InvalidInput):
        world.report(ReportName.RESOLUTION, By.AGENT)


def test_days_begin_at_midnight_in_the_office(world: World, by_day: ByDay) -> None:
    """23:30 in London is the next day in Madrid; with half-hour zones too."""
    world.clock.now = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    world.ask("vis_1")
    for zone, day in (("UTC", "2026-11-02"), ("Europe/Madrid", "2026-11-03"), ("Asia/Kathmandu", "2026-11-03")):
        world.rules(DeskRules(hours=OfficeHours(zone=zone)))
        assert by_day(world.report(ReportName.VOLUME), "conversations") == {day: 1}
    world.clock.now = datetime(2026, 11, 3, 18, 14, 59, 999_000, tzinfo=UTC)  # a moment before midnight in Kathmandu
    world.ask("vis_2")
    world.clock.forward(milliseconds=1)
    world.ask("vis_3")
    counted = by_day(world.report(ReportName.VOLUME), "conversations")
    assert counted == {"2026-11-03": 2, "2026-11-04": 1}
