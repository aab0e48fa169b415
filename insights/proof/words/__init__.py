"""The words of the letter that tells of an answer: one file per language. Others get English, as everywhere."""

from __future__ import annotations

from core.language import primary
from insights.proof.words import de, en, es, fr, it, nl, pt, zh
from insights.proof.words.words import AnsweredWords

__all__ = ["WORDS", "AnsweredWords", "words_of"]

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


def words_of(lang: str | None) -> AnsweredWords:
    """The words for a customer of this language."""
    return WORDS.get(primary(lang or "en"), en.WORDS)
