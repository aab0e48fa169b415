"""Masks what is stored once more when the rules of masking have changed, in small steps.

`meta` keeps for which rules the rows are being gone through, and the last one that is done. Rows stored meanwhile are
masked by the new rules anyway.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from core.db import Database, Session
from insights.log.words import folded
from insights.masking import RULES_VERSION, mask

BATCH = 200
"""Questions in one transaction."""
_META = "masking"
# What the customer wrote is there as long as the conversation is: with it, what was masked in error comes back.
_QUESTIONS = """SELECT q.message_id AS id, q.text, q.page_url, q.folded, m.text AS said FROM questions q
    LEFT JOIN messages m ON m.id = q.message_id WHERE q.message_id > ? ORDER BY q.message_id LIMIT ?"""
_COPIES = ("gap_questions", "golden_questions")
"""Tables that hold the question too, perhaps worded otherwise."""


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the rows have been gone through."""

    rules: int
    after: str | None
    """Id of the last question that is done; None: all are."""


class MaskingRenewal:
    """Masks rows by the rules of today; safe in several processes at once."""

    def __init__(self, database: Database, rules: int = RULES_VERSION) -> None:
        self._database = database
        self._rules = rules

    def step(self) -> int:
        """Mask some rows anew; returns how many were looked at, 0 when all are done."""
        with self._database.read() as session:
            if self._place(session).after is None:
                return 0
        with self._database.write() as session:
            after = self._place(session).after
            if after is None:
                return 0
            rows = session.execute(_QUESTIONS, (after, BATCH)).fetchall()
            for row in rows:
                _mask_question(session, row)
                _mask_copies(session, row["id"])
            self._note(session, rows[-1]["id"] if len(rows) == BATCH else None)
        return len(rows)

    def _place(self, session: Session) -> _Place:
        row = session.execute("SELECT value FROM meta WHERE key = ?", (_META,)).fetchone()
        found = _Place(**json.loads(row["value"])) if row else _Place(0, None)
        return found if found.rules >= self._rules else _Place(self._rules, "")

    def _note(self, session: Session, after: str | None) -> None:
        value = json.dumps({"rules": self._rules, "after": after})
        session.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_META, value))


def _mask_question(session: Session, row: sqlite3.Row) -> None:
    text = mask(row["said"] if row["said"] is not None else row["text"])
    page = mask(row["page_url"]) if row["page_url"] else None
    if (text, page) != (row["text"], row["page_url"]) or row["folded"] is None:
        session.execute(
            "UPDATE questions SET text = ?, page_url = ?, folded = ? WHERE message_id = ?",
            (text, page, folded(text), row["id"]),
        )


def _mask_copies(session: Session, message_id: str) -> None:
    """The names of a gap are made from its questions once more when one of them has changed."""
    for table in _COPIES:
        row = session.execute(f"SELECT text FROM {table} WHERE message_id = ?", (message_id,)).fetchone()  # noqa: S608
        text = mask(row["text"]) if row else None
        if row is not None and text != row["text"]:
            session.execute(f"UPDATE {table} SET text = ? WHERE message_id = ?", (text, message_id))  # noqa: S608
            session.execute(
                "UPDATE gaps SET stale = 1 WHERE id = (SELECT gap_id FROM gap_questions WHERE message_id = ?)",
                (message_id,),
            )
