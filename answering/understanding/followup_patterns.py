"""The patterns of following up, and how they are laid over a message as it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from answering.understanding.intents import spaced
from answering.understanding.topics import RULES

PUNCTUATION = re.compile(r"[,;:.!?¿¡，；：。！？、()—]+|\s[-–]\s")
MARKS = " ,，、.。!！?？¿¡;；:：…-–'’"
"""What may be left around a part of a message once something before it is taken off."""


def clauses(text: str, rules: Patterns) -> list[str]:
    """The clauses of a message: what is between marks, and between words that join."""
    joined = (rules.joins.sub("\n", piece) for piece in PUNCTUATION.split(text))
    return [part.strip() for piece in joined for part in piece.split("\n") if part.strip()]


def parted(pattern: re.Pattern[str], text: str) -> tuple[str, bool, str]:
    """What is before and after a word in `text`, and whether it is there at all."""
    found = pattern.search(alike(text))
    return (text[: found.start()], True, text[found.end() :]) if found else (text, False, "")


def opening_length(pattern: re.Pattern[str], segment: str) -> int:
    """How many characters of `segment` an opening takes; 0 when it does not open so."""
    skipped = len(segment) - len(segment.lstrip())
    found = pattern.match(alike(segment[skipped:]))
    return skipped + found.end() if found else 0


def after(pattern: re.Pattern[str], text: str) -> str:
    """`text` without an opening, spelling and punctuation of the rest kept; all of it when it is nothing else."""
    stripped = text.strip().lstrip("¿¡ ")
    found = pattern.match(alike(stripped.rstrip("?？!！.。 ")))
    rest = stripped[found.end() :].lstrip(MARKS) if found else stripped
    return rest or stripped


def alike(text: str) -> str:
    """`text` in lower case with every mark a space, letter for letter: what is found in it is found in `text`."""
    lowered = text.lower()
    folded = lowered if len(lowered) == len(text) else text
    return re.sub(r"[^\w\s]|_", " ", folded)


def plain_words(text: str) -> str:
    """Words in lower case without punctuation; accents stay, because they tell "où" from "ou"."""
    return spaced(text.casefold().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one language, named as in its module of `followup_rules`."""

    lead: re.Pattern[str]
    continues: re.Pattern[str]
    corrects: re.Pattern[str]
    rejects: re.Pattern[str]
    turns: re.Pattern[str]
    points_back: re.Pattern[str]
    points_nowhere: re.Pattern[str]
    elliptic: re.Pattern[str]
    asks: re.Pattern[str]
    task: re.Pattern[str]
    defines: re.Pattern[str]
    complete: re.Pattern[str]
    joins: re.Pattern[str]
    removal: re.Pattern[str]
    also_asks: re.Pattern[str]

    @property
    def stand_alone(self) -> tuple[re.Pattern[str], ...]:
        """What makes a message stand alone however little it names."""
        return self.defines, self.complete, self.points_nowhere


_OPENINGS = ("lead", "continues", "corrects", "rejects", "turns", "also_asks")


@cache
def patterns(lang: str) -> Patterns | None:
    """The patterns of a language; None where there are none."""
    found = RULES.get(lang)
    if found is None:
        return None
    openings = {name: _widened(getattr(found, name.upper())) for name in _OPENINGS}
    others = {name: getattr(found, name.upper()) for name in Patterns.__slots__ if name not in _OPENINGS}
    return Patterns(**{name: re.compile(pattern) for name, pattern in {**openings, **others}.items()})


def _widened(pattern: str) -> str:
    """A pattern over plain words made to fit where marks have left several spaces."""
    return re.sub(r" (?![?*+])", " +", pattern).replace(" ?", " *")
