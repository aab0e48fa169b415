"""Titles of documents, and the questions these answer, indexed for finding them while somebody types.

Words are folded but not stemmed, so that any beginning of one finds it. Scripts without spaces are cut into characters:
a pair of them is then a phrase.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from core.db import Database, Session
from core.model import DocumentContent, PassageContent
from retrieval.analysis import characters, fold, parts_of, tokens
from retrieval.batches import GiveWay, at_once, in_batches
from retrieval.question_forms import question_forms

MOST_ASKED = 60
"""Questions of a document that are indexed."""
_BATCH = 100
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
_MISSING = """SELECT d.id, d.title, d.questions, d.scope_id FROM documents d
    LEFT JOIN titles t ON t.document_id = d.id WHERE t.id IS NULL AND d.removed_at IS NULL ORDER BY d.id LIMIT ?"""


def folded(word: str) -> str:
    """`word` as it stands in the index: lower case, without accents."""
    return fold(word.lower().translate(_LIGATURES))


def title_words(text: str) -> list[str]:
    """The words of `text` for the index; compounds by part and written together."""
    words: list[str] = []
    for token in tokens(text):
        single = characters(token)
        parts = [folded(part) for part in parts_of(token)]
        words += single or (parts if len(parts) == 1 else [*parts, "".join(parts)])
    return words


def put_titles(session: Session, content: DocumentContent, scope_id: int, passages: Sequence[PassageContent]) -> None:
    """Index a document that is being published, in place of what is there."""
    asked = [form for passage in passages for form in question_forms(passage.heading, passage.text)]
    _put(session, content.id, scope_id, content.title, [*content.questions, *asked])


def remove_titles(session: Session, document_id: str) -> None:
    """Forget a document."""
    session.execute("DELETE FROM titles_fts WHERE rowid = (SELECT id FROM titles WHERE document_id = ?)", [document_id])
    session.execute("DELETE FROM titles WHERE document_id = ?", [document_id])


class MissingTitles:
    """Indexes documents that an earlier version has stored."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    def refresh(self, give_way: GiveWay = at_once) -> int:
        """Index what is missing; returns how many documents. Killed, the next call goes on from there."""
        return in_batches(self._some, give_way)

    def _some(self) -> int:
        with self._database.read() as session:
            if not session.execute(_MISSING, [1]).fetchall():
                return 0
        with self._database.write() as session:
            rows = session.execute(_MISSING, [_BATCH]).fetchall()
            for row in rows:
                asked = [*json.loads(row["questions"]), *_stored_forms(session, row["id"])]
                _put(session, row["id"], row["scope_id"], row["title"], asked)
        return len(rows)


def _stored_forms(session: Session, document_id: str) -> list[str]:
    rows = session.execute("SELECT heading, text FROM passages WHERE document_id = ? ORDER BY ordinal", [document_id])
    return [form for row in rows for form in question_forms(json.loads(row["heading"]), row["text"])]


def _put(session: Session, document_id: str, scope_id: int, title: str, asked: Iterable[str]) -> None:
    row = session.execute(
        """INSERT INTO titles (document_id) VALUES (?)
           ON CONFLICT (document_id) DO UPDATE SET document_id = excluded.document_id RETURNING id""",
        [document_id],
    ).fetchone()
    forms = list(dict.fromkeys(form for form in asked if form != title))[:MOST_ASKED]
    session.execute(
        "INSERT OR REPLACE INTO titles_fts (rowid, scope, title, asked) VALUES (?, ?, ?, ?)",
        [row["id"], f"s{scope_id}", " ".join(title_words(title)), " ".join(title_words("\n".join(forms)))],
    )
