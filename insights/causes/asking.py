"""Reads what is known of a gap's questions: signs, what was shown, what agents answered; personal data masked."""

from __future__ import annotations

import json
import re
import sqlite3

from core.db import Session
from core.model import Author
from insights.causes.model import Asked, Reply, Shown
from insights.gaps.model import Why
from insights.masking import mask

MOST = 4
"""Questions of a gap that are asked again: the latest of each language first, then those that agents answered."""
_CONSIDERED = 60
_REPLIES = 3
"""Lines of an agent that count as the answer to a question."""
_LONGEST = 1_500
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_QUESTIONS = """SELECT g.message_id, g.text, g.why, q.lang, q.feedback_reason, q.created_at, q.conversation_id, m.seq,
        c.audiences, json_extract(a.answer, '$.citations') AS citations,
        EXISTS (SELECT 1 FROM messages r WHERE r.conversation_id = q.conversation_id AND r.seq > m.seq
            AND r.author = ?) AS replied
    FROM gap_questions g JOIN questions q ON q.message_id = g.message_id
    JOIN conversations c ON c.id = q.conversation_id JOIN messages m ON m.id = g.message_id
    LEFT JOIN answers a ON a.question_id = g.message_id
    WHERE g.gap_id = ? ORDER BY q.created_at DESC LIMIT ?"""


def questions_of(session: Session, gap_id: str) -> list[Asked]:
    """The questions of a gap that tell most about its cause, a few at most."""
    rows = session.execute(_QUESTIONS, (Author.AGENT, gap_id, _CONSIDERED)).fetchall()
    return [_asked(session, row) for row in _telling(rows)]


def _telling(rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """One of each language with each sign, those with an agent's answer first."""
    ordered = sorted(rows, key=lambda row: -row["replied"])
    seen: dict[tuple[str, str], sqlite3.Row] = {}
    for row in ordered:
        seen.setdefault((row["lang"] or "", row["why"]), row)
    first = list(seen.values())
    return [*first, *(row for row in ordered if row not in first)][:MOST]


def _asked(session: Session, row: sqlite3.Row) -> Asked:
    citations = json.loads(row["citations"] or "[]")
    shown = dict.fromkeys(Shown(one["document_id"], one["document_version"]) for one in citations)
    return Asked(
        text=row["text"],
        lang=row["lang"],
        why=Why(row["why"]),
        audiences=frozenset(json.loads(row["audiences"])),
        feedback_reason=row["feedback_reason"],
        shown=tuple(shown),
        replies=_replies(session, row["conversation_id"], row["seq"]),
        at=row["created_at"],
    )


def _replies(session: Session, conversation_id: str, seq: int) -> tuple[Reply, ...]:
    """What agents wrote next in the conversation, as one reply."""
    rows = session.execute(
        """SELECT text, citations FROM messages WHERE conversation_id = ? AND seq > ? AND author = ?
            ORDER BY seq LIMIT ?""",
        (conversation_id, seq, Author.AGENT, _REPLIES),
    ).fetchall()
    if not rows:
        return ()
    text = "\n".join(row["text"] for row in rows)[:_LONGEST]
    cited = [one["document_id"] for row in rows for one in json.loads(row["citations"] or "[]")]
    return (Reply(mask(text), tuple(dict.fromkeys([*cited, *_linked(session, text)]))),)


def _linked(session: Session, text: str) -> list[str]:
    """Documents whose address stands in a reply."""
    found = []
    for address in dict.fromkeys(_URL.findall(text)[:10]):
        row = session.execute("SELECT id FROM documents WHERE url = ?", (address.rstrip(".,;:!?"),)).fetchone()
        if row is not None:
            found.append(str(row["id"]))
    return found
