"""Every sentence Askwell itself says to a customer: one file per language.

Other languages get the English sentence: a phrase is never missing. Content is never translated here.
"""

from __future__ import annotations

from answering.language_names import language_name
from answering.phrases import de, en, es, fr, it, nl, pt, zh
from answering.phrases.phrase import Phrase
from core.language import primary

__all__ = [
    "FALLBACK",
    "PHRASES",
    "Phrase",
    "is_clarification",
    "is_offer",
    "say",
    "says_other_language",
    "says_part_open",
]

FALLBACK = "en"
_QUESTIONS_BACK = (Phrase.CLARIFY, Phrase.CLARIFY_LANGUAGE, Phrase.NONE_OF_THEM)
PHRASES: dict[str, dict[Phrase, str]] = {
    "en": en.PHRASES,
    "es": es.PHRASES,
    "fr": fr.PHRASES,
    "zh": zh.PHRASES,
    "de": de.PHRASES,
    "it": it.PHRASES,
    "nl": nl.PHRASES,
    "pt": pt.PHRASES,
}
"""Phrase by language; every language has every phrase."""


def say(phrase: Phrase, lang: str) -> str:
    """The sentence in `lang`, in English where that language has none."""
    return PHRASES.get(primary(lang), PHRASES[FALLBACK])[phrase]


def says_other_language(code: str, lang: str) -> str:
    """The sentence put before a quote whose language `code` is not the reader's `lang`."""
    return say(Phrase.OTHER_LANGUAGE, lang).format(language=language_name(code, lang))


def says_part_open(question: str, lang: str) -> str:
    """The sentence that one question of several is left open."""
    # Not `format`: a customer's words may hold braces.
    return say(Phrase.PART_OPEN, lang).replace("{question}", question)


def is_offer(text: str) -> bool:
    """Whether `text` ends by offering a person, so that a bare "yes" accepts it."""
    offers = (phrases[offer] for phrases in PHRASES.values() for offer in (Phrase.OFFER_PERSON, Phrase.NONE_OF_THEM))
    return any(text.rstrip().endswith(offer) for offer in offers)


def is_clarification(text: str) -> bool:
    """Whether `text` is one of our own clarifying questions, so that two never follow each other."""
    return any(phrases[question] in text for phrases in PHRASES.values() for question in _QUESTIONS_BACK)
