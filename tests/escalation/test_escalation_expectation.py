"""What customers may expect: measured with those who still wait, rounded up, and said in the customer's language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.clocks.expectation import Expectation, Waited, expect, median, rounded
from escalation.clocks.expectation_words import say_expectation
from escalation.clocks.hours import OfficeHours, Span, Weekday, time_zones
from escalation.clocks.words import WORDS
from escalation.clocks.zone_names import zone_name

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # a Saturday
OFFICE = OfficeHours("Europe/Madrid", dict.fromkeys(list(Weekday)[:5], (Span.parse("09:00-17:00"),)))


def waited(*minutes: float, replied: bool = True) -> list[Waited]:
    return [Waited(timedelta(minutes=one), replied) for one in minutes]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_where_everybody_was_replied_to_half_had_their_reply_within_the_median(minutes: list[int]) -> None:
    found = median(waited(*minutes), least=1)
    assert found is not None
    within = [one for one in minutes if timedelta(minutes=one) <= found]
    earlier = [one for one in minutes if timedelta(minutes=one) < found]
    assert len(within) * 2 >= len(minutes) >= len(earlier) * 2


@given(st.lists(st.integers(0, 100), min_size=3, max_size=20), st.lists(st.integers(0, 200), max_size=20))
def test_those_who_still_wait_never_make_the_median_shorter(replied: list[int], waiting: list[int]) -> None:
    alone = median(waited(*replied), least=1)
    together = median([*waited(*replied), *waited(*waiting, replied=False)], least=1)
    assert alone is not None
    assert together is None or together >= alone


def test_when_most_wait_without_a_reply_there_is_no_median() -> None:
    assert median([*waited(1, 2), *waited(50, 60, 70, replied=False)], least=1) is None
    assert median(waited(1, 2, 3), least=4) is None
    assert median([], least=1) is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.2, (1, "minute")),
        (9.1, (10, "minute")),
        (10.5, (15, "minute")),
        (55, (55, "minute")),
        (55.5, (1, "hour")),
        (61, (2, "hour")),
        (23 * 60, (23, "hour")),
        (24 * 60, (1, "day")),
        (25 * 60, (2, "day")),
    ],
)
def test_times_are_rounded_up(minutes: float, said: tuple[int, str]) -> None:
    assert rounded(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("lang", "monday", "later"),
    [
        ("en", "on Monday at 09:00 (Madrid time)", "on 4 January at 09:00 (Madrid time)"),
        ("es", "el lunes a las 09:00 (hora de Madrid)", "el 4 de enero a las 09:00 (hora de Madrid)"),
        ("fr", "lundi à 09:00 (heure de Madrid)", "le 4 janvier à 09:00 (heure de Madrid)"),
        ("zh", "周一09:00（马德里时间）", "1月4日09:00（马德里时间）"),
        ("de", "am Montag um 09:00 Uhr (Zeit in Madrid)", "am 4. Januar um 09:00 Uhr (Zeit in Madrid)"),
        ("it", "lunedì alle 09:00 (ora di Madrid)", "il 4 gennaio alle 09:00 (ora di Madrid)"),
        ("nl", "op maandag om 09:00 uur (tijd in Madrid)", "op 4 januari om 09:00 uur (tijd in Madrid)"),
        ("pt", "na segunda-feira às 09:00 (hora de Madri)", "em 4 de janeiro às 09:00 (hora de Madri)"),
        ("sv", "on Monday at 09:00 (Madrid time)", "on 4 January at 09:00 (Madrid time)"),
    ],
)
def test_the_next_opening_is_named_as_people_name_it(lang: str, monday: str, later: str) -> None:
    assert monday in say_expectation(expect(OFFICE, NOW, None), lang)
    holidays = {NOW.date() + timedelta(days=number): "" for number in range(43)}
    away = OfficeHours(OFFICE.zone, OFFICE.week, holidays)
    assert later in say_expectation(expect(away, NOW, timedelta(minutes=5)), lang)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/London", "London time|hora de Londres|heure de Londres|伦敦时间|Zeit in London|ora di Londra"),
        ("America/New_York", "New York time|hora de Nueva York|heure de New York|纽约时间|Zeit in New York"),
        ("Europe/Athens", "Athens time|hora de Atenas|heure d'Athènes|雅典时间|Zeit in Athen|ora di Atene"),
        ("Africa/Cairo", "Cairo time|hora de El Cairo|heure du Caire|开罗时间|Zeit in Kairo"),
        ("Asia/Kathmandu", "Kathmandu time|hora de Kathmandu|heure de Kathmandu|UTC+5:45|Zeit in Kathmandu"),
        ("Etc/GMT+3", "UTC-3|UTC-3|UTC-3|UTC-3|UTC-3"),
        ("UTC", "UTC|UTC|UTC|UTC|UTC"),
    ],
)
def test_a_time_zone_is_told_by_its_city_or_by_how_far_it_is_from_utc(zone: str, told: str) -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(zone))
    names = [zone_name(zone, words, at) for words in WORDS.values()]
    assert names[: told.count("|") + 1] == told.split("|")


def test_every_city_with_a_name_in_a_language_is_that_of_a_time_zone() -> None:
    last = {zone.rpartition("/")[2] for zone in time_zones()}
    assert {city for words in WORDS.values() for city in words.cities} <= last


@pytest.mark.parametrize("lang", WORDS)
def test_no_sentence_promises_or_leaves_a_gap_open(lang: str) -> None:
    cases = [
        expect(OFFICE, NOW, timedelta(minutes=12)),
        expect(OFFICE, datetime(2026, 11, 23, 15, 55, tzinfo=UTC), timedelta(minutes=12)),
        expect(OFFICE, datetime(2026, 11, 23, 15, 0, tzinfo=UTC), timedelta(minutes=1)),
        expect(OfficeHours(week={}), NOW, None),
    ]
    for case in cases:
        said = say_expectation(case, lang, asks_email=not case.open)
        assert said
        assert not re.search(r"[{}]|guarant|promise|prom[ée]t|保证", said)
    assert say_expectation(Expectation(True), lang) == ""
