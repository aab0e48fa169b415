"""Recognises messages that are no mere question: small talk, nonsense, complaints, wishes for a person, probes.

Rules over tables come first, precise rather than greedy; what they leave goes to a small model (`kinds.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from answering.understanding.folding import HAN, fold, spaced
from answering.understanding.gibberish import is_gibberish
from answering.understanding.hints import hints_of, plain_hints
from answering.understanding.kinds import SMALL_TALK, Floats, shipped
from answering.understanding.rules import de, en, es, fr, it, nl, pt, zh
from core.language import foreign_language


class Intent(StrEnum):
    """What a message wants."""

    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    CHAT = "chat"
    """Small talk about anything else: jokes, the weather, compliments."""
    GIBBERISH = "gibberish"
    COMPLAINT = "complaint"
    """Displeasure without a question."""
    ACCOUNT_ACTION = "account_action"
    """Somebody has to look at this customer's own account, order or invoice."""
    WANTS_PERSON = "wants_person"
    INSTRUCTION_PROBE = "instruction_probe"


__all__ = [
    "LOOKED_UP",
    "Intent",
    "affirms",
    "by_model",
    "by_rule",
    "fold",
    "has_no_cues",
    "is_courtesy",
    "is_probe",
    "spaced",
]

LOOKED_UP = frozenset({Intent.QUESTION, Intent.COMPLAINT, Intent.ACCOUNT_ACTION})
"""Intents that the content may serve."""
_RULES = (en, es, fr, zh, de, it, nl, pt)
_WITH_CUES = ("en", "es", "fr", "zh")
"""Languages that have probes and cues as well; in others the model judges by meaning."""
# What a message is when it holds several kinds: "hi, who are you" asks who.
_SMALL_TALK_ORDER = (
    Intent.WHO_ARE_YOU,
    Intent.HOW_ARE_YOU,
    Intent.CHAT,
    Intent.GOODBYE,
    Intent.THANKS,
    Intent.GREETING,
)
_COURTESIES = frozenset((Intent.HOW_ARE_YOU, Intent.GOODBYE, Intent.THANKS, Intent.GREETING))
_SMALL_TALK_CUES = {
    "who_are": Intent.WHO_ARE_YOU,
    "how_are": Intent.HOW_ARE_YOU,
    "chat": Intent.CHAT,
    "bye": Intent.GOODBYE,
    "thanks": Intent.THANKS,
    "greet": Intent.GREETING,
}
_PERSON_WORDS = tuple(sorted({word for rules in _RULES for word in rules.PERSON_WORDS.split()}))

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|«[^»]+»|「[^」]+」|『[^』]+』|(?<!\w)'[^']+'(?!\w)|‘[^’]+’")
_CLAUSE = re.compile(
    r"[.!?;:,…\n。！？；，、()]+|\s[-–—]\s|\b(?:and|so|but|because|y|pero|porque|et|mais|car)\b|但是|所以|因为"
)
_LONGEST_SMALL_TALK = 120
_LONGEST_CLAUSE = 120
_LONGEST_END = 8
"""Words of greetings and fillers that are taken off the end of a clause."""


def by_rule(text: str) -> Intent:
    """What the rules alone say; QUESTION unless one covers the message."""
    folded = fold(text)
    outside = fold(_QUOTED.sub(" ", text))
    if is_probe(spaced(outside) or spaced(folded)):
        return Intent.INSTRUCTION_PROBE
    small_talk = _small_talk(folded)
    if small_talk:
        return Intent.CHAT if small_talk is Intent.GIBBERISH and _says_yes_or_no(spaced(folded)) else small_talk
    if any(_asks_for_person(clause) for clause in _clauses(outside)):
        return Intent.WANTS_PERSON
    return Intent.GIBBERISH if is_gibberish(folded) else Intent.QUESTION


def by_model(text: str, vector: Floats | None = None, embedder: str | None = None) -> Intent:
    """What the model makes of a message that no rule covers; QUESTION when in doubt.

    `vector`: the embedding of `text` as a question by `embedder`, if there is one; the model then sees more, and
    languages that have neither rules nor cues too.
    """
    model, hints = shipped(), hints_of(text)
    if vector is not None and embedder == model.embedder and has_no_cues(text):
        kind = model.meaning.kind_of(plain_hints(text), vector)
        return Intent.CHAT if kind == SMALL_TALK else Intent(kind)
    kind = model.kind_of(hints, vector if embedder == model.embedder else None)
    return _kind_of_small_talk(hints) if kind == SMALL_TALK else Intent(kind)


def has_no_cues(text: str) -> bool:
    """Whether a message is clearly in a language that has neither rules nor cues."""
    return foreign_language(text, _WITH_CUES) is not None


def _kind_of_small_talk(hints: Iterable[str]) -> Intent:
    held = set(hints)
    return next((intent for cue, intent in _SMALL_TALK_CUES.items() if cue in held), Intent.CHAT)


def is_probe(words: str) -> bool:
    """Whether folded and spaced words try to change or to learn what a model was told."""
    in_letters, in_chinese = _probes()
    return bool(in_letters.search(words) or (_HAN_CHARACTER.search(words) and in_chinese.search(words)))


def is_courtesy(text: str) -> bool:
    """Whether the message is nothing but a greeting, thanks or a goodbye."""
    return _small_talk(fold(text)) in _COURTESIES


def is_thanks(text: str) -> bool:
    """Whether the message is nothing but thanks."""
    return _small_talk(fold(text)) is Intent.THANKS


def affirms(text: str) -> bool:
    """Whether the message is nothing but a yes, with thanks or a please at most."""
    words = spaced(fold(text))
    return _begins(words, (rules.YES for rules in _RULES)) and not _all_small_talk().sub(" ", words).strip()


def _says_yes_or_no(words: str) -> bool:
    """Whether fillers are an answer to something, such as "ok", and no hemming."""
    return _begins(words, (answer for rules in _RULES for answer in (rules.YES, rules.NO)))


def _begins(words: str, patterns: Iterable[str]) -> bool:
    return any(re.match(rf"(?:{pattern})(?![a-z])", words) for pattern in patterns)


def _clauses(text: str) -> Iterable[str]:
    whole = spaced(text)
    yield whole
    for clause in _CLAUSE.split(text):
        words = spaced(clause)
        if words and words != whole:
            yield words


def _asks_for_person(clause: str) -> bool:
    if not clause or len(clause) > _LONGEST_CLAUSE:
        return False
    bare = _strip_fillers(clause)
    if not bare:
        return False
    pattern = _any_person_request()
    if pattern.fullmatch(clause) or (bare != clause and pattern.fullmatch(bare)):
        return True
    mended = _mend(bare)
    return mended != bare and pattern.fullmatch(mended) is not None


def _strip_fillers(clause: str) -> str:
    """Without greetings and fillers at either end."""
    leading, trailing = _edges()
    stripped = leading.sub("", clause)
    if _HAN_CHARACTER.search(stripped):
        return trailing.sub("", stripped).strip()
    # Looking at the last words only is ten times as fast as looking for an end from every place.
    words = stripped.split()
    ends = range(max(len(words) - _LONGEST_END, 0), len(words))
    end = next((place for place in ends if trailing.fullmatch(" ".join(words[place:]))), len(words))
    return " ".join(words[:end])


def _small_talk(folded: str) -> Intent | None:
    text = spaced(folded)
    if not text or len(text) > _LONGEST_SMALL_TALK:
        return None
    found: set[str] = set()
    pattern, place = _all_small_talk(), 0
    while place < len(text):
        # The first word that is no small talk ends it: most questions are done with at once.
        match = pattern.match(text, place)
        if match is None or match.end() == place:
            return None
        found.add(match.lastgroup or "")
        place = match.end() + (text[match.end() : match.end() + 1] == " ")
    return next((intent for intent in _SMALL_TALK_ORDER if intent in found), Intent.GIBBERISH)


def _mend(clause: str) -> str:
    """Misspelt key words put right, in clauses long enough to show that they are meant."""
    words = clause.split()
    if len(words) < 3:
        return clause
    return " ".join(word if word in _PERSON_WORDS else _nearest(word) or word for word in words)


@lru_cache(maxsize=4_096)
def _nearest(word: str) -> str | None:
    if len(word) < 5 or not word.isalpha():
        return None
    return next((known for known in _PERSON_WORDS if known[0] == word[0] and _one_slip(word, known)), None)


def _one_slip(word: str, known: str) -> bool:
    """Whether one inserted, dropped, changed or swapped letter separates the two."""
    if abs(len(word) - len(known)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[first:], known[first:]
    swapped = len(rest) > 1 and len(other) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def _probes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """For languages in letters, tried at the beginnings of words only, and for Chinese."""
    letters = _any_of(pattern for rules in (en, es, fr) for pattern in rules.PROBES)
    return re.compile(rf"\b(?:{letters})"), re.compile(_any_of(zh.PROBES))


@cache
def _any_person_request() -> re.Pattern[str]:
    return re.compile(_any_of(pattern for rules in _RULES for pattern in rules.PERSON_REQUESTS))


def _bounded(patterns: Iterable[str]) -> str:
    """An alternation that begins and ends at word borders; Chinese has none, so its characters count as borders."""
    return rf"(?:(?<![^\W{HAN}])|(?<=[{HAN}]))(?:{_any_of(patterns)})(?:(?![^\W{HAN}])|(?=[{HAN}]))"


def _phrases(intent: Intent) -> list[str]:
    return [pattern for rules in _RULES for pattern in rules.SMALL_TALK[intent.value]]


@cache
def _all_small_talk() -> re.Pattern[str]:
    groups = [f"(?P<{intent.value}>{_bounded(_phrases(intent))})" for intent in _SMALL_TALK_ORDER]
    return re.compile("|".join([*groups, f"(?P<filler>{_bounded(_fillers())})"]))


def _fillers() -> list[str]:
    return [pattern for rules in _RULES for pattern in rules.FILLERS]


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    edge = _bounded([*_phrases(Intent.GREETING), *_fillers()])
    return re.compile(rf"^(?:{edge}\s*)+"), re.compile(rf"(?:\s*{edge})+$")
