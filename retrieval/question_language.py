"""Which language a question is in, also one that nobody expects.

Random letters are like some language or other, and a question in a language without documents sees all of them as
foreign. So such a language is only believed where a word shows it that says nothing else, or its script.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from core.language import UNKNOWN, detect, foreign_language, lead, tell
from retrieval.analysis import fold, tokens
from retrieval.stopwords import stopwords

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c80-\ud7ff]")
"""Letters that are not Latin."""
_CHANGE = 10.0
"""The lead, in natural-log units, from which a message without a stopword changes the language of a conversation; that
of French over English is 2 for "domain"."""


def question_language(text: str, expected: Iterable[str], default: str = UNKNOWN) -> str:
    """The language of `text`: an unexpected one that shows, else the likeliest of `expected`, else `default`."""
    expected = tuple(expected)
    return unexpected_language(text, expected) or detect(text, expected, default)


def unexpected_language(text: str, expected: Iterable[str]) -> str | None:
    """The language that `text` is in, if that is none of `expected` and shows."""
    lang = foreign_language(text, expected)
    if lang is None:
        return None
    shows = _OTHER_SCRIPT.search(text) or any(fold(word.lower()) in stopwords(lang) for word in tokens(text))
    return lang if shows else None


def language_after(text: str, before: str, expected: Iterable[str]) -> str:
    """The language of a message in a conversation held in `before`: another one only where that shows."""
    expected = tuple(expected)
    lang = unexpected_language(text, expected) or tell(text, expected)
    return lang if lang and lang != before and _shows_change(text, lang, before) else before


def _shows_change(text: str, lang: str, before: str) -> bool:
    if lead(text, lang, before) == math.inf:
        return True
    words = {fold(word.lower()) for word in tokens(text)}
    new, old = words & stopwords(lang), words & stopwords(before)
    if new - old or old - new:
        return len(new) >= len(old)
    return lead(text, lang, before) >= _CHANGE
