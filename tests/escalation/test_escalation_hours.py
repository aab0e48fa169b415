"""Office hours: what is open, when it opens next, and time that counts only then, also where the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.clocks.holidays import as_text, parse
from escalation.clocks.hours import OfficeHours, Span, Weekday

MADRID = ZoneInfo("Europe/Madrid")
SPLIT = (Span.parse("09:00-14:00"), Span.parse("15:00-18:00"))
WORKING = dict.fromkeys(list(Weekday)[:5], SPLIT)
OFFICE = OfficeHours("Europe/Madrid", WORKING, {date(2026, 12, 25): "Navidad"})
ZONES = ("UTC", "Europe/Madrid", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/Santiago")


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23T09:00", True, "2026-11-23T09:00"),  # a Monday
        ("2026-11-23T08:59:59", False, "2026-11-23T09:00"),
        ("2026-11-23T14:00", False, "2026-11-23T15:00"),
        ("2026-11-23T18:00", False, "2026-11-24T09:00"),
        ("2026-11-21T12:00", False, "2026-11-23T09:00"),  # over the weekend
        ("2026-12-24T18:30", False, "2026-12-28T09:00"),  # over a holiday and the weekend
    ],
)
def test_opens_as_written_in_the_time_zone(moment: str, is_open: bool, opens: str) -> None:
    assert OFFICE.is_open(at(moment)) is is_open
    assert OFFICE.next_opening(at(moment)) == at(opens)


def test_only_open_time_counts() -> None:
    assert OFFICE.add(at("2026-11-20T17:00"), timedelta(hours=2)) == at("2026-11-23T10:00")
    assert OFFICE.between(at("2026-11-20T17:00"), at("2026-11-23T10:00")) == timedelta(hours=2)
    assert OFFICE.closing(at("2026-11-23T10:00")) == at("2026-11-23T14:00")
    assert OFFICE.closing(at("2026-11-23T14:30")) is None


@pytest.mark.parametrize(
    ("day", "spans", "open_hours"),
    [
        (date(2026, 3, 29), "00:00-24:00", 23),  # the clock is put forward
        (date(2026, 10, 25), "00:00-24:00", 25),  # and back
        (date(2026, 3, 29), "01:00-04:00", 2),
        (date(2026, 10, 25), "01:00-04:00", 4),
        (date(2026, 3, 29), "09:00-17:00", 8),
        (date(2026, 10, 25), "02:30-03:30", 2),
        (date(2026, 3, 29), "02:15-02:45", 0.5),  # times that do not exist that day: read as before the change
    ],
)
def test_days_on_which_the_clock_changes_have_the_hours_they_have(day: date, spans: str, open_hours: float) -> None:
    hours = OfficeHours("Europe/Madrid", {Weekday.SUN: (Span.parse(spans),)})
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=MADRID)
    assert hours.between(noon - timedelta(days=1), noon + timedelta(days=1)) == timedelta(hours=open_hours)


def test_spans_that_a_change_of_the_clock_lays_over_one_another_count_once() -> None:
    hours = OfficeHours("Europe/Madrid", {Weekday.SUN: (Span.parse("01:00-02:30"), Span.parse("03:00-05:00"))})
    start = at("2026-03-29T00:00")
    assert hours.between(start, start + timedelta(days=1)) == timedelta(hours=3)


def test_an_office_without_hours_never_opens_and_one_without_limits_never_closes() -> None:
    never, now = OfficeHours(week={}), at("2026-11-23T09:00")
    assert (never.next_opening(now), never.add(now, timedelta(minutes=1)), never.is_open(now)) == (None, None, False)
    always = OfficeHours()
    assert always.is_open(now)
    assert always.closing(now) is None
    assert always.add(now, timedelta(days=3)) == now + timedelta(days=3)


@pytest.mark.parametrize("text", ["9-17", "17:00-09:00", "09:00-09:00", "09:60-10:00", "09:00-24:01", ""])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="span"):
        Span.parse(text)


@pytest.mark.parametrize("bad", [{"zone": "Mars/Olympus"}, {"week": {Weekday.MON: (Span(0, 600), Span(540, 660))}}])
def test_hours_that_make_no_sense_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"time zone|overlap"):
        OfficeHours(**bad)


@st.composite
def offices(draw: st.DrawFn) -> OfficeHours:
    week = {}
    for day in Weekday:
        edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        week[day] = tuple(Span(start * 15, end * 15) for start, end in pairs)
    closed = draw(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5))
    return OfficeHours(draw(st.sampled_from(ZONES)), week, dict.fromkeys(closed, ""))


# Near changes of the clock in every one of the zones, and anywhere else.
CHANGES = [datetime(2026, month, day, 1, tzinfo=UTC) for month, day in ((3, 29), (10, 25), (3, 8), (11, 1), (4, 4))]
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.builds(lambda moment, hours: moment + timedelta(hours=hours), st.sampled_from(CHANGES), st.floats(-30, 30)),
)
LENGTHS = st.integers(0, 4 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(offices(), MOMENTS, LENGTHS, LENGTHS)
def test_adding_open_time_never_goes_back_and_measuring_undoes_it(
    office: OfficeHours, start: datetime, first: timedelta, more: timedelta
) -> None:
    near, far = office.add(start, first), office.add(start, first + more)
    if near is None or far is None:
        assert far is None
        return
    assert start <= near <= far
    assert office.between(start, near) == first
    assert office.between(start, far) == office.between(start, near) + office.between(near, far)


@given(offices(), MOMENTS, LENGTHS)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    office: OfficeHours, start: datetime, later: timedelta
) -> None:
    opening = office.next_opening(start)
    if opening is None:
        assert office.between(start, start + later) == timedelta(0)
        return
    assert office.is_open(opening)
    assert office.between(start, opening) == timedelta(0)
    assert office.is_open(start) is (opening == start)


def test_holidays_are_read_from_lines_and_from_a_calendar_file() -> None:
    lines = "2026-12-25 Christmas\n\n20270101: New Year\n"
    calendar = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christ\r\n mas\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nDTSTART:20270101T000000Z\r\nSUMMARY:New Year\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    wanted = {date(2026, 12, 25): "Christmas", date(2027, 1, 1): "New Year"}
    assert parse(lines) == parse(calendar) == parse(as_text(wanted)) == wanted


@pytest.mark.parametrize("text", ["Christmas", "2026-13-01 x", "2026-02-30"])
def test_a_line_that_is_no_day_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse(f"2026-12-25\n{text}")
