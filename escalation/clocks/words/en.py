"""English."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="A first reply typically takes about {time}.",
    closes_first="Our office may close before that; we are back {when}.",
    closed="Our office is closed now. We are back {when}.",
    closed_for_long="Our office is closed at present.",
    ask_email="If you leave your e-mail address, we can reach you there as well.",
    today="today at {clock} ({zone})",
    weekday="on {day} at {clock} ({zone})",
    date="on {number} {month} at {clock} ({zone})",
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    units={"minute": ("a minute", "{n} minutes"), "hour": ("an hour", "{n} hours"), "day": ("a day", "{n} days")},
    time_of="{} time".format,
)  # fmt: skip
