"""Follow-ups get the topic they lean on; questions that stand alone are never touched."""

from __future__ import annotations

import pytest

from answering.followup import leans, self_contained
from core.model import Author, Turn


def asked(*texts: str) -> tuple[Turn, ...]:
    """A history in which the visitor wrote `texts` and got answers."""
    return tuple(
        turn for text in texts for turn in (Turn(Author.VISITOR, text), Turn(Author.ASSISTANT, "Like this. [1]"))
    )


@pytest.mark.parametrize(
    ("before", "text", "lang", "standalone"),
    [
        ("How do I connect a Bluetooth speaker?", "and how do I remove it again?", "en",
         "Bluetooth speaker: how do I remove it again?"),
        ("How do I reset my password?", "and on Android?", "en", "reset my password: on Android?"),
        ("How do I export my notes?", "what about pictures?", "en", "export my notes: pictures?"),
        ("What is a shared notebook?", "how many people can see it?", "en",
         "shared notebook: how many people can see it?"),
        ("How do I add a tag?", "does that work offline?", "en", "tag: does that work offline?"),
        ("¿Cómo conecto un altavoz Bluetooth?", "¿y cómo lo quito?", "es", "altavoz Bluetooth: cómo lo quito?"),
        ("¿Cómo cambio mi contraseña?", "¿y en el móvil?", "es", "cambio mi contraseña: en el móvil?"),
        ("He borrado una nota", "¿puedo recuperarla?", "es", "He borrado una nota: puedo recuperarla?"),
        ("Comment connecter une enceinte Bluetooth ?", "et comment l'enlever ensuite ?", "fr",
         "enceinte Bluetooth: comment l'enlever ensuite ?"),
        ("Comment changer mon mot de passe ?", "et pour l'application mobile ?", "fr",
         "changer mon mot de passe: pour l'application mobile ?"),
        ("怎么连接蓝牙音箱？", "那怎么断开它？", "zh", "连接蓝牙音箱：怎么断开它？"),
        ("怎么修改密码？", "手机上呢？", "zh", "修改密码：手机上呢？"),
    ],
)  # fmt: skip
def test_a_follow_up_gets_the_topic_it_leans_on(before: str, text: str, lang: str, standalone: str) -> None:
    assert self_contained(text, asked(before), lang) == standalone


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("How do I delete my account?", "en"),
        ("closing the notebook turns it off, I don't want that", "en"),
        ("Is it possible to export notes?", "en"),
        ("How long does it take to ship?", "en"),
        ("wifi", "en"),
        ("ERR-4042", "en"),
        ("What does Maria do when she shares a notebook?", "en"),
        ("and how do I change the delivery address of an order that was already paid by card", "en"),
        ("¿Cómo elimino mi cuenta?", "es"),
        ("que la carga dure más tiempo", "es"),
        ("¿Qué pasa con esta página?", "es"),
        ("Comment supprimer mon compte ?", "fr"),
        ("Où est-il possible de payer ?", "fr"),
        ("la batterie est-elle encore sous garantie ?", "fr"),
        ("y a-t-il une version gratuite ?", "fr"),
        ("怎么删除账户？", "zh"),
        ("那须车站在哪里", "zh"),
        ("能退款吗？", "zh"),
        ("什么样的密码才安全", "zh"),
        ("Wie lösche ich es?", "de"),
    ],
)
def test_a_question_that_stands_alone_is_not_touched(text: str, lang: str) -> None:
    history = asked("How do I connect a Bluetooth speaker?")
    assert not leans(text, lang)
    assert self_contained(text, history, lang) == text


def test_without_a_history_nothing_is_added() -> None:
    assert self_contained("and on Android?", (), "en") == "and on Android?"


def test_small_talk_and_answers_are_no_topic() -> None:
    history = asked("How do I export my notes?", "thanks!")
    assert self_contained("and on Android?", history, "en") == "export my notes: on Android?"
    assert self_contained("and on Android?", asked("hello"), "en") == "and on Android?"


def test_a_follow_up_to_a_follow_up_reaches_the_question_behind_both() -> None:
    history = asked("How do I connect a Bluetooth speaker?", "and on Android?")
    assert self_contained("how do I remove it?", history, "en") == "Bluetooth speaker on Android?: how do I remove it?"


def test_a_new_topic_leaves_the_old_one_behind() -> None:
    history = asked("How do I connect a Bluetooth speaker?", "How do I export my notes?")
    assert self_contained("and on Android?", history, "en") == "export my notes: on Android?"


def test_an_endless_question_before_is_cut() -> None:
    history = asked("How do I " + "really " * 500 + "export?")
    assert len(self_contained("and on Android?", history, "en")) < 300
