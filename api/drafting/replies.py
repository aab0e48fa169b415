"""The replies of agents that drafts are made from: who they were for, and which names are in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.db import Session
from core.errors import InvalidInput, NotFound
from core.language import primary, recognise
from core.model import Author
from insights.drafts.assembling import MOST_REPLIES, AgentReply
from insights.masking import mask

_LINES = """SELECT m.id, m.text, m.author_name, m.lang, c.lang AS conversation_lang, c.audiences, v.name AS visitor,
        v.email, m.conversation_id
    FROM messages m JOIN conversations c ON c.id = m.conversation_id LEFT JOIN visitors v ON v.id = c.visitor_id
    WHERE m.author = ? AND m.text <> ''"""


@dataclass(frozen=True, slots=True)
class Replies:
    """Lines of agents, and who could see what they were told."""

    lines: tuple[AgentReply, ...]
    audiences: frozenset[str]
    """A document made from them may be seen by these; empty: by everybody."""
    question: str
    """What the first of them replied to; masked."""


def chosen_replies(session: Session, message_ids: Sequence[str], languages: Iterable[str]) -> Replies:
    """The lines with these ids; raises NotFound for others, InvalidInput when they may not be put together."""
    wanted = list(dict.fromkeys(message_ids))
    if not wanted or len(wanted) > MOST_REPLIES:
        raise InvalidInput(f"Choose 1 to {MOST_REPLIES} replies.")
    marks = ", ".join("?" * len(wanted))
    rows = session.execute(f"{_LINES} AND m.id IN ({marks})", (Author.AGENT, *wanted)).fetchall()
    if len(rows) != len(wanted):
        raise NotFound("A reply that you chose is not there, or it is not one of an agent.")
    return _replies(session, sorted(rows, key=lambda row: wanted.index(row["id"])), languages)


def replies_in_gap(session: Session, gap_id: str, languages: Iterable[str]) -> Replies:
    """What agents wrote after the questions of a gap, the latest first.

    Where they were written to customers who may see different things, only what everybody may see is taken.
    """
    rows = session.execute(
        f"""{_LINES} AND EXISTS (SELECT 1 FROM gap_questions g JOIN messages q ON q.id = g.message_id
                WHERE g.gap_id = ? AND q.conversation_id = m.conversation_id AND q.seq < m.seq)
            ORDER BY m.seq DESC LIMIT ?""",  # noqa: S608 - fixed text
        (Author.AGENT, gap_id, MOST_REPLIES),
    ).fetchall()
    everybody = [row for row in rows if row["audiences"] == "[]"]
    return _replies(session, everybody or _of_first(rows), languages)


def replies_to(session: Session, message_id: str) -> tuple[str, ...]:
    """Ids of what agents wrote after a question, until the customer's next one."""
    rows = session.execute(
        """SELECT m.id FROM messages m JOIN messages q ON q.conversation_id = m.conversation_id
            WHERE q.id = ? AND m.author = ? AND m.text <> '' AND m.seq > q.seq AND m.seq < coalesce(
                (SELECT min(n.seq) FROM questions l JOIN messages n ON n.id = l.message_id
                 WHERE l.conversation_id = q.conversation_id AND n.seq > q.seq), m.seq + 1)
            ORDER BY m.seq LIMIT ?""",
        (message_id, Author.AGENT, MOST_REPLIES),
    )
    return tuple(str(row["id"]) for row in rows)


def _of_first(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    return [row for row in rows if row["audiences"] == rows[0]["audiences"]]


def _replies(session: Session, rows: Sequence[sqlite3.Row], languages: Iterable[str]) -> Replies:
    expected = tuple(languages)
    lines = tuple(AgentReply(row["id"], row["text"], _language(row, expected), _names(session, row)) for row in rows)
    question = _question(session, rows[0]) if rows else ""
    return Replies(lines, _together([frozenset(json.loads(row["audiences"])) for row in rows]), question)


def _together(audiences: Sequence[frozenset[str]]) -> frozenset[str]:
    """Those who may see everything that went in; nobody else may see what is made of it."""
    limited = [names for names in audiences if names]
    if not limited:
        return frozenset()
    common = frozenset.intersection(*limited)
    if not common:
        raise InvalidInput(
            "These replies went to customers who may see different things. Make a draft of each, so that nothing "
            "reaches those it was not meant for."
        )
    return common


def _language(row: sqlite3.Row, expected: Sequence[str]) -> str:
    declared = row["lang"] or row["conversation_lang"] or expected[0]
    return primary(recognise(row["text"], expected, declared))


def _names(session: Session, row: sqlite3.Row) -> tuple[str, ...]:
    agents = session.execute(
        "SELECT DISTINCT author_name FROM messages WHERE conversation_id = ? AND author_name IS NOT NULL",
        (row["conversation_id"],),
    )
    found = [row["visitor"], (row["email"] or "").partition("@")[0], *(one["author_name"] for one in agents)]
    return tuple(name for name in found if name)


def _question(session: Session, row: sqlite3.Row) -> str:
    """The customer's last question before a reply, as the log of questions has it."""
    found = session.execute(
        """SELECT q.text FROM questions q JOIN messages m ON m.id = q.message_id
            WHERE q.conversation_id = ? AND m.seq < (SELECT seq FROM messages WHERE id = ?)
            ORDER BY m.seq DESC LIMIT 1""",
        (row["conversation_id"], row["id"]),
    ).fetchone()
    return mask(str(found["text"])) if found else ""
