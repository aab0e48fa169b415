"""Replies to our own question back are understood in four languages."""

from __future__ import annotations

import time

import pytest

from answering.clarifying.choice_replies import Choosing, read_choice, read_reply, resolved
from core.model import Author, Turn

SYSTEMS = ("Windows", "macOS")
ARTICLES = ("Turn Bluetooth on", "Pair a Bluetooth device", "Send files by Bluetooth")
VERSIONS = ("2.0", "1.0")
PLANS = ("Free", "Pro", "Enterprise")
EDITIONS = ("免费版", "专业版")


@pytest.mark.parametrize(
    ("offered", "reply", "chosen"),
    [
        (SYSTEMS, "macOS", "macOS"),
        (SYSTEMS, "WINDOWS", "Windows"),
        (SYSTEMS, "Windwos", "Windows"),
        (SYSTEMS, "win", "Windows"),
        (SYSTEMS, "I use a MacBook", "macOS"),
        (SYSTEMS, "no, macOS", "macOS"),
        (SYSTEMS, "not Windows", "macOS"),
        (SYSTEMS, "the first one", "Windows"),
        (SYSTEMS, "The second, please.", "macOS"),
        (SYSTEMS, "2", "macOS"),
        (SYSTEMS, "option 2", "macOS"),
        (SYSTEMS, "the last one", "macOS"),
        (SYSTEMS, "el primero", "Windows"),
        (SYSTEMS, "la segunda opción", "macOS"),
        (SYSTEMS, "no uso Windows", "macOS"),
        (SYSTEMS, "la deuxième", "macOS"),
        (SYSTEMS, "le premier", "Windows"),
        (SYSTEMS, "je n'utilise pas Windows", "macOS"),
        (SYSTEMS, "第二个", "macOS"),
        (SYSTEMS, "das erste bitte", "Windows"),
        (SYSTEMS, "ich benutze das zweite", "macOS"),
        (SYSTEMS, "nicht Windows", "macOS"),
        (SYSTEMS, "il secondo, grazie", "macOS"),
        (SYSTEMS, "non uso Windows", "macOS"),
        (SYSTEMS, "de tweede graag", "macOS"),
        (SYSTEMS, "ik gebruik Windows", "Windows"),
        (SYSTEMS, "a primeira opção", "Windows"),
        (SYSTEMS, "não uso macOS", "Windows"),
        (SYSTEMS, "我用的是Windows", "Windows"),
        (SYSTEMS, "不是Windows", "macOS"),
        (ARTICLES, "pairing", "Pair a Bluetooth device"),
        (ARTICLES, "sending a file", "Send files by Bluetooth"),
        (ARTICLES, "bluetoth pair", "Pair a Bluetooth device"),
        (ARTICLES, "3", "Send files by Bluetooth"),
        (VERSIONS, "1", "1.0"),
        (VERSIONS, "v2", "2.0"),
        (VERSIONS, "version 1", "1.0"),
        (VERSIONS, "the first", "2.0"),
        (PLANS, "we are on the Enterprise plan", "Enterprise"),
        (PLANS, "enterprize", "Enterprise"),
        (EDITIONS, "我用的是专业版", "专业版"),
        (EDITIONS, "免费", "免费版"),
    ],
)
def test_a_choice_is_understood_however_it_is_put(offered: tuple[str, ...], reply: str, chosen: str) -> None:
    found = read_choice(reply, offered, "How?")
    assert (found.choosing, found.chosen) == (Choosing.CHOSEN, (chosen,))
    assert found.question == f"How? {chosen}"
    assert set(found.left) == set(offered) - {chosen}


@pytest.mark.parametrize(
    "reply",
    [
        "neither",
        "none of these",
        "no",
        "ninguno de los dos",
        "aucun des deux",
        "ni l'un ni l'autre",
        "都不是",
        "别的",
        "keins von beiden",
        "nessuno dei due",
        "geen van beide",
        "nenhum dos dois",
    ],
)
def test_none_of_them(reply: str) -> None:
    assert read_choice(reply, SYSTEMS, "How?").choosing is Choosing.NONE


@pytest.mark.parametrize(
    "reply",
    [
        "both",
        "either",
        "I don't know",
        "ambos",
        "da igual",
        "les deux",
        "peu importe",
        "两个都要",
        "不知道",
        "都可以",
        "beide",
        "keine Ahnung",
        "entrambi",
        "maakt niet uit",
        "tanto faz",
    ],
)
def test_all_of_them_or_no_preference_leaves_the_question_as_it_was(reply: str) -> None:
    found = read_choice(reply, SYSTEMS, "How?")
    assert (found.choosing, found.question) == (Choosing.ALL, "How?")


def test_some_of_them() -> None:
    assert read_choice("free and pro", PLANS, "How?").chosen == ("Free", "Pro")


@pytest.mark.parametrize(
    "reply",
    [
        "How do I delete my account on Windows?",
        "How do I reset my password?",
        "what does it cost",
        "¿Cómo borro mi cuenta?",
        "Comment supprimer mon compte ?",
        "Wie lösche ich mein Konto?",
        "Hoe verwijder ik mijn account?",
        "Como apago a minha conta?",
        "怎么退款",
        "5",
        "thanks",
    ],
)
def test_a_new_question_is_no_reply(reply: str) -> None:
    assert read_choice(reply, SYSTEMS, "How?").choosing is Choosing.NEW


@pytest.mark.parametrize(
    "text", ["a m i d s l " * 16, "用的" * 100, "我我们的" * 50, "no, " * 49 + "x", "amidslcj" * 25]
)
def test_senseless_replies_are_read_at_once(text: str) -> None:
    """What a customer can write must not make a pattern try every way to take it apart."""
    started = time.process_time()
    read_choice(text, SYSTEMS)
    assert time.process_time() - started < 1.0


def test_only_what_was_offered_last_can_be_chosen() -> None:
    asked = (Turn(Author.VISITOR, "install"), Turn(Author.ASSISTANT, "Which of these do you mean?", SYSTEMS))
    assert read_reply("2", asked).question == "install macOS"
    later = (*asked, Turn(Author.VISITOR, "Windows"), Turn(Author.ASSISTANT, "Open the file."))
    assert read_reply("2", later).choosing is Choosing.NEW
    assert read_reply("2", ()).choosing is Choosing.NEW


def test_a_talk_goes_on_with_the_question_that_a_reply_made() -> None:
    talk = (
        Turn(Author.VISITOR, "install the app"),
        Turn(Author.ASSISTANT, "Which of these do you mean?", SYSTEMS),
        Turn(Author.VISITOR, "the second"),
    )
    assert resolved(talk)[-1].text == "install the app macOS"
