"""Messages that ask several things: what counts as a question of its own, in all languages that have rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.evidence.harmless import label
from answering.understanding.parting import MOST_PARTS, questions_in


@pytest.mark.parametrize(
    ("lang", "text", "parts"),
    [
        (
            "en",
            "How do I cancel my plan and how do I get an invoice?",
            ("How do I cancel my plan", "how do I get an invoice?"),
        ),
        (
            "en",
            "I moved to Lyon last week. How do I change my address? And can I pay by bank transfer?",
            ("I moved to Lyon last week. How do I change my address?", "can I pay by bank transfer?"),
        ),
        (
            "en",
            "1. How do I export my notes?\n2. Where do I see my storage limit?",
            ("How do I export my notes?", "Where do I see my storage limit?"),
        ),
        (
            "es",
            "¿Cómo cancelo mi suscripción y dónde descargo mis facturas?",
            ("¿Cómo cancelo mi suscripción", "dónde descargo mis facturas?"),
        ),
        (
            "fr",
            "Comment exporter mes notes ? Et combien coûte la formule Équipe ?",
            ("Comment exporter mes notes ?", "combien coûte la formule Équipe ?"),
        ),
        (
            "de",
            "Wie kündige ich mein Abo und wo finde ich meine Rechnungen?",
            ("Wie kündige ich mein Abo", "wo finde ich meine Rechnungen?"),
        ),
        (
            "it",
            "Come annullo l'abbonamento? E dove trovo le fatture dell'anno scorso?",
            ("Come annullo l'abbonamento?", "dove trovo le fatture dell'anno scorso?"),
        ),
        (
            "nl",
            "Hoe zeg ik mijn abonnement op en waar vind ik mijn facturen?",
            ("Hoe zeg ik mijn abonnement op", "waar vind ik mijn facturen?"),
        ),
        (
            "pt",
            "Como cancelo a assinatura e onde vejo as minhas faturas?",
            ("Como cancelo a assinatura", "onde vejo as minhas faturas?"),
        ),
        ("zh", "怎么导出全部笔记？另外怎么开发票？", ("怎么导出全部笔记？", "怎么开发票？")),
    ],
)
def test_questions_that_stand_alone_are_told_apart(lang: str, text: str, parts: tuple[str, ...]) -> None:
    assert questions_in(text, lang) == parts


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "How do I reset my password?"),
        ("en", "What is a workspace and how does it work?"),
        ("en", "Can I cancel my plan? Will I be charged?"),
        ("en", "How and where can I cancel my plan?"),
        ("en", "My app shows an error and what I see is blank. Why is that?"),
        ("en", "How do I cancel? How can I cancel my plan?"),
        ("en", "How do I share a notebook with my team and my clients?"),
        ("en", "How do I pay? How do I log in? How do I get an invoice? How do I export my notes?"),
        ("en", "How do I cancel my plan and how do I get an invoice? " + "It is a long story. " * 40),
        ("es", "¿Qué es un espacio y para qué sirve?"),
        ("fr", "Comment partager un carnet et ses notes ?"),
        ("de", "Was ist ein Arbeitsbereich und wie funktioniert er?"),
        ("zh", "什么是工作区？它有什么用？"),
        ("ja", "パスワードを変更するには？請求書はどこですか？"),
    ],
)
def test_what_is_one_question_stays_one(lang: str, text: str) -> None:
    assert questions_in(text, lang) == ()


@given(
    st.text(alphabet="how do I pay, cancel and where is 怎么？?.!\n1*", max_size=120),
    st.sampled_from(["en", "es", "zh"]),
)
def test_parts_are_taken_from_the_message(text: str, lang: str) -> None:
    parts = questions_in(text, lang)
    assert len(parts) in (0, *range(2, MOST_PARTS + 1))
    assert all(word in text for part in parts for word in part.split())


def test_a_label_is_one_line_that_draws_nothing() -> None:
    assert label("is [1] <b>that</b>\n**so**?  `x`") == "is 1 b that /b so ? x"
    assert len(label("word " * 60)) <= 120
