"""Follow-ups get the subject they lean on; questions that stand alone are never touched."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from answering.understanding.followup import MOST_CARRIED, TURNS, self_contained
from answering.understanding.leaning import Leaning, take_apart
from core.model import Author, Turn

CONVERSATIONS = [
    json.loads(line) for line in Path(__file__).with_name("followups.jsonl").read_text(encoding="utf-8").splitlines()
]
LANGS = ("en", "es", "fr", "zh")
FURTHER = ("de", "it", "nl", "pt")
MOST_MILLISECONDS = 5.0
"""Ten times what it takes: a slow machine passes, a pattern that runs away does not."""


def asked(*texts: str) -> tuple[Turn, ...]:
    """A history in which the visitor wrote `texts` and got answers."""
    return tuple(
        turn for text in texts for turn in (Turn(Author.VISITOR, text), Turn(Author.ASSISTANT, "Like this. [1]"))
    )


def searched(conversation: dict[str, Any]) -> str:
    return self_contained(conversation["text"], asked(*conversation["before"]), conversation["lang"])


def holds(text: str, terms: Sequence[str]) -> bool:
    return all(term.casefold() in text.casefold() for term in terms)


def about(conversation: dict[str, Any]) -> str:
    return f"{conversation['lang']}-{conversation['text']}"


@pytest.mark.parametrize(("lang", "least"), [*((lang, 20) for lang in LANGS), *((lang, 18) for lang in FURTHER)])
def test_there_are_conversations_enough_in_every_language(lang: str, least: int) -> None:
    kinds = [conversation["kind"] for conversation in CONVERSATIONS if conversation["lang"] == lang]
    assert len(kinds) >= least
    assert {"ellipsis", "pronoun", "bare", "comparative", "correction", "chain", "new topic"} <= set(kinds)


@pytest.mark.parametrize("conversation", [c for c in CONVERSATIONS if c["kind"] != "new topic"], ids=about)
def test_a_follow_up_carries_what_it_needs_and_nothing_that_was_put_right(conversation: dict[str, Any]) -> None:
    text = searched(conversation)
    assert holds(text, conversation["needs"])
    assert not [term for term in conversation["gone"] if holds(text, [term])]


@pytest.mark.parametrize("conversation", [c for c in CONVERSATIONS if c["kind"] == "new topic"], ids=about)
def test_a_new_topic_is_not_touched(conversation: dict[str, Any]) -> None:
    assert searched(conversation) == conversation["text"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("closing the notebook turns it off, I don't want that", "en"),
        ("Is it possible to export notes?", "en"),
        ("How long does it take to ship?", "en"),
        ("wifi", "en"),
        ("ERR-4042", "en"),
        ("I lost the file that was on my phone, where is it?", "en"),
        ("My printer is offline. How do I fix it?", "en"),
        ("What does Maria do when she shares a notebook?", "en"),
        ("que la carga dure más tiempo", "es"),
        ("¿Qué pasa con esta página?", "es"),
        ("no funciona el micrófono", "es"),
        ("Où est-il possible de payer ?", "fr"),
        ("la batterie est-elle encore sous garantie ?", "fr"),
        ("y a-t-il une version gratuite ?", "fr"),
        ("什么样的密码才安全", "zh"),
        ("Wie lösche ich mein Benutzerkonto?", "de"),
    ],
)
def test_a_question_that_names_its_subject_stands_alone(text: str, lang: str) -> None:
    assert take_apart(text, lang).leaning is Leaning.NONE


def test_what_is_asked_comes_first_and_its_own_words_once_more_at_the_end() -> None:
    history = asked("How do I connect a Bluetooth speaker?")
    assert self_contained("Thanks! And on Android?", history, "en") == "on Android? connect Bluetooth speaker Android"


def test_a_verb_of_its_own_takes_the_place_of_the_one_before() -> None:
    history = asked("How do I connect a Bluetooth speaker?")
    assert self_contained("how do I remove it?", history, "en") == "how do I remove it? Bluetooth speaker remove"


@pytest.mark.parametrize(
    ("before", "text", "lang", "verb"),
    [
        ("How do I add a widget?", "and if I no longer need it?", "en", "remove"),
        ("¿Cómo agrego un widget?", "¿y cuando ya no lo quiera?", "es", "eliminar"),
        ("Comment ajouter un widget ?", "et si je n'en ai plus besoin ?", "fr", "supprimer"),
        ("怎么添加小组件？", "不用了呢？", "zh", "删除"),
    ],
)
def test_what_is_no_longer_needed_is_to_be_removed(before: str, text: str, lang: str, verb: str) -> None:
    assert verb in self_contained(text, asked(before), lang)


def test_without_a_history_nothing_is_added() -> None:
    assert self_contained("and on Android?", (), "en") == "and on Android?"


def test_small_talk_wishes_for_a_person_and_answers_are_no_subject() -> None:
    history = asked("How do I export my notes?", "thanks!", "I want to talk to a person")
    assert self_contained("and on Android?", history, "en") == "on Android? export notes Android"
    assert self_contained("and on Android?", asked("hello"), "en") == "and on Android?"


def test_a_language_without_rules_carries_the_subject_where_a_question_names_next_to_nothing() -> None:
    history = asked("Hur kan jag exportera mina anteckningar?")
    assert "exportera anteckningar" in self_contained("och på Android?", history, "sv")
    assert self_contained("and on Android?", history, "xx") == "and on Android?"


def test_only_the_last_turns_are_looked_back_on() -> None:
    history = asked("How do I connect a speaker?", *["and that one?"] * TURNS)
    assert "speaker" not in self_contained("and that one?", history, "en")


def test_an_endless_question_before_is_cut() -> None:
    history = asked("How do I " + " ".join(f"export{n}" for n in range(500)))
    assert len(self_contained("and on Android?", history, "en").split()) <= MOST_CARRIED + 3


def test_a_message_that_is_all_marks_is_left_as_it_is() -> None:
    for text in ("?", "…", "¿", "？？", "and", "no,", "那"):
        for lang in (*LANGS, *FURTHER, "und"):
            assert isinstance(self_contained(text, asked("How do I export notes?"), lang), str)


def test_it_takes_next_to_no_time() -> None:
    history = asked("How do I connect a Bluetooth speaker?", "and on Android?", "does it work offline?")
    self_contained("how do I remove it?", history, "en")
    started = time.process_time()
    for _ in range(50):
        self_contained("how do I remove it?", history, "en")
    assert (time.process_time() - started) / 50 * 1000 < MOST_MILLISECONDS
