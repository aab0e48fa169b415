"""The words about times and office hours: one file per language. Other languages get English, as everywhere."""

from __future__ import annotations

from core.language import primary
from escalation.clocks.words import de, en, es, fr, it, nl, pt, zh
from escalation.clocks.words.words import ExpectationWords

__all__ = ["WORDS", "ExpectationWords", "expectation_words"]

WORDS = {
    "en": en.WORDS,
    "es": es.WORDS,
    "fr": fr.WORDS,
    "zh": zh.WORDS,
    "de": de.WORDS,
    "it": it.WORDS,
    "nl": nl.WORDS,
    "pt": pt.WORDS,
}
"""By primary language code."""


def expectation_words(lang: str) -> ExpectationWords:
    """The words for a reader of this language."""
    return WORDS.get(primary(lang), en.WORDS)
