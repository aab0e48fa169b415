"""Search over all conversations, open and past: by what was said and noted, by whose they are, by an id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from answering.conversations.line_search import MAX_SEARCH, Wanted, excerpt, wanted
from core.db import Session
from core.model import Author
from escalation.note_search import note_text
from escalation.states import Status

LINES = 5_000
"""So many of the latest lines that match are looked at."""
_ID = re.compile(r"(?:esc|cnv|msg)_[0-9a-z]{6,}", re.ASCII)

_BY_LINE = """SELECT m.conversation_id, max(m.seq) AS seq, NULL AS note FROM messages m WHERE m.seq IN
    (SELECT rowid FROM messages_fts WHERE messages_fts MATCH :match ORDER BY rowid DESC LIMIT :lines) GROUP BY 1"""
_BY_NOTE = """SELECT e.conversation_id, NULL, max(h.id) FROM escalation_events h
    JOIN escalations e ON e.id = h.escalation_id WHERE h.id IN
    (SELECT rowid FROM notes_fts WHERE notes_fts MATCH :match ORDER BY rowid DESC LIMIT :lines) GROUP BY 1"""
_BY_ID = """SELECT id, NULL, NULL FROM conversations WHERE id >= :id AND id < :id || '~'
    UNION SELECT conversation_id, NULL, NULL FROM escalations WHERE id >= :id AND id < :id || '~'
    UNION SELECT conversation_id, max(seq), NULL FROM messages WHERE id >= :id AND id < :id || '~' GROUP BY 1"""
_FOUND = """WITH found (conversation_id, seq, note) AS ({sources})
    SELECT c.id, c.updated_at, max(found.seq) AS seq, max(found.note) AS note,
      coalesce(v.name, v.email, c.contact_email) AS customer,
      coalesce(v.email, c.contact_email) AS email, e.id AS escalation_id, e.status, s.name AS agent_name
    FROM found JOIN conversations c ON c.id = found.conversation_id JOIN visitors v ON v.id = c.visitor_id
    LEFT JOIN escalations e ON e.id =
      (SELECT id FROM escalations WHERE conversation_id = c.id ORDER BY created_at DESC, id DESC LIMIT 1)
    LEFT JOIN staff s ON s.id = e.agent_id
    GROUP BY c.id ORDER BY c.updated_at DESC, c.id DESC LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation that was found."""

    conversation_id: str
    escalation_id: str | None
    """Its latest hand-off."""
    status: Status | None
    agent_name: str | None
    customer: str | None
    email: str | None
    updated_at: str
    author: Author | None
    """Who wrote the line that is shown; None when it has none."""
    line: tuple[tuple[str, bool], ...]
    """Pieces of the latest line or note that matched, or of the first line, and whether each is a match."""
    is_note: bool = False
    """Whether what is shown is an internal note."""


class ConversationSearch:
    """Search for staff who may read every conversation; the caller sees to that."""

    def find(self, session: Session, text: str, limit: int) -> tuple[tuple[Hit, ...], bool]:
        """The latest active conversations that match, at most `limit`, and whether there are more."""
        text = text.strip()[:MAX_SEARCH]
        if not text:
            return (), False
        sought = wanted(text)
        sources, values = _sources(text, sought)
        query = _FOUND.format(sources="\n UNION ALL ".join(sources))
        rows = session.execute(query, {**values, "limit": limit + 1}).fetchall()
        return tuple(_hit(session, row, sought) for row in rows[:limit]), len(rows) > limit


def _sources(text: str, sought: Wanted | None) -> tuple[list[str], dict[str, Any]]:
    if _ID.fullmatch(text):
        return [_BY_ID], {"id": text}
    by_name, values = _by_name(text.split())
    if sought is None:
        return [by_name], values
    return [_BY_LINE, _BY_NOTE, by_name], {**values, "match": sought.match, "lines": LINES}


def _by_name(words: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Every word must be in the name or the address."""
    known = "coalesce(v.name, '') || ' ' || coalesce(v.email, '') || ' ' || coalesce(c.contact_email, '')"
    conditions = [f"{known} LIKE :word{at} ESCAPE '\\'" for at in range(len(words))]
    where = " AND ".join(conditions)
    values = {f"word{at}": f"%{_literal(word)}%" for at, word in enumerate(words)}
    return f"SELECT c.id, NULL, NULL FROM conversations c JOIN visitors v ON v.id = c.visitor_id WHERE {where}", values  # noqa: S608


def _literal(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def _hit(session: Session, row: Any, sought: Wanted | None) -> Hit:
    author, line = _shown(session, row, sought)
    return Hit(
        conversation_id=row["id"],
        escalation_id=row["escalation_id"],
        status=Status(row["status"]) if row["status"] else None,
        agent_name=row["agent_name"],
        customer=row["customer"],
        email=row["email"],
        updated_at=row["updated_at"],
        author=author,
        line=line,
        is_note=_is_note(row),
    )


def _is_note(row: Any) -> bool:
    return row["seq"] is None and row["note"] is not None


def _shown(session: Session, row: Any, sought: Wanted | None) -> tuple[Author | None, tuple[tuple[str, bool], ...]]:
    if _is_note(row):
        return Author.AGENT, excerpt(note_text(session, row["note"]), sought, None)
    line = session.execute(
        "SELECT author, text, lang FROM messages WHERE conversation_id = ?1 AND seq ="
        " coalesce(?2, (SELECT min(seq) FROM messages WHERE conversation_id = ?1))",
        (row["id"], row["seq"]),
    ).fetchone()
    return (Author(line["author"]), excerpt(line["text"], sought, line["lang"])) if line else (None, ())
