"""A question is looked up without what is only said to be polite, and nothing of the question is lost for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.understanding.courtesies import matter_of

LETTER = """Hi,

could you tell me how to embed the calendar?

Kind regards
Tom Baker
Baker Physio Ltd
This e-mail is confidential. If you are not the intended recipient please delete it."""


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        (LETTER, "could you tell me how to embed the calendar?"),
        ("Hi! how do I add a break to my calendar? Thanks a lot", "how do I add a break to my calendar?"),
        ("Hello team, I hope you are well. How do I add a break? Many thanks in advance, Ana", "How do I add a break?"),
        ("hola, buenas tardes! como cancelo mi suscripcion? muchas gracias", "como cancelo mi suscripcion?"),
        ("salut, comment changer de mot de passe ? merci d'avance", "comment changer de mot de passe ?"),
        ("where do I find my invoice, thanks", "where do I find my invoice"),
        ("Guten Tag, wie kündige ich? Viele Grüße, Max", "wie kündige ich?"),
        ("Ciao, come cambio la password? Grazie mille", "come cambio la password?"),
        ("Geachte heer, hoe zeg ik op? Bedankt", "hoe zeg ik op?"),
        ("Olá, como cancelo a assinatura? Obrigado", "como cancelo a assinatura?"),
        ("你好，怎么取消订阅？谢谢", "怎么取消订阅？"),
        ("Thanks\nHow do I print?", "How do I print?"),
    ],
)
def test_courtesies_around_a_question_are_left_out(text: str, matter: str) -> None:
    assert matter_of(text) == matter


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "Hi",
        "Hello, this is Ana",
        "Bonjour, SK-207",
        "Thanks, I want to change my contact details.",
        "ok thanks but how?",
        "hello world example",
        "good morning message how to set",
        "how do I say thank you to a client?",
        "Best practices for tags",
        "Sorry about the wrong address, how do I change it?",
        "I cannot do these:\n- sign in\n- sync",
        "Day pass price",
        "",
    ],
)
def test_what_belongs_to_the_question_stays(text: str) -> None:
    assert matter_of(text) == text


@given(st.sampled_from(["Hi, ", "Hola! ", "Bonjour,\n\n", "你好，", ""]), st.text(min_size=1, max_size=60))
def test_what_is_left_stands_in_the_message(greeting: str, text: str) -> None:
    message = greeting + text
    left = matter_of(message)
    assert left == message or all(word in message for word in left.split())
    assert left.strip() or not message.strip()
