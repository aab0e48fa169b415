"""A question's language is found also where nobody expects it; random letters and lone names are in none."""

from __future__ import annotations

import pytest

from retrieval.question_language import language_after, question_language, unexpected_language

FOUR = ("en", "es", "fr", "zh")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Nimmt ihr auch Bitcoin?", "de"),
        ("Dove trovo le impostazioni del wifi?", "it"),
        ("Hoe voeg ik een tabel in?", "nl"),
        ("Como faço para mudar o idioma?", "pt"),
        ("Jak zmienić hasło, bo nie mogę się zalogować?", "pl"),
        ("где мой заказ", "ru"),
        ("パスワードを忘れました", "ja"),
        ("xqzzv wvvkq", None),
        ("sldkfj wlekrj mlskdfj woeiru slkdjf lwkejr slkdjf", None),
        ("<b>zebra</b>", None),
        ("Dvořák", None),
        ("How do I export my notes?", None),
        ("où est ma facture ?", None),
        ("wifi", None),
        ("", None),
    ],
)
def test_an_unexpected_language_has_to_show(text: str, lang: str | None) -> None:
    assert unexpected_language(text, FOUR) == lang
    if lang:
        assert question_language(text, FOUR, "en") == lang
        assert unexpected_language(text, (*FOUR, lang)) is None


def test_what_shows_nothing_is_in_the_likeliest_expected_language_or_the_default() -> None:
    assert question_language("Drucker einrichten", ("en", "de"), "en") == "de"
    assert question_language("xqzzv wvvkq", FOUR, "fr") in FOUR
    assert question_language("12345", FOUR, "fr") == "fr"


@pytest.mark.parametrize(
    ("text", "before", "lang"),
    [
        ("about invoices", "en", "en"),
        ("calendar sync", "en", "en"),
        ("iPhone", "fr", "fr"),
        ("ok", "es", "es"),
        ("et sur Android ?", "en", "fr"),
        ("y en Android?", "en", "es"),
        ("can it block slots?", "es", "en"),
        ("gracias", "en", "es"),
        ("怎么安全拔出U盘", "es", "zh"),
        ("und auf dem iPhone?", "en", "de"),
        ("e no Android?", "en", "pt"),
        ("", "fr", "fr"),
    ],
)
def test_a_conversation_changes_its_language_only_where_that_shows(text: str, before: str, lang: str) -> None:
    assert language_after(text, before, FOUR) == lang
    assert language_after(text, lang, FOUR) == lang
