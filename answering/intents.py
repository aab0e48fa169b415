"""Recognises messages that are no question about the content: small talk, nonsense, a wish for a person, probes.

Rules over tables, precise rather than greedy: what is not clearly one of these is a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from answering.gibberish import is_gibberish
from answering.rules import en, es, fr, zh


class Intent(StrEnum):
    """What a message wants."""

    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    GIBBERISH = "gibberish"
    WANTS_PERSON = "wants_person"
    INSTRUCTION_PROBE = "instruction_probe"


_RULES = (en, es, fr, zh)
# What a message is when it holds several kinds: "hi, who are you" asks who.
_SMALL_TALK_ORDER = (Intent.WHO_ARE_YOU, Intent.HOW_ARE_YOU, Intent.GOODBYE, Intent.THANKS, Intent.GREETING)
_PERSON_WORDS = tuple(sorted({word for rules in _RULES for word in rules.PERSON_WORDS.split()}))

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|«[^»]+»|「[^」]+」|『[^』]+』|(?<!\w)'[^']+'(?!\w)|‘[^’]+’")
_CLAUSE = re.compile(
    r"[.!?;:,…\n。！？；，、()]+|\s[-–—]\s|\b(?:and|so|but|because|y|pero|porque|et|mais|car)\b|但是|所以|因为"
)
_LONGEST_SMALL_TALK = 120
_LONGEST_CLAUSE = 120


def classify(text: str) -> Intent:
    """The intent of one message in any of the four languages; QUESTION unless a rule covers it."""
    folded = fold(text)
    outside = fold(_QUOTED.sub(" ", text))
    if _is_probe(spaced(outside) or spaced(folded)):
        return Intent.INSTRUCTION_PROBE
    small_talk = _small_talk(folded)
    if small_talk:
        return small_talk
    if any(_asks_for_person(clause) for clause in _clauses(outside)):
        return Intent.WANTS_PERSON
    return Intent.GIBBERISH if is_gibberish(folded) else Intent.QUESTION


def _is_probe(words: str) -> bool:
    in_letters, in_chinese = _probes()
    return bool(in_letters.search(words) or (_HAN_CHARACTER.search(words) and in_chinese.search(words)))


def affirms(text: str) -> bool:
    """Whether the message is nothing but a yes, with thanks or a please at most."""
    words = spaced(fold(text))
    starts = any(re.match(rf"(?:{rules.YES})(?![a-z])", words) for rules in _RULES)
    return starts and not _all_small_talk().sub(" ", words).strip()


def fold(text: str) -> str:
    """`text` in lower case, full-width forms narrowed, accents dropped and letters repeated for stress reduced."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"([a-z])\1{2,}", r"\1", unicodedata.normalize("NFC", plain)) if _stressed(plain) else plain


def _stressed(text: str) -> bool:
    """Whether repeated letters are stress ("helloooo") rather than all there is ("aaaaaa")."""
    return len(set(re.findall(r"[a-z]", text))) > 2 or text.startswith("hi")


def spaced(text: str) -> str:
    """Words of folded `text` with one space between, punctuation dropped, Chinese set apart from Latin letters."""
    apart = re.sub(rf"(?<=[{_HAN}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{_HAN}])", " ", text)
    kept = re.sub(r"[^\w\s👍🙏❤♥😊🙂😀😃😄😍🥰👏💯🤝✅🎉😁👋]|_", " ", apart)
    joined = re.sub(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])", "", kept)
    return " ".join(joined.split())


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
    if pattern.fullmatch(clause) or pattern.fullmatch(bare):
        return True
    mended = _mend(bare)
    return mended != bare and pattern.fullmatch(mended) is not None


def _strip_fillers(clause: str) -> str:
    """Without greetings and fillers at either end."""
    edge = _edges()
    stripped = edge[0].sub("", clause)
    return edge[1].sub("", stripped).strip()


def _small_talk(folded: str) -> Intent | None:
    text = spaced(folded)
    if not text or len(text) > _LONGEST_SMALL_TALK:
        return None
    found: set[str] = set()

    def note(match: re.Match[str]) -> str:
        found.add(match.lastgroup or "")
        return " "

    rest = _all_small_talk().sub(note, text)
    if rest.strip():
        return None
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
    letters = _any_of(pattern for rules in _RULES if rules is not zh for pattern in rules.PROBES)
    return re.compile(rf"\b(?:{letters})"), re.compile(_any_of(zh.PROBES))


@cache
def _any_person_request() -> re.Pattern[str]:
    return re.compile(_any_of(pattern for rules in _RULES for pattern in rules.PERSON_REQUESTS))


def _bounded(patterns: Iterable[str]) -> str:
    """An alternation that begins and ends at word borders; Chinese has none, so its characters count as borders."""
    return rf"(?:(?<![^\W{_HAN}])|(?<=[{_HAN}]))(?:{_any_of(patterns)})(?:(?![^\W{_HAN}])|(?=[{_HAN}]))"


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
