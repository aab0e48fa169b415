"""Full text over internal notes. Only the search of the desk reads it: nothing a customer is given does."""

from __future__ import annotations

import json

from answering.conversations.line_search import terms_of
from core.backlog import BATCH, work_off
from core.db import Database, Session
from escalation.states import Happening

_LEFT = "note_search"


def put_note(session: Session, entry_id: int, text: str) -> None:
    """Index a note by the id of its entry in the history, in the transaction that stores it."""
    terms = " ".join(terms_of(text, None))
    session.execute("INSERT OR REPLACE INTO notes_fts (rowid, terms) VALUES (?, ?)", (entry_id, terms))


def note_text(session: Session, entry_id: int) -> str:
    """The words of a note."""
    row = session.execute("SELECT data FROM escalation_events WHERE id = ?", (entry_id,)).fetchone()
    return str(json.loads(row["data"]).get("text", ""))


def index_earlier_notes(database: Database) -> int:
    """Index notes stored before there was an index; returns how many."""
    return work_off(database, _LEFT, _index_some)


def _index_some(session: Session, last: int) -> list[int]:
    rows = session.execute(
        "SELECT id FROM escalation_events WHERE type = ? AND id <= ? ORDER BY id DESC LIMIT ?",
        (Happening.NOTED, last, BATCH),
    ).fetchall()
    for row in rows:
        put_note(session, row["id"], note_text(session, row["id"]))
    return [row["id"] for row in rows]
