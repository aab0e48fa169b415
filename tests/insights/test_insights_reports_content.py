"""Reports of the content board: figures of small histories, made by the real use cases and counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.errors import InvalidInput
from core.model import Decision, Reason
from insights.gaps.model import GapFilter, GapState
from insights.reports.frames import By
from insights.reports.names import CONTENT_REPORTS, ReportName

World = Any
ByDay = Callable[[Any, str], dict[str, Any]]
UNSURE = (Decision.CAVEAT, Reason.LOW_CONFIDENCE)
TOPICS = ("Printer shows paper jam", "Refund to a card takes long", "Cat hair in the keyboard", "Bees on the balcony",
          "Tax form for Norway", "Opera tickets for two", "Broken bicycle chain")  # fmt: skip


def gaps(world: World) -> list[Any]:
    """Have every question looked at, and give the gaps there are by name."""
    while world.parts.gaps.placing.run():
        pass
    with world.parts.database.read() as session:
        found = world.parts.gaps.store.list(session, GapFilter(states=tuple(GapState))).items
    return sorted(found, key=lambda gap: TOPICS.index(gap.name) if gap.name in TOPICS else -1)


def turn(world: World, gap: Any, state: GapState) -> None:
    with world.parts.database.write() as session:
        world.parts.gaps.hands.set_state(session, gap.id, state, "system")


def test_every_question_counts_once_by_what_followed_and_confirmed_is_told_apart_from_assumed(world: World) -> None:
    liked, disliked = world.ask("ann"), world.ask("bob")
    world.vote("ann", liked, True)
    world.vote("bob", disliked, False)  # which hands it over
    world.ask("cleo")
    world.ask("dan", *UNSURE)
    world.ask("eve", Decision.ESCALATE, Reason.NO_CONTENT, lang="fr")
    world.ask("fay", Decision.ANSWER, Reason.SMALL_TALK)
    world.ask("gus", Decision.ESCALATE, Reason.ASKED_FOR_PERSON)
    world.clock.forward(days=2)
    world.ask("hal")
    world.parts.log.upkeep.run()
    figures = world.total(ReportName.CONTENT)
    counts = {name: value for name, value in figures.items() if isinstance(value, int)}
    assert counts == {
        "questions": 6, "answered": 4, "decided": 5, "confirmed": 1, "assumed": 1, "handed_off": 2,
        "left_unsure": 1,
    }  # fmt: skip
    assert figures["answer_rate"] == pytest.approx(4 / 6)
    assert figures["confirmed_share"] == figures["assumed_share"] == pytest.approx(0.2)
    assert figures["handed_off_share"] == pytest.approx(0.4)


def test_answers_are_told_apart_by_language_and_compared_with_the_days_before(world: World, by_day: ByDay) -> None:
    world.ask("ann", lang="es")
    world.clock.forward(days=7)
    world.ask("bob", *UNSURE, lang="es-MX")
    world.ask("cleo", lang="en")
    report = world.report(ReportName.CONTENT, By.LANG, first=date(2026, 11, 3))
    assert by_day(report, "questions") == {"es": 1, "en": 1}
    assert by_day(report, "answer_rate") == {"en": 1.0}
    assert report.before.figures["answered"] == 1
    assert world.total(ReportName.CONTENT, lang="es")["questions"] == 2


def test_gaps_are_counted_on_the_day_something_becomes_of_them(world: World, by_day: ByDay) -> None:
    """Two open on Monday; one is closed on Wednesday, is asked again on Thursday, and is closed on Friday."""
    for visitor, text in zip("ab", TOPICS, strict=False):
        world.ask(visitor, *UNSURE, text=text)
    first, second = gaps(world)
    world.clock.forward(days=2)
    turn(world, first, GapState.CLOSED)
    turn(world, second, GapState.DISMISSED)
    world.clock.forward(days=1)
    world.ask("c", *UNSURE, text=TOPICS[0])
    gaps(world)
    world.clock.forward(days=1)
    turn(world, first, GapState.FAILING)
    turn(world, first, GapState.CLOSED)
    report = world.report(ReportName.GAPS, first=date(2026, 11, 1))
    days = {2: "2026-11-02", 4: "2026-11-04", 5: "2026-11-05", 6: "2026-11-06"}
    assert by_day(report, "opened") == {days[2]: 2}
    assert by_day(report, "closed") == {days[4]: 1, days[6]: 1}
    assert by_day(report, "reopened") == {days[5]: 1}
    assert by_day(report, "failing") == {days[6]: 1}
    assert by_day(report, "dismissed") == {days[4]: 1}
    assert by_day(report, "left") == {days[2]: 2, "2026-11-03": 2, days[5]: 1}
    assert report.total.figures["left"] == 0
    assert report.before.figures["opened"] == 0


def test_time_to_close_runs_from_the_opening_or_from_the_last_reopening(world: World) -> None:
    """Five are closed after 1, 2, 3, 4 and 5 days; the first is reopened and closed again within two."""
    for visitor, text in zip("abcde", TOPICS, strict=False):
        world.ask(visitor, *UNSURE, text=text)
    found = gaps(world)
    for gap in found:
        world.clock.forward(days=1)
        turn(world, gap, GapState.CLOSED)
    figures = world.total(ReportName.GAPS)
    assert figures["close_median"] == 3 * 86_400
    assert "close_p90" not in figures
    world.clock.forward(days=10)
    turn(world, found[0], GapState.REOPENED)
    world.clock.forward(days=2)
    turn(world, found[0], GapState.CLOSED)
    assert world.total(ReportName.GAPS)["close_median"] == 2.5 * 86_400


def test_gaps_belong_to_the_commonest_language_of_their_questions(world: World, by_day: ByDay) -> None:
    world.ask("a", *UNSURE, text="¿Cómo pido la devolución del dinero?", lang="es")
    world.ask("b", *UNSURE, text=TOPICS[0])
    gaps(world)
    report = world.report(ReportName.GAPS, By.LANG)
    assert by_day(report, "opened") == by_day(report, "left") == {"es": 1, "en": 1}
    assert world.total(ReportName.GAPS, lang="es") == {"opened": 1, "left": 1}


def test_a_gap_merged_into_another_is_none_by_itself_any_more(world: World) -> None:
    for visitor, text in zip("ab", TOPICS, strict=False):
        world.ask(visitor, *UNSURE, text=text)
    first, second = gaps(world)
    with world.parts.database.write() as session:
        world.parts.gaps.hands.merge(session, first.id, second.id, "system")
    assert world.total(ReportName.GAPS) == {"opened": 1, "left": 1}


@pytest.mark.parametrize("name", CONTENT_REPORTS)
def test_what_is_told_of_the_content_is_told_of_no_single_agent(world: World, name: ReportName) -> None:
    with pytest.raises(InvalidInput):
        world.report(name, By.AGENT)
