"""The clocks: started, held and ended by what happens, counted in office hours, chosen by policy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.clocks.hours import OfficeHours, Span, Weekday
from escalation.clocks.sla import Level, Moment, Reading, SlaClock, SlaPolicy, choose, due, level, readings
from escalation.states import TRANSITIONS, Happening, Status

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
ALWAYS = OfficeHours()
OFFICE = OfficeHours(week=dict.fromkeys(list(Weekday)[:5], (Span.parse("09:00-17:00"),)))
POLICY = SlaPolicy("all", first_reply=60, next_reply=30, resolution=240)
H = Happening


def after(*steps: tuple[Happening, float], hours: OfficeHours = ALWAYS) -> dict[SlaClock, Reading]:
    """The clocks after these happenings, each so many minutes after the hand-over."""
    history = [Moment(H.OPENED, START), *(Moment(what, START + timedelta(minutes=at)) for what, at in steps)]
    return dict(readings(history, POLICY, hours, 0.8))


def minutes(reading: Reading) -> float | None:
    return None if reading.due is None else (reading.due - START).total_seconds() / 60


def test_a_hand_over_starts_the_clocks_of_first_reply_and_resolution() -> None:
    clocks = after()
    assert [minutes(clocks[clock]) for clock in SlaClock] == [60, None, 240]
    assert clocks[SlaClock.FIRST_REPLY].near == START + timedelta(minutes=48)


def test_the_first_reply_ends_its_clock_and_the_customers_next_message_starts_the_next() -> None:
    replied = after((H.CLAIMED, 5), (H.REPLIED, 20))
    assert minutes(replied[SlaClock.FIRST_REPLY]) == 60
    assert not replied[SlaClock.FIRST_REPLY].running
    assert minutes(replied[SlaClock.NEXT_REPLY]) is None
    wrote = after((H.CLAIMED, 5), (H.REPLIED, 20), (H.CUSTOMER_WROTE, 100), (H.CUSTOMER_WROTE, 110))
    assert minutes(wrote[SlaClock.NEXT_REPLY]) == 130, "a second message does not put the reply off"
    again = after((H.CLAIMED, 5), (H.REPLIED, 20), (H.CUSTOMER_WROTE, 100), (H.REPLIED, 120))
    assert minutes(again[SlaClock.NEXT_REPLY]) is None


def test_the_clock_of_resolution_stands_still_while_the_customer_is_awaited() -> None:
    waiting = after((H.CLAIMED, 5), (H.REPLIED, 40))
    assert waiting[SlaClock.RESOLUTION] == Reading()
    wrote = after((H.CLAIMED, 5), (H.REPLIED, 40), (H.CUSTOMER_WROTE, 1_000))
    assert minutes(wrote[SlaClock.RESOLUTION]) == 1_200, "40 of 240 minutes were gone"
    settled = after((H.CLAIMED, 5), (H.REPLIED, 40), (H.RESOLVED, 5_000))
    assert minutes(settled[SlaClock.RESOLUTION]) == 5_200, "settled in time, however long the customer took"
    assert level(settled[SlaClock.RESOLUTION], START + timedelta(days=30)) is Level.OK


def test_putting_it_aside_holds_every_clock() -> None:
    aside = after((H.CLAIMED, 10), (H.SNOOZED, 10))
    assert not any(reading.running or reading.due for reading in aside.values())
    woken = after((H.CLAIMED, 10), (H.SNOOZED, 10), (H.WOKEN, 500))
    assert minutes(woken[SlaClock.FIRST_REPLY]) == 550


def test_back_in_the_queue_without_the_customer_waiting_times_no_reply() -> None:
    released = after((H.CLAIMED, 5), (H.REPLIED, 20), (H.RELEASED, 30))
    assert minutes(released[SlaClock.NEXT_REPLY]) is None
    assert minutes(released[SlaClock.RESOLUTION]) == 250


def test_reopening_goes_on_with_the_time_that_was_left() -> None:
    reopened = after((H.CLAIMED, 5), (H.REPLIED, 20), (H.RESOLVED, 20), (H.REOPENED, 600))
    assert minutes(reopened[SlaClock.RESOLUTION]) == 820
    assert minutes(reopened[SlaClock.NEXT_REPLY]) == 630


def test_what_was_missed_stays_missed_at_its_moment() -> None:
    late = after((H.CLAIMED, 5), (H.REPLIED, 70))
    assert minutes(late[SlaClock.FIRST_REPLY]) == 60
    assert level(late[SlaClock.FIRST_REPLY], START + timedelta(minutes=71)) is Level.BREACHED
    paused = after((H.CLAIMED, 5), (H.REPLIED, 300), (H.CUSTOMER_WROTE, 400))
    assert minutes(paused[SlaClock.RESOLUTION]) == 240


def test_levels_follow_the_share_of_open_time_that_is_gone() -> None:
    reading = after()[SlaClock.FIRST_REPLY]
    levels = [level(reading, START + timedelta(minutes=at)) for at in (0, 47.9, 48, 59.9, 60, 600)]
    assert levels == [Level.OK, Level.OK, Level.NEAR, Level.NEAR, Level.BREACHED, Level.BREACHED]


def test_closed_hours_do_not_count() -> None:
    evening = START + timedelta(hours=7, minutes=30)
    clocks = readings([Moment(H.OPENED, evening)], POLICY, OFFICE, 0.8)
    assert clocks[SlaClock.FIRST_REPLY].due == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert due(evening, 60, OFFICE) == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_without_a_target_nothing_is_timed() -> None:
    clocks = readings([Moment(H.OPENED, START)], SlaPolicy("none"), ALWAYS, 0.8)
    assert set(clocks.values()) == {Reading()}


POLICIES = (
    SlaPolicy("gold", first_reply=5, plans=("Enterprise", "Team")),
    SlaPolicy("legal", first_reply=10, topics=("Legal",)),
    SlaPolicy("french", first_reply=20, languages=("fr",)),
    SlaPolicy("urgent", first_reply=15, least_priority=50),
    SlaPolicy("rest", first_reply=60),
)


@pytest.mark.parametrize(
    ("plan", "lang", "topic", "priority", "name"),
    [
        ("enterprise", "fr", "Legal", 90, "gold"),
        ("free", "fr", "Legal", 90, "legal"),
        ("free", "fr", None, 0, "french"),
        ("", "en", None, 50, "urgent"),
        ("", "en", None, 49, "rest"),
    ],
)
def test_the_first_policy_that_is_for_a_case_holds(
    plan: str, lang: str, topic: str | None, priority: int, name: str
) -> None:
    assert choose(POLICIES, plan=plan, lang=lang, topic=topic, priority=priority).name == name


def test_where_no_policy_is_for_a_case_nothing_is_timed() -> None:
    assert choose(POLICIES[:1], plan="", lang="en", topic=None, priority=0).first_reply is None


@st.composite
def lives(draw: st.DrawFn) -> list[Moment]:
    """A way through the table of states, at growing times."""
    status: Status | None = Status.QUEUED
    at, history = START, [Moment(H.OPENED, START)]
    for _ in range(draw(st.integers(0, 12))):
        row = draw(st.sampled_from([row for row in TRANSITIONS if row.source is status] or [None]))
        if row is None:
            break
        at += timedelta(minutes=draw(st.integers(0, 700)))
        status = row.target
        history.append(Moment(row.happening, at))
    return history


@given(lives(), st.sampled_from([ALWAYS, OFFICE]), st.integers(0, 3_000))
def test_in_every_life_clocks_agree_with_their_own_past(history: list[Moment], hours: OfficeHours, later: int) -> None:
    """A running clock is due later than now unless it is breached; what is due never moves to an earlier time."""
    now = history[-1].at + timedelta(minutes=later)
    clocks = readings(history, POLICY, hours, 0.8)
    for clock, reading in clocks.items():
        if reading.running:
            assert reading.due is not None
            assert (level(reading, now) is Level.BREACHED) is (reading.due <= now)
        before = readings(history[:-1], POLICY, hours, 0.8)[clock] if len(history) > 1 else Reading()
        if before.due and reading.due and clock is not SlaClock.NEXT_REPLY:
            assert reading.due >= before.due
        if before.missed and clock is not SlaClock.NEXT_REPLY:
            assert reading.due == before.due
