"""Days of the office, percentiles, and open time: the pure parts of reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core.clock import parse_timestamp
from core.errors import InvalidInput
from escalation.clocks.hours import OfficeHours
from insights.reports.measures import FEW, FEW_FOR_P90, mean, median, p90, share
from insights.reports.open_time import OpenTime
from insights.reports.periods import DAYS_SHOWN, LONGEST_DAYS, Period, Step, choose

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OFFICE = TypeAdapter(OfficeHours).validate_python(
    {
        "zone": "Europe/Madrid",
        "week": {"mon": ["09:00-13:00", "14:00-18:00"], "fri": ["00:00-24:00"], "sat": ["00:00-02:30"]},
        "holidays": {"2026-10-30": "Closed"},
    }
)
DAYS = st.dates(date(2019, 1, 1), date(2026, 11, 22))
ZONES = st.sampled_from(("UTC", "Europe/Madrid", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"))


def hours_of(period: Period) -> list[float]:
    return [
        (parse_timestamp(bucket.end) - parse_timestamp(bucket.start)).total_seconds() / 3600
        for bucket in period.buckets()
    ]


def test_days_on_which_the_clock_is_changed_are_shorter_and_longer() -> None:
    assert hours_of(Period(date(2026, 3, 28), date(2026, 3, 30), "Europe/Madrid")) == [24, 23, 24]
    assert hours_of(Period(date(2026, 10, 24), date(2026, 10, 26), "Europe/Madrid")) == [24, 25, 24]
    assert hours_of(Period(date(2026, 10, 4), date(2026, 10, 4), "Australia/Lord_Howe")) == [23.5]


@given(DAYS, st.integers(0, LONGEST_DAYS - 1), ZONES)
def test_the_parts_of_a_period_follow_each_other_without_a_gap(last: date, longer: int, zone: str) -> None:
    """By day or by week: from its first midnight to its last, and the days before end where it begins."""
    period = Period(last - timedelta(days=longer), last, zone)
    parts = period.buckets()
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (period.whole.start, period.whole.end)
    assert sum((part.last - part.first).days + 1 for part in parts) == period.days
    assert period.before.whole.end == period.whole.start
    assert period.before.days == period.days
    if period.step is Step.WEEK:
        assert all(part.first.weekday() == 0 for part in parts[1:])


def test_long_periods_are_shown_by_week() -> None:
    last = date(2026, 11, 22)
    assert Period(last - timedelta(days=DAYS_SHOWN - 1), last, "UTC").step is Step.DAY
    assert Period(last - timedelta(days=DAYS_SHOWN), last, "UTC").step is Step.WEEK


def test_a_period_is_four_weeks_up_to_today_in_the_office_unless_said_otherwise() -> None:
    assert choose(None, None, NOON, "UTC") == Period(date(2026, 10, 26), date(2026, 11, 22), "UTC")
    assert choose(None, None, NOON, "Pacific/Kiritimati").last == date(2026, 11, 23)
    assert choose(None, date(2026, 11, 1), NOON, "UTC").first == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "later than"),
        (None, date(2026, 11, 23), "future"),
        (date(1999, 12, 31), date(2000, 1, 1), "earlier than 2000"),
        (date(2024, 11, 1), None, "at most 731"),
    ],
)
def test_a_period_that_cannot_be_is_refused(first: date | None, last: date | None, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        choose(first, last, NOON, "UTC")


def test_medians_and_percentiles_need_enough_cases() -> None:
    assert median([1.0] * (FEW - 1)) is None
    assert median([5, 1, 4, 2, 3]) == 3
    assert p90([1.0] * (FEW_FOR_P90 - 1)) is None
    assert p90(list(range(10, 0, -1))) == 9
    assert p90(list(range(1, 12))) == 10
    assert (mean(8, 4), mean(20, 5)) == (None, 4)
    assert (share(0, 0), share(1, 4)) == (None, 0.25)


@given(st.lists(st.floats(0, 1e6), min_size=FEW_FOR_P90, max_size=60))
def test_nine_of_ten_take_at_most_the_90th_percentile(values: list[float]) -> None:
    """And it is the smallest value of which that is true."""
    found = p90(values)
    assert found is not None
    assert sum(value <= found for value in values) * 10 >= 9 * len(values)
    assert sum(value < found for value in values) * 10 < 9 * len(values)


@settings(max_examples=60)
@given(st.integers(0, 100_000), st.integers(0, 30_000))
def test_open_time_from_the_table_is_that_of_the_office_hours(start: int, longer: int) -> None:
    """Minutes after a moment in September: over the change of the clock, a holiday, nights and breaks."""
    begin = datetime(2026, 9, 15, tzinfo=UTC) + timedelta(minutes=start)
    end = begin + timedelta(minutes=longer)
    expected = OFFICE.between(begin, end).total_seconds()
    assert TABLE.between(begin.timestamp(), end.timestamp()) == pytest.approx(expected)


TABLE = OpenTime(OFFICE, datetime(2026, 9, 15, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def test_an_office_that_never_opens_has_no_open_time_and_one_that_never_closes_only_that() -> None:
    first, last = NOON.timestamp(), NOON.timestamp() + 7_200
    closed = OfficeHours(week={})
    assert OpenTime(closed, NOON, NOON + timedelta(days=3)).between(first, last) == 0
    assert OpenTime(OfficeHours(), NOON, NOON + timedelta(days=3)).between(first, last) == 7_200
