"""Macros: their variables are known, filled in, and never leave a hole."""

from __future__ import annotations

import pytest

from core.clock import system_clock
from core.db import Database
from core.errors import Conflict, InvalidInput, NotFound, TooLarge
from escalation.macros import MAX_TEXT, Macro, MacroStore, fill

KNOWN = {"customer_name": "Eva", "agent_name": "Ana", "question": "How?", "page_title": "Billing", "page_url": "x"}


def macro(text: str, lang: str | None = "en") -> Macro:
    return Macro("mac_1", "Greeting", lang, text, "")


@pytest.fixture
def store(database: Database) -> MacroStore:
    """A store with an agent to write."""
    with database.write() as session:
        session.execute("INSERT INTO staff (id, email, name, role, created_at) VALUES ('s', 'a@b.c', 'A', 'agent', '')")
    return MacroStore(system_clock)


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("Hello {customer_name},\n\nabout {page_title}", "Hello Eva,\n\nabout Billing", "Hello,\n\nabout this page"),
        ("{customer_name}您好", "Eva您好", "您好"),
        ("{customer_name}\n{agent_name}", "Eva\nAna", ""),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_said_neutrally(text: str, known: str, unknown: str) -> None:
    assert fill(macro(text), KNOWN) == known
    assert fill(macro(text), {}) == unknown


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("es", "su consulta"),
        ("fr", "votre question"),
        ("zh-CN", "您的问题"),
        ("de", "Ihre Frage"),
        ("sv", "your question"),
    ],
)
def test_neutral_words_are_in_the_macros_language(lang: str, said: str) -> None:
    assert fill(macro("{question}", lang), {"question": " "}) == said
    assert fill(macro("{question}", None), {}, lang) == said


def test_a_value_cannot_bring_variables_or_lines_along() -> None:
    """A customer may call themselves what they like."""
    assert fill(macro("Hi {customer_name}"), {**KNOWN, "customer_name": "{agent_name}\n\n# x"}) == "Hi {agent_name} # x"


def test_a_variable_that_nothing_fills_is_refused_by_name(database: Database, store: MacroStore) -> None:
    for text in ("Hi {name}", "Hi {}", "{customer name}"):
        with database.write() as session, pytest.raises(InvalidInput, match=r"no variable \{.*There are: \{customer"):
            store.save(session, "Greeting", text, "en", "s")


def test_macros_are_made_changed_and_deleted(database: Database, store: MacroStore) -> None:
    with database.write() as session:
        made = store.save(session, " A  greeting ", "Hi {customer_name} ", "en", "s")
        assert (made.name, made.text) == ("A greeting", "Hi {customer_name}")
        assert store.save(session, "Bye", "Bye", None, "s", made.id).name == "Bye"
        with pytest.raises(Conflict):
            store.save(session, "bye", "x", None, "s")
        for bad in (("", "x"), ("x", " ")):
            with pytest.raises(InvalidInput):
                store.save(session, *bad, "en", "s")
        with pytest.raises(TooLarge):
            store.save(session, "x", "y" * (MAX_TEXT + 1), "en", "s")
        store.delete(session, made.id)
        with pytest.raises(NotFound):
            store.delete(session, made.id)
        with pytest.raises(NotFound):
            store.save(session, "x", "y", "en", "s", made.id)


def test_the_customers_language_comes_first(database: Database, store: MacroStore) -> None:
    with database.write() as session:
        for name, lang in (("Adiós", "es"), ("Any", None), ("Bye", "en")):
            store.save(session, name, "x", lang, "s")
        assert [one.name for one in store.list(session, "en-GB")] == ["Bye", "Any", "Adiós"]
