"""Reads replies to our own clarifying question: which of the choices, several, none of them, or something new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from answering.clarifying.naming import RULES, is_like, named, tokens
from answering.understanding.folding import HAN, fold, spaced
from answering.understanding.followup import self_contained
from answering.understanding.followup_patterns import PUNCTUATION
from core.model import Author, Turn
from retrieval.stopwords import stopwords

MOST_BESIDE = 2
"""Words a reply may hold beside the choice; two characters of Chinese make one."""
LONGEST_REPLY = 200
"""Characters; what is longer is no reply to choices."""
MOST_ORDINALS = 5
LAST = -1
"""Stands for the last of the choices."""
_LEAST_BEGUN = 3
"""Letters from which the beginning of a word stands for it."""
_FITS = 0.6
"""Share of a reply's words that one choice must hold."""
_HAN_RUN = re.compile(rf"[{HAN}]+")


class Choosing(StrEnum):
    """What a reply does."""

    CHOSEN = "chosen"
    """It takes one or several of the choices."""
    ALL = "all"
    """It takes all of them, or leaves it open."""
    NONE = "none"
    """It takes none of them."""
    NEW = "new"
    """It is no reply to the choices."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a clarifying question."""

    choosing: Choosing
    chosen: tuple[str, ...] = ()
    """The choices taken, as they were offered."""
    left: tuple[str, ...] = ()
    """Those that were not."""
    question: str = ""
    """The question that was asked back about, with what was chosen; "" when the reply is none."""


def read_reply(text: str, history: Sequence[Turn]) -> Reply:
    """What `text` says to the question that we asked back last, if we did; `history` as `resolved` gives it or not."""
    turns = resolved(history)
    offered = turns[-1].choices if turns and turns[-1].author is Author.ASSISTANT else ()
    asked = next((turn.text for turn in reversed(turns) if turn.author is Author.VISITOR), "")
    return read_choice(text, offered, asked) if offered and asked else Reply(Choosing.NEW)


def resolved(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """`history` with each reply to a clarifying question put as the question that it makes of the one before."""
    turns: list[Turn] = []
    for turn in history:
        if turn.author is Author.VISITOR and turns and turns[-1].choices:
            asked = next((one.text for one in reversed(turns) if one.author is Author.VISITOR), "")
            reply = read_choice(turn.text, turns[-1].choices, asked)
            turns.append(Turn(turn.author, reply.question or turn.text))
        else:
            turns.append(turn)
    return tuple(turns)


def standalone(text: str, history: Sequence[Turn], lang: str, reply: Reply) -> str:
    """`text` made self-contained: for a reply, the question that it replies about, with what it chose."""
    turns = resolved(history)
    if not reply.question:
        return self_contained(text, turns, lang)
    place = max(place for place, turn in enumerate(turns) if turn.author is Author.VISITOR)
    return " ".join((self_contained(turns[place].text, turns[:place], lang), *reply.chosen))


def read_choice(text: str, offered: Sequence[str], asked: str = "") -> Reply:
    """What `text` says to the choices `offered` for the question `asked`."""
    choosing, chosen = _read(text, offered)
    if choosing in (Choosing.NONE, Choosing.NEW):
        return Reply(choosing, left=tuple(offered) if choosing is Choosing.NONE else ())
    question = " ".join((asked.strip(), *chosen)).strip()
    return Reply(choosing, chosen, tuple(choice for choice in offered if choice not in chosen), question)


def _read(text: str, offered: Sequence[str]) -> tuple[Choosing, tuple[str, ...]]:
    if len(text) > LONGEST_REPLY:
        return Choosing.NEW, ()
    plain = spaced(fold(text))
    same = tuple(choice for choice in offered if spaced(fold(choice)) == plain)
    if same:
        return Choosing.CHOSEN, same[:1]
    by_words = _by_words(text, offered)
    if by_words:
        return (Choosing.ALL if len(by_words) == len(offered) else Choosing.CHOSEN), by_words
    for choosing in (Choosing.NONE, Choosing.ALL):
        if _is_but_for_fillers(plain, _replies(choosing)):
            return choosing, ()
    place = _place(plain, len(offered))
    return (Choosing.CHOSEN, (offered[place],)) if place is not None else (Choosing.NEW, ())


def _by_words(text: str, offered: Sequence[str]) -> tuple[str, ...]:
    """The choices that a reply names by their names or by words that only they have."""
    words = _telling(text)
    names = tuple(choice for choice in offered if choice in named(offered, text, loosely=True))
    if names:
        beside = [word for word in words if not any(_held(word, choice) for choice in names)]
        limit = 1 if _is_question(text) else MOST_BESIDE
        return _less_rejected(text, names, offered) if _weight(beside) <= limit else ()
    shares = {choice: sum(_held(word, choice) for word in words) / len(words) for choice in offered} if words else {}
    best = max(shares.values(), default=0.0)
    fitting = [choice for choice, share in shares.items() if share == best]
    return (fitting[0],) if best >= _FITS and len(fitting) == 1 else ()


def _less_rejected(text: str, names: Sequence[str], offered: Sequence[str]) -> tuple[str, ...]:
    """`names` less those with a "not" before them; what else was offered when all of them have one."""
    parts = [spaced(fold(part)) for part in PUNCTUATION.split(text)]
    rejected = {name for name in names if any(_refusal(tokens(name)[0]).search(part) for part in parts)}
    return tuple(name for name in names if name not in rejected) or tuple(set(offered) - rejected)


@lru_cache(maxsize=1_024)
def _refusal(word: str) -> re.Pattern[str]:
    refusals = "|".join(rules.NOT for rules in RULES.values())
    return re.compile(rf"(?:{refusals})(?: \w+){{0,2}} ?{re.escape(word)}")


def _telling(text: str) -> list[str]:
    """The words of a reply that are neither function words nor fillers."""
    idle = frozenset[str]().union(*(stopwords(lang) for lang in RULES))
    words = []
    for token in tokens(text):
        kept = _fillers()[1].sub("", token) if _HAN_RUN.fullmatch(token) else token
        if kept and kept not in idle and not _fillers()[0].fullmatch(kept):
            words.append(kept)
    return words


def _held(word: str, choice: str) -> bool:
    own = tokens(choice)
    if _HAN_RUN.fullmatch(word):
        return any(word in other or (_HAN_RUN.fullmatch(other) and other in word) for other in own)
    return any(is_like(word, other) or _begins(other, word) or _begins(word, other) for other in own)


def _begins(word: str, beginning: str) -> bool:
    return len(beginning) >= _LEAST_BEGUN and word.startswith(beginning)


def _weight(words: Sequence[str]) -> int:
    han = sum(len(word) for word in words if _HAN_RUN.fullmatch(word))
    return sum(1 for word in words if not _HAN_RUN.fullmatch(word)) + (han + 1) // 2


def _is_question(text: str) -> bool:
    return _questions().search(spaced(fold(text))) is not None


def _place(plain: str, count: int) -> int | None:
    """Which of `count` choices an ordinal or a number means, from 0."""
    if _is_but_for_fillers(plain, _ordinals(LAST)):
        return count - 1
    places = range(min(count, MOST_ORDINALS))
    return next((place for place in places if _is_but_for_fillers(plain, _ordinals(place))), None)


def _is_but_for_fillers(plain: str, core: re.Pattern[str]) -> bool:
    """Whether `plain` is what `core` finds in it, and fillers."""
    filler = _fillers_only()
    return any(
        filler.fullmatch(plain[: found.start()]) and filler.fullmatch(plain[found.end() :])
        for found in core.finditer(plain)
    )


def _bounded(patterns: Sequence[str]) -> str:
    """An alternation of whole words; characters of Chinese count as such."""
    return rf"(?<![^\W{HAN}])(?:{'|'.join(patterns)})(?![^\W{HAN}])"


@cache
def _replies(choosing: Choosing) -> re.Pattern[str]:
    return re.compile(_bounded([rules.NONE if choosing is Choosing.NONE else rules.ALL for rules in RULES.values()]))


@cache
def _ordinals(place: int) -> re.Pattern[str]:
    if place == LAST:
        return re.compile(_bounded([rules.LAST for rules in RULES.values()]))
    return re.compile(_bounded([*(rules.ORDINALS[place] for rules in RULES.values()), str(place + 1)]))


@cache
def _fillers_only() -> re.Pattern[str]:
    """Nothing but fillers; without going back, because customers may write anything."""
    filler = _bounded([rules.FILLER for rules in RULES.values()])
    return re.compile(rf" ?(?:{filler} ?)*+")


@cache
def _fillers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that choose nothing: whole ones, and what to cut out of a run of Chinese."""
    letters = "|".join(rules.FILLER for lang, rules in RULES.items() if lang != "zh")
    return re.compile(letters), re.compile(RULES["zh"].FILLER)


@cache
def _questions() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rules.QUESTION})" for rules in RULES.values()))
