"""The words of letters: one file per language. Other languages get English, as everywhere."""

from __future__ import annotations

from core.language import primary
from escalation.mail.words import de, en, es, fr, it, nl, pt, zh
from escalation.mail.words.words import MailWords

__all__ = ["WORDS", "MailWords", "mail_words"]

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


def mail_words(lang: str | None) -> MailWords:
    """The words for a customer of this language."""
    return WORDS.get(primary(lang or "en"), en.WORDS)
