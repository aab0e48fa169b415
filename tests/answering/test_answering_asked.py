"""What a question asks for is read from its words, in four languages."""

from __future__ import annotations

import pytest

from answering.understanding.asked import Kind, ask, kind_of, stop_terms


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("How do I export my notes?", "en", Kind.HOW_TO),
        ("Where can I change my address?", "en", Kind.HOW_TO),
        ("How many notebooks does Team have?", "en", Kind.NUMBER),
        ("When was the plan introduced?", "en", Kind.DATE),
        ("How long does it take?", "en", Kind.DATE),
        ("Who introduced it?", "en", Kind.PERSON),
        ("Where is the office?", "en", Kind.PLACE),
        ("Why does it fail?", "en", Kind.REASON),
        ("What is a notebook?", "en", Kind.DEFINITION),
        ("Which plan has audit logs?", "en", Kind.WHAT),
        ("the app crashes on start", "en", Kind.OTHER),
        ("¿Cómo puedo exportar mis notas?", "es", Kind.HOW_TO),
        ("¿Cuánto cuesta?", "es", Kind.NUMBER),
        ("¿Quién lo creó?", "es", Kind.PERSON),
        ("Comment exporter mes notes ?", "fr", Kind.HOW_TO),
        ("Combien de carnets ?", "fr", Kind.NUMBER),
        ("Quand est-il sorti ?", "fr", Kind.DATE),
        ("Pourquoi cela échoue ?", "fr", Kind.REASON),
        ("怎么导出笔记？", "zh", Kind.HOW_TO),
        ("多少钱？", "zh", Kind.NUMBER),
        ("什么时候推出的？", "zh", Kind.DATE),
        ("什么是笔记本？", "zh", Kind.DEFINITION),
        ("Wie exportiere ich?", "de", Kind.HOW_TO),
        ("Wie viele Notizbücher gibt es?", "de", Kind.NUMBER),
        ("Wie lange dauert das?", "de", Kind.DATE),
        ("Wie heißt die Funktion?", "de", Kind.WHAT),
        ("Kann ich Notizen exportieren?", "de", Kind.HOW_TO),
        ("Dove trovo i quaderni?", "it", Kind.HOW_TO),
        ("Quanto tempo ci vuole?", "it", Kind.DATE),
        ("Perché non funziona?", "it", Kind.REASON),
        ("Hoeveel notities zijn er?", "nl", Kind.NUMBER),
        ("Wie heeft dit gemaakt?", "nl", Kind.PERSON),
        ("O que é um caderno?", "pt", Kind.DEFINITION),
        ("Como exporto as notas?", "pt", Kind.HOW_TO),
        ("Hur exporterar jag?", "sv", Kind.OTHER),
    ],
)
def test_the_kind_of_answer_expected(text: str, lang: str, kind: Kind) -> None:
    assert kind_of(text, lang) == kind


def test_words_that_say_how_something_is_asked_do_not_count() -> None:
    asked = ask("How do I export the notes?", "en", {"export": 3.0, "note": 1.0})
    assert dict(asked.weights) == {"export": 3.0, "note": 1.0}
    assert asked.words == 2


def test_a_question_of_small_words_only_keeps_them() -> None:
    """Otherwise there would be nothing to match."""
    assert ask("what is it", "en", {}).weights


def test_pairs_of_chinese_characters_outweigh_single_ones() -> None:
    asked = ask("修改密码", "zh", {})
    assert asked.weights["密码"] > asked.weights["密"]
    assert asked.words == 2


def test_a_word_the_content_does_not_know_weighs_like_the_rarest() -> None:
    asked = ask("refund export", "en", {"export": 2.0, "note": 4.0})
    assert asked.weights["refund"] == 4.0


def test_stop_words_exist_for_each_language_and_are_index_terms() -> None:
    assert all(stop_terms(lang) for lang in ("en", "es", "fr", "zh", "de", "it", "nl", "pt"))
    assert stop_terms("sv") == frozenset()
