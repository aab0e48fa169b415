"""Full text over internal notes. Only the search of the desk reads it: nothing a customer is given does."""

from __future__ import annotations

import json

from answering.conversations.line_search import terms_of
from core.db import Database, Session
from escalation.states import Happening

_BATCH = 200
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
    """Index notes stored before there was an index, the latest first; returns how many. Killed, it goes on later."""
    done = 0
    while batch := _some(database):
        done += batch
    return done


def _some(database: Database) -> int:
    with database.read() as session:
        if _left(session) is None:
            return 0
    with database.write() as session:
        rows = session.execute(
            "SELECT id, data FROM escalation_events WHERE type = ? AND id <= ? ORDER BY id DESC LIMIT ?",
            (Happening.NOTED, _left(session), _BATCH),
        ).fetchall()
        for row in rows:
            put_note(session, row["id"], str(json.loads(row["data"]).get("text", "")))
        if rows:
            session.execute("UPDATE meta SET value = ? WHERE key = ?", (str(rows[-1]["id"] - 1), _LEFT))
        else:
            session.execute("DELETE FROM meta WHERE key = ?", (_LEFT,))
    return len(rows)


def _left(session: Session) -> int | None:
    row = session.execute("SELECT value FROM meta WHERE key = ?", (_LEFT,)).fetchone()
    return None if row is None else int(row["value"])
