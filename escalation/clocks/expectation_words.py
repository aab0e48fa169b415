"""What a customer may expect, in words."""

from __future__ import annotations

from datetime import datetime

from escalation.clocks.expectation import Expectation, rounded
from escalation.clocks.words import ExpectationWords, expectation_words
from escalation.clocks.zone_names import zone_name


def say_expectation(known: Expectation, lang: str, *, asks_email: bool = False) -> str:
    """What the customer is told; empty when the office is always open and nothing was measured."""
    words = expectation_words(lang)
    parts = [_office(known, words)] if not known.open else []
    if known.open and known.typical is not None:
        parts.append(words.typical.format(time=_time(known, words)))
        if known.closes_first and known.opens_at is not None:
            parts.append(words.closes_first.format(when=_when(known.opens_at, known, words)))
    if asks_email:
        parts.append(words.ask_email)
    return words.joint.join(parts)


def _when(at: datetime, known: Expectation, words: ExpectationWords) -> str:
    """When the office opens next, such as `on Monday at 09:00 (Madrid time)`."""
    shape = words.today if known.today else words.weekday if known.soon else words.date
    return shape.format(
        clock=f"{at:%H:%M}",
        zone=zone_name(known.zone, words, at),
        day=words.days[at.weekday()],
        number=at.day,
        month=words.months[at.month - 1],
    )


def _office(known: Expectation, words: ExpectationWords) -> str:
    if known.opens_at is None:
        return words.closed_for_long
    return words.closed.format(when=_when(known.opens_at, known, words))


def _time(known: Expectation, words: ExpectationWords) -> str:
    assert known.typical is not None  # noqa: S101 - the caller has looked
    number, unit = rounded(known.typical)
    one, many = words.units[unit]
    return one if number == 1 else many.format(n=number)
