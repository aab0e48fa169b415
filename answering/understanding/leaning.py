"""Whether a message leans on what was said before it, and what of it says something new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from answering.understanding.folding import HAN
from answering.understanding.followup_patterns import (
    MARKS,
    PUNCTUATION,
    Patterns,
    after,
    clauses,
    opening_length,
    parted,
    patterns,
    plain_words,
)
from answering.understanding.topics import RULES, Word, content, phrase_opened_by, weight, with_verb
from core.language import primary
from retrieval.stopwords import stopwords

MOST_CONTINUED = 6
"""A message that opens with "and" and has more content words than this stands alone."""
MOST_ASKED_WHOLE = 3
"""The same for one that goes on as a whole question of its own ("and how do I print on both sides?")."""
MOST_POINTING = 4
MOST_POINTING_AT_ONCE = 6
"""A message with more content words than this stands alone, whatever pronouns it has, or opens with."""
MOST_BEFORE = 1
MOST_BEFORE_IN_QUESTION = 2
"""A pronoun after more content words than this in its own clause stands for one of them."""
MOST_ELLIPTIC = 3
MOST_WORDS_OF_LITTLE = 5
"""A message of up to so many words that names a single thing, and not in search-box style, is part of a talk."""
_CAPITAL = re.compile(r"(?<=[^\W\d_] )[A-ZÀ-Ý][^\W\d_]{2,}")
_HAN = re.compile(f"[{HAN}]")


class Leaning(StrEnum):
    """How a message leans on those before it."""

    NONE = "none"
    """It stands alone."""
    CONTINUES = "continues"
    """It carries on with, points back to or leaves out what was named before."""
    CORRECTS = "corrects"
    """It says what was meant in place of something named before."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart."""

    leaning: Leaning
    rest: str
    """What is asked or told, without "thanks, and what about"."""
    words: tuple[Word, ...]
    """Its content words."""
    rejected: tuple[Word, ...] = ()
    """What a correction says was not meant."""
    phrase: int | None = None
    """The kind of phrase a bare phrase such as "on Android?" is."""


def take_apart(text: str, lang: str) -> Message:
    """How `text` leans, and its parts; without rules for `lang` only what names next to nothing leans."""
    code = primary(lang)
    rules = patterns(code)
    body = text.strip() if rules is None else after(rules.lead, text)
    if rules is None:
        words = content(body, code)
        leaning = Leaning.CONTINUES if stopwords(code) and _names_little(body, words, None) else Leaning.NONE
        return Message(leaning, text.strip(), words)
    correction = _correction(body, text, rules, code)
    if correction:
        return correction
    rest = after(rules.continues, body)
    words = content(rest, code)
    if not _leans(body, rest, words, rules, code):
        return Message(Leaning.NONE, text.strip(), _in_order(body, rules, code))
    return Message(Leaning.CONTINUES, rest, _in_order(rest, rules, code), phrase=_bare_phrase(rest, rules, code))


def _in_order(text: str, rules: Patterns, lang: str) -> tuple[Word, ...]:
    """The content words of `text`, with the verb of a task marked; "when I no longer need it" gets one."""
    plain, words = plain_words(text), content(text, lang)
    if rules.removal.search(plain):
        return with_verb(content(RULES[lang].REMOVE, lang)) + words
    return with_verb(words) if rules.task.match(f"{plain} ") else words


def _leans(body: str, rest: str, words: tuple[Word, ...], rules: Patterns, lang: str) -> bool:
    named, plain = weight(words), plain_words(rest)
    if _points_back(rest, named, rules, lang):
        return True
    if rest != body:
        return named <= (MOST_ASKED_WHOLE - 1 if rules.task.match(f"{plain} ") else MOST_CONTINUED)
    if rules.elliptic.search(plain) and named <= MOST_ELLIPTIC:
        return True
    if _bare_phrase(rest, rules, lang) is not None and named <= MOST_ELLIPTIC:
        return True
    return _names_little(rest, words, rules)


def _points_back(text: str, named: int, rules: Patterns, lang: str) -> bool:
    """Whether a word stands for something that no earlier clause of the same message names."""
    limit = MOST_BEFORE_IN_QUESTION if text.rstrip().endswith(("?", "？")) else MOST_BEFORE
    for clause in clauses(text, rules):
        plain = rules.points_nowhere.sub(" ", plain_words(clause))
        pointing = rules.points_back.search(plain)
        if pointing:
            before = plain[: pointing.start()]
            if any(name.casefold() in before for name in _CAPITAL.findall(clause)):
                return False
            count = weight(content(before, lang))
            return count <= limit and named <= (MOST_POINTING if count else MOST_POINTING_AT_ONCE)
        if _names_something(clause, rules, lang):
            return False
    return False


def _names_something(clause: str, rules: Patterns, lang: str) -> bool:
    """Whether a clause names a thing that a later pronoun may stand for; the verb of a task is none."""
    verbs = 1 if rules.task.match(f"{plain_words(clause)} ") else 0
    return weight(content(clause, lang)) > verbs


def _names_little(text: str, words: tuple[Word, ...], rules: Patterns | None) -> bool:
    """Whether a message is part of a talk rather than a search: it has function words, and names one thing at most."""
    plain = plain_words(text)
    length = len(plain.split()) + len(_HAN.findall(plain)) // 2
    named = weight(words)
    if named == 0:
        return bool(plain)
    if rules and (_CAPITAL.search(text) or any(alone.search(plain) for alone in rules.stand_alone)):
        return False
    asks = text.rstrip().endswith(("?", "？"))
    return named == 1 and length <= MOST_WORDS_OF_LITTLE and (asks or length > 1 + (rules is None))


def _bare_phrase(text: str, rules: Patterns, lang: str) -> int | None:
    """The kind of prepositional phrase that `text` is, when it is nothing else."""
    plain = plain_words(text)
    return None if rules.asks.search(plain) else phrase_opened_by(plain.partition(" ")[0], lang)


def _correction(body: str, text: str, rules: Patterns, lang: str) -> Message | None:
    """A correction taken apart into what was meant and what was not; None for any other message."""
    right, rejected, corrects = [], [], False
    for segment in PUNCTUATION.split(body):
        opening = opening_length(rules.rejects, segment)
        meant = opening_length(rules.corrects, segment) if not opening else None
        if opening:
            wrong, turn, instead = parted(rules.turns, segment[opening:])
            rejected.append(wrong)
            corrects = True
            segment = instead if turn else ""
        elif meant:
            corrects, segment = True, segment[meant:]
        right.append(segment.strip(MARKS))
    if not corrects:
        return None
    rest = " ".join(part for part in right if content(part, lang))
    words = content(rest, lang)
    if not words or weight(words) > MOST_CONTINUED or (rejected and not _is_short(text)):
        return None
    wrongs = content(" ".join(rejected), lang)
    return Message(Leaning.CORRECTS, rest, words, wrongs, _bare_phrase(rest, rules, lang))


def _is_short(text: str) -> bool:
    """Whether a message with a "not" in it is short enough to be no more than a correction."""
    plain = plain_words(text)
    return len(plain.split()) + len(_HAN.findall(plain)) // 2 <= 2 * MOST_WORDS_OF_LITTLE
