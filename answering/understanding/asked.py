"""What a question asks for: the kind of answer expected, and which of its terms carry the topic."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import pairwise
from types import ModuleType

from answering.understanding.intents import fold, spaced
from answering.understanding.rules import de, en, es, fr, it, nl, pt, zh
from core.language import primary
from retrieval.analysis import analyse

RULES: Mapping[str, ModuleType] = {
    "en": en,
    "es": es,
    "fr": fr,
    "zh": zh,
    "de": de,
    "it": it,
    "nl": nl,
    "pt": pt,
}
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff]")
_SINGLE_CHARACTER_WEIGHT = 0.3
"""A single Chinese character says less than a pair: it is shared by many words."""


class Kind(StrEnum):
    """What kind of answer a question expects."""

    HOW_TO = "how_to"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    WHAT = "what"
    """Asks for a thing or a name."""
    OTHER = "other"
    """Keywords, or a problem told without asking."""


FACT_KINDS = frozenset((Kind.NUMBER, Kind.DATE, Kind.PERSON, Kind.PLACE, Kind.REASON, Kind.DEFINITION, Kind.WHAT))


@dataclass(frozen=True)
class Asked:
    """A question prepared for matching with content in one language."""

    kind: Kind
    weights: Mapping[str, float]
    """How much each of its topic terms counts; all positive."""

    @cached_property
    def total(self) -> float:
        """Sum of the weights."""
        return sum(self.weights.values())

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Terms that follow each other in the question."""
        return tuple(pairwise(self.weights))

    @property
    def words(self) -> int:
        """How many topic words it has; two characters of Chinese make one."""
        return _words(self.weights)


def kind_of(text: str, lang: str) -> Kind:
    """The kind of answer expected; OTHER where no pattern says more, and for languages without rules."""
    rules = RULES.get(primary(lang))
    if rules is None:
        return Kind.OTHER
    words = spaced(fold(text))
    return next((Kind(kind) for kind, pattern in _kinds(primary(lang)) if pattern.search(words)), Kind.OTHER)


def ask(text: str, lang: str, idf: Mapping[str, float], content_lang: str | None = None) -> Asked:
    """Prepare `text` for matching; `idf` weighs terms, rare ones more, and unknown terms like the rarest known."""
    terms = dict.fromkeys(analyse(text, content_lang or lang))
    topical = [term for term in terms if term not in stop_terms(lang)] or list(terms)
    fallback = max(idf.values(), default=1.0)
    return Asked(kind_of(text, lang), {term: _weight(term, idf.get(term, fallback)) for term in topical})


def _words(terms: Collection[str]) -> int:
    wide = sum(1 for term in terms if _WIDE.match(term))
    return len(terms) - wide + (wide + 3) // 4


def _weight(term: str, idf: float) -> float:
    single = len(term) == 1 and _WIDE.match(term)
    return max(idf, 0.05) * (_SINGLE_CHARACTER_WEIGHT if single else 1.0)


@cache
def stop_terms(lang: str) -> frozenset[str]:
    """The index terms of words that say how something is asked, not what."""
    rules = RULES.get(primary(lang))
    return frozenset(analyse(rules.STOP_WORDS, primary(lang))) if rules else frozenset()


@cache
def _kinds(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in RULES[lang].QUESTION_KINDS.items())
