"""Every question is asked of the documents that it should be asked of."""

from __future__ import annotations

import pytest

from core.errors import InvalidInput
from eval.dataset import CorpusDocument, DataSet, Query, QueryFile
from eval.outcome import Variant
from eval.plan import check, stores_for


def query(query_id: str, lang: str, *relevant: str) -> Query:
    return Query(query_id, f"{query_id}?", lang, bool(relevant), (), frozenset(relevant), "how-to")


CORPUS = tuple(CorpusDocument(f"{lang}/a", lang, "{}") for lang in ("en", "es"))
HELP = DataSet(
    "help",
    CORPUS,
    (
        QueryFile("queries", (query("q1", "en", "en/a"), query("q2", "en"))),
        QueryFile("queries_crosslingual", (query("x1", "es", "en/a"), query("x2", "en", "es/a")), crosslingual=True),
    ),
    "f",
)
BANK = DataSet("bank", (), (QueryFile("queries", (query("b1", "en"),)),), "f")


def test_answerable_questions_are_asked_twice() -> None:
    """As they are and with their documents withheld; the others once."""
    first = stores_for(HELP, [])[0]
    assert [(ask.query.id, ask.variant) for ask in first.asks] == [
        ("q1", Variant.AS_IS),
        ("q1", Variant.WITHHELD),
        ("q2", Variant.AS_IS),
    ]
    assert first.documents == CORPUS
    assert len(stores_for(HELP, [], withhold=False)[0].asks) == 2


def test_crosslingual_questions_meet_one_language_each() -> None:
    """The store holds the documents' language only, and nothing is filtered by the question's."""
    _, english, spanish = stores_for(HELP, [])
    assert [document.id for document in english.documents] == ["en/a"]
    assert {ask.query.id for ask in english.asks} == {"x1"}
    assert {ask.query.id for ask in spanish.asks} == {"x2"}
    assert not any(ask.strict for ask in english.asks)


def test_questions_without_a_corpus_are_asked_of_the_others() -> None:
    """Under the name of their own set and file."""
    ask = stores_for(HELP, [BANK])[0].asks[-1]
    assert (ask.query.id, ask.file, ask.variant) == ("b1", "bank/queries", Variant.OFF_TOPIC)


def test_some_corpus_is_needed() -> None:
    """Off-topic questions alone cannot be measured."""
    check([HELP, BANK])
    with pytest.raises(InvalidInput, match="No corpus to ask: bank"):
        check([BANK])
