"""What a message is about: its content words, as written and in order, and phrases taken out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import ModuleType

from answering.understanding.asked import stop_terms
from answering.understanding.folding import HAN
from answering.understanding.followup_rules import de, en, es, fr, it, nl, pt, zh
from core.language import primary
from retrieval.analysis import analyse
from retrieval.stopwords import stopwords

RULES: dict[str, ModuleType] = {
    "en": en,
    "es": es,
    "fr": fr,
    "zh": zh,
    "de": de,
    "it": it,
    "nl": nl,
    "pt": pt,
}
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_SPACED_OR_HAN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])|^[A-Z]{3,}$")
_SHORTEST_WITH_OBJECT = 3
"""Characters of Chinese from which a verb is taken to have its object in the same run."""
_CODE_COUNTS = 2
"""An error number or abbreviation names a subject as well as two words do."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: as written, its index terms, and the kind of phrase it stands in."""

    written: str
    terms: frozenset[str]
    phrase: int | None = None
    """Which group of prepositions opened its phrase; None before the first."""
    is_verb: bool = False
    """Whether it says what is to be done."""


def content(text: str, lang: str) -> tuple[Word, ...]:
    """The words of `text` that name its subject, each once, in order."""
    words = _chinese(text) if primary(lang) == "zh" else _spaced(text, primary(lang))
    return tuple({word.terms: word for word in reversed(tuple(words))}.values())[::-1]


def with_verb(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`words` of a task, the first marked as its verb."""
    return (replace(words[0], is_verb=True), *words[1:]) if words else ()


def verb_and_object(verb: Word) -> tuple[Word, ...]:
    """A verb, and after it the object that Chinese writes on to it."""
    if not _HAN_RUN.fullmatch(verb.written) or len(verb.written) < _SHORTEST_WITH_OBJECT:
        return (verb,)
    at = 1 if len(verb.written) == _SHORTEST_WITH_OBJECT else 2
    return _written_as(verb, verb.written[:at]), replace(_written_as(verb, verb.written[at:]), is_verb=False)


def weight(words: Iterable[Word]) -> int:
    """How much subject `words` name, in words; two Chinese characters make one."""
    han = letters = 0
    for word in words:
        if _HAN_RUN.fullmatch(word.written):
            han += len(word.written)
        else:
            letters += _CODE_COUNTS if _CODE.search(word.written) else 1
    return letters + (han + 1) // 2


def without(words: Iterable[Word], others: Sequence[Word]) -> tuple[Word, ...]:
    """`words` less those that `others` name too; out of a run of Chinese only what they name is cut."""
    named = {word.terms for word in others}
    cuts = [word.written for word in others if _HAN_RUN.fullmatch(word.written) and len(word.written) > 1]
    return tuple(_cut(word, cuts) for word in words if word.terms not in named)


def _cut(word: Word, cuts: Iterable[str]) -> Word:
    left = word.written
    for cut in cuts:
        left = left.replace(cut, "") or left
    return word if left == word.written else _written_as(word, left)


def _written_as(word: Word, text: str) -> Word:
    return replace(word, written=text, terms=frozenset((text,)))


def written(words: Iterable[Word]) -> str:
    """`words` as they were written, with a space between."""
    return " ".join(word.written for word in words)


def phrase_opened_by(word: str, lang: str) -> int | None:
    """Which group of prepositions `word` belongs to; None for any other word."""
    return _prepositions(primary(lang)).get(word.casefold())


def _spaced(text: str, lang: str) -> Iterable[Word]:
    openers, phrase = _prepositions(lang), None
    for token in _TOKEN.findall(text):
        phrase = openers.get(token.casefold(), phrase)
        word = _word(token, lang)
        if word:
            yield word if phrase is None else replace(word, phrase=phrase)


@lru_cache(maxsize=8_192)
def _word(token: str, lang: str) -> Word | None:
    """The content word that a token is; of "peut-il" or "allez-vous" only what tells something."""
    parts = token.split("-")
    telling = [part for part in parts if part.casefold() not in _idle(lang) and not _is_idle(part, lang)]
    if not telling:
        return None
    kept = token if len(telling) == len(parts) else "-".join(telling)
    return Word(kept, frozenset(analyse(kept, lang)))


def _is_idle(part: str, lang: str) -> bool:
    return set(analyse(part, lang)) <= _idle_terms(lang)


def _chinese(text: str) -> Iterable[Word]:
    function, edges, light = _chinese_rules()
    for run in _SPACED_OR_HAN.findall(text):
        if not _HAN_RUN.match(run):
            yield Word(run, frozenset(analyse(run, "zh")))
            continue
        for piece in function.sub(" ", run).split():
            kept = edges.sub("", piece) if len(piece) > 1 else piece
            if kept and kept not in light and not edges.fullmatch(kept):
                yield Word(kept, frozenset((kept,)))


@cache
def _chinese_rules() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    return re.compile(zh.FUNCTION), re.compile(zh.EDGES), frozenset(zh.LIGHT.split())


@cache
def _idle(lang: str) -> frozenset[str]:
    light = frozenset(RULES[lang].LIGHT.split()) if lang in RULES else frozenset[str]()
    return light | stopwords(lang)


@cache
def _idle_terms(lang: str) -> frozenset[str]:
    return stop_terms(lang) | frozenset(analyse(" ".join(stopwords(lang)), lang))


@cache
def _prepositions(lang: str) -> dict[str, int]:
    groups = RULES[lang].PREPOSITIONS if lang in RULES else ()
    return {word: group for group, words in enumerate(groups) for word in words}
