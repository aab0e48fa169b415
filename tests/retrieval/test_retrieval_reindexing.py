"""After an upgrade the full-text index is brought up to date by itself, also when that is interrupted."""

from __future__ import annotations

from typing import Any

import pytest

from core.db import Session
from retrieval import reindexing
from retrieval.reindexing import Reindexing
from retrieval.retriever import RetrievalQuery

Library = Any


def as_before_the_upgrade(library: Library) -> None:
    """The state in which the migration leaves a store of the first release."""
    with library.database.write() as session:
        session.execute("UPDATE passages_fts SET body = 'restart networkmanag', questions = ''")
        session.execute("DELETE FROM words")
        session.execute("UPDATE meta SET value = '1' WHERE key = 'analysis'")


def bodies(session: Session) -> list[str]:
    return [row["body"] for row in session.execute("SELECT body FROM passages_fts ORDER BY rowid")]


@pytest.fixture
def old(library: Library) -> Library:
    for n in range(5):
        library.publish(f"{n}.md", "Restart NetworkManager. What then?")
    as_before_the_upgrade(library)
    return library


def test_catching_up_indexes_old_passages_by_the_new_rules(old: Library) -> None:
    old.store.refresh_relations(old.embedder)
    with old.database.read() as session:
        assert set(bodies(session)) == {"restart network manag networkmanag what then"}
        assert session.execute("SELECT 1 FROM words WHERE word = 'restart'").fetchone()
    hits = old.retriever().retrieve(RetrievalQuery("restrat the manager", "en", frozenset())).hits
    assert hits[0].lexical > 0
    assert Reindexing(old.database).refresh() == 0


def test_an_interrupted_run_is_gone_on_with(old: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "_BATCH", 2)
    assert Reindexing(old.database)._some() == 2
    with old.database.read() as session:
        assert [body.startswith("restart network manag") for body in bodies(session)] == [True, True, *[False] * 3]
    assert Reindexing(old.database).refresh() == 3


def test_documents_published_meanwhile_are_indexed_once_and_rightly(old: Library) -> None:
    old.publish("new.md", "Restart ModemManager.")
    assert Reindexing(old.database).refresh() == 6
    with old.database.read() as session:
        assert bodies(session)[-1] == "restart modem manag modemmanag"


def test_a_new_store_has_nothing_to_catch_up_with(library: Library) -> None:
    assert Reindexing(library.database).refresh() == 0
    library.publish("a.md", "Text.")
    assert Reindexing(library.database).refresh() == 0
