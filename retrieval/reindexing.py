"""What words find a passage by, and bringing that up to date after an upgrade that reads words otherwise.

Stored passages are gone through in the order of their ids, some in each transaction, so that questions and syncs go on
meanwhile; killed, the next start goes on from there. New passages are indexed by the new rules at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from core.db import Database, Session
from core.language import primary
from retrieval.batches import GiveWay, at_once, in_batches
from retrieval.lexical import put_entry
from retrieval.question_forms import belonging, question_forms
from retrieval.vocabulary import record_words

ANALYSIS_VERSION = 4
"""Raise it when the same text gives other terms or words."""

_BATCH = 200
_DONE = "analysis"
"""The key in `meta` for the version that stored passages are indexed by, and the last one that is."""


def put_words(
    session: Session, passage_id: object, scope_id: int, lang: str,
    title: str, heading: Sequence[str], text: str, questions: Sequence[str], document: str,
) -> None:  # fmt: skip
    """Index a passage by its words; `questions` are those of its document, whose whole text is `document`."""
    lang = primary(lang)
    asked = question_forms(heading, text)
    if questions:
        asked = list(dict.fromkeys([*asked, *belonging(questions, "\n".join([*heading, text]), document, lang)]))
    put_entry(session, passage_id, scope_id, lang, title, heading, text, asked)
    record_words(session, scope_id, [title, *heading, text, *questions])


class Reindexing:
    """The full-text index, brought up to date with how this version reads words."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    def refresh(self, give_way: GiveWay = at_once) -> int:
        """Index anew what an earlier version has indexed; returns how many passages those were."""
        return in_batches(self._some, give_way)

    def _some(self) -> int:
        with self._database.read() as session:
            if _reached(session) is None:
                return 0
        with self._database.write() as session:
            reached = _reached(session)
            if reached is None:
                return 0
            rows = session.execute(_PASSAGES, [reached, _BATCH]).fetchall()
            for row in rows:
                put_words(
                    session, row["id"], row["scope_id"], row["lang"], row["title"], json.loads(row["heading"]),
                    row["text"], json.loads(row["questions"]), row["document"],
                )  # fmt: skip
            _note(session, rows[-1]["id"] if rows else None)
        return len(rows)


_PASSAGES = """SELECT p.id, p.scope_id, p.heading, p.text, d.lang, d.title, d.questions, v.text AS document
    FROM passages p JOIN documents d ON d.id = p.document_id
    JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
    WHERE p.id > ? ORDER BY p.id LIMIT ?"""


def record_analysis(session: Session) -> None:
    """Note in an empty store that passages are indexed by this version's rules."""
    session.execute("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", [_DONE, str(ANALYSIS_VERSION)])


def _reached(session: Session) -> int | None:
    """The last passage indexed by this version's rules; None when all are."""
    row = session.execute("SELECT value FROM meta WHERE key = ?", [_DONE]).fetchone()
    if row is None:
        return None
    version, _, last = row["value"].partition(" ")
    if version != str(ANALYSIS_VERSION):
        return 0
    return int(last) if last else None


def _note(session: Session, last: int | None) -> None:
    value = f"{ANALYSIS_VERSION} {last}" if last is not None else str(ANALYSIS_VERSION)
    session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [_DONE, value])
