"""Every sentence to a customer exists in every language, and others get English."""

from __future__ import annotations

import pytest

from answering.language_names import language_name
from answering.phrases import (
    PHRASES,
    Phrase,
    is_clarification,
    is_offer,
    say,
    says_other_language,
)


@pytest.mark.parametrize("lang", ["en", "es", "fr", "zh", "de", "it", "nl", "pt"])
def test_every_language_has_every_phrase(lang: str) -> None:
    assert set(PHRASES[lang]) == set(Phrase)
    assert all(text.strip() == text and text for text in PHRASES[lang].values())


def test_phrases_are_not_shared_between_languages() -> None:
    """A sentence left untranslated would show here."""
    for phrase in Phrase:
        texts = [PHRASES[lang][phrase] for lang in PHRASES]
        assert len(set(texts)) == len(texts)


def test_other_languages_and_region_codes() -> None:
    assert say(Phrase.GREETING, "sv") == say(Phrase.GREETING, "en")
    assert say(Phrase.GREETING, "zh-CN") == say(Phrase.GREETING, "zh")


def test_the_language_of_a_quote_is_named_in_the_readers_language() -> None:
    assert says_other_language("en", "es") == "Solo he encontrado esto en inglés:"
    assert says_other_language("sv", "de") == "Das habe ich nur auf fremdsprachigen Seiten gefunden:"
    assert language_name("xx", "fr") == "d'autres langues"
    assert "{" not in says_other_language("xx", "zh")


def test_our_own_questions_are_recognised_again() -> None:
    assert is_clarification(say(Phrase.CLARIFY, "fr") + "\n\n- A\n- B")
    assert not is_clarification("Open Settings. [1]")
    assert is_offer(say(Phrase.OFFER_PERSON, "zh"))
    assert not is_offer(say(Phrase.CAVEAT_OFFER, "zh"))
