"""Full text over lines: what is found in which language, and how a match is shown."""

from __future__ import annotations

import pytest

from answering.conversations.line_search import excerpt, index_earlier_lines, wanted
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import system_clock
from core.db import Database
from core.model import Author


@pytest.fixture
def talk(database: Database) -> str:
    """A conversation with a line in each of four languages."""
    store, visitors = ConversationStore(system_clock), VisitorStore(system_clock)
    with database.write() as session:
        visitor = visitors.identify(session, None, "u1")
        made = store.create(session, visitor.id)
        for lang, text in (
            ("en", "I was charged twice for ERR-1234 and want refunds"),
            ("es", "Quiero cancelar mis suscripciones"),
            ("fr", "Où télécharger les dernières factures ?"),
            ("zh", "我的订单什么时候发货"),
            (None, "Nothing is known of this one's language"),
        ):
            store.add_message(session, made.id, Author.VISITOR, text, lang=lang)
    return made.id


def found(database: Database, search: str) -> list[str]:
    """The lines that match."""
    sought = wanted(search)
    if sought is None:
        return []
    with database.read() as session:
        rows = session.execute(
            "SELECT text FROM messages WHERE seq IN (SELECT rowid FROM messages_fts WHERE messages_fts MATCH ?)",
            [sought.match],
        )
        return [row["text"][:10] for row in rows]


@pytest.mark.parametrize(
    ("search", "line"),
    [
        ("refund", "I was char"),
        ("REFUNDING charges", "I was char"),
        ("err-1234", "I was char"),
        ("suscripción", "Quiero can"),
        ("facture", "Où télécha"),
        ("telecharger", "Où télécha"),
        ("订单", "我的订单什么时候发货"),
        ("发货 订单", "我的订单什么时候发货"),
        ("languages", "Nothing is"),
        ("charg", "I was char"),
    ],
)
@pytest.mark.usefixtures("talk")
def test_a_line_is_found_by_its_words_and_their_stems(database: Database, search: str, line: str) -> None:
    assert found(database, search) == [line[:10]]


@pytest.mark.parametrize("search", ["refunds suscripciones", "单订", "zzz", "?!", "", '" OR terms : *', "NEAR("])
@pytest.mark.usefixtures("talk")
def test_nothing_is_found_where_a_word_is_missing(database: Database, search: str) -> None:
    """Signs of the query language are words like others, or nothing."""
    assert found(database, search) == []


def test_the_match_is_marked_and_long_lines_are_cut_around_it() -> None:
    text = "Word " * 100 + "my invoices are gone" + " word" * 100
    pieces = excerpt(text, wanted("invoice"), "en")
    assert [piece for piece, match in pieces if match] == ["invoices"]
    assert "".join(piece for piece, _ in pieces).strip("…") in text
    assert len("".join(piece for piece, _ in pieces)) < 250
    assert pieces[0] == ("…", False)


def test_pairs_of_chinese_are_marked_together() -> None:
    pieces = excerpt("我的订单号是什么", wanted("订单号"), "zh")
    assert pieces == (("我的", False), ("订单号", True), ("是什么", False))


def test_lines_stored_before_the_index_are_found_after_the_start(database: Database, talk: str) -> None:
    with database.write() as session:
        session.execute("DELETE FROM messages_fts")
        session.execute("INSERT INTO meta SELECT 'line_search', max(seq) FROM messages")
    assert found(database, "refund") == []
    assert index_earlier_lines(database) == 5
    assert found(database, "refund") == ["I was char"]
    assert index_earlier_lines(database) == 0


def test_a_deleted_line_is_found_no_more(database: Database, talk: str) -> None:
    with database.write() as session:
        session.execute("DELETE FROM events")
        session.execute("DELETE FROM messages WHERE conversation_id = ?", [talk])
        assert session.execute("SELECT count(*) FROM messages_fts").fetchone()[0] == 0
