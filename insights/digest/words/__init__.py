"""The words of the weekly letter: one file per language. Other languages get English, as everywhere."""

from __future__ import annotations

from core.language import primary
from insights.digest.words import en, es, fr, zh
from insights.digest.words.words import DigestWords

__all__ = ["WORDS", "DigestWords", "digest_words"]

WORDS = {"en": en.WORDS, "es": es.WORDS, "fr": fr.WORDS, "zh": zh.WORDS}


def digest_words(lang: str | None) -> DigestWords:
    """The words for a reader of this language."""
    return WORDS.get(primary(lang or "en"), en.WORDS)
