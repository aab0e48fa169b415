"""Which questions had no good answer, and why: read from what is stored about them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from core.clock import parse_timestamp
from core.db import Session
from core.model import Author, Decision, Reason
from insights.gaps.model import Why
from insights.log.model import NO_QUESTION
from insights.masking import mask

NOT_FOR_CONTENT = frozenset({*NO_QUESTION, Reason.INTERNAL_FAILURE, Reason.PERSON_IN_CHARGE})
"""Reasons that say nothing about what the content holds."""
AGAIN_WITHIN = timedelta(minutes=30)
"""A question asked again in other words within that time tells that the first answer was no good."""
SAME_AGAIN = 0.45
"""Least cosine, in the space gaps are made in, of a question and its repetition in other words."""
_LONGEST_PAUSE_S = 300
LONGEST = 1_000
"""Characters of a question that are kept here."""

_REASONS = ", ".join(f"'{reason}'" for reason in sorted(NOT_FOR_CONTENT))
# The next real question of the conversation ends what may be said about this one. A hand-over counts as following on
# this question unless it was made for another real one.
_FACTS = f"""SELECT q.message_id, q.conversation_id, q.text, q.lang, q.decision, q.reason, q.helpful, q.created_at,
        json_extract(a.trace, '$.standalone') AS standalone, n.message_id AS next_id, n.decision AS next_decision,
        n.created_at AS next_at,
        EXISTS (SELECT 1 FROM escalations e LEFT JOIN questions eq ON eq.message_id = e.question_id
            WHERE e.conversation_id = q.conversation_id AND e.created_at >= q.created_at
            AND (n.created_at IS NULL OR e.created_at < n.created_at)
            AND (eq.message_id IS NULL OR eq.message_id = q.message_id OR eq.reason IN ({_REASONS}))) AS handed_over
    FROM questions q LEFT JOIN answers a ON a.question_id = q.message_id
    LEFT JOIN questions n ON n.message_id = (SELECT message_id FROM questions o
        WHERE o.conversation_id = q.conversation_id AND o.created_at > q.created_at
        AND coalesce(o.reason, '') NOT IN ({_REASONS}) ORDER BY o.created_at LIMIT 1)
    WHERE q.message_id = ?"""  # noqa: S608 - fixed names
_WORK = f"""SELECT sum(min(pause, {_LONGEST_PAUSE_S})) FROM (SELECT author,
        (julianday(created_at) - julianday(lag(created_at) OVER (ORDER BY seq))) * 86400 AS pause
    FROM messages WHERE conversation_id = ?) WHERE author = '{Author.AGENT}'"""  # noqa: S608 - fixed names


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one logged question."""

    message_id: str
    text: str
    """Masked, and understandable by itself."""
    lang: str | None
    why: Why | None
    """None: it had a good answer, or is none that content could answer."""
    next_id: str | None
    """The question that may say the same again; only where nothing else tells already."""
    agent_seconds: float

    @property
    def to_compare(self) -> bool:
        """Whether its vector is needed."""
        return self.why is not None or self.next_id is not None


def facts_of(session: Session, message_id: str) -> Facts | None:
    """The facts of a question; None when it is no longer in the log."""
    row = session.execute(_FACTS, (message_id,)).fetchone()
    if row is None:
        return None
    why, again = _why(row), row["next_id"] if _soon(row) else None
    return Facts(
        message_id=message_id,
        text=mask(row["standalone"] or row["text"])[:LONGEST],
        lang=row["lang"],
        why=why,
        next_id=again if why is None and _asks(row) and row["helpful"] is None else None,
        agent_seconds=_work(session, row["conversation_id"]) if why else 0.0,
    )


def _asks(row: sqlite3.Row) -> bool:
    return row["reason"] not in NOT_FOR_CONTENT


def _why(row: sqlite3.Row) -> Why | None:
    """The plainest sign comes first; what the customer found helpful was good, however unsure we were."""
    if not _asks(row) or row["helpful"] == 1:
        return None
    answered_next = _soon(row) and row["next_decision"] == Decision.ANSWER
    signs = (
        (row["helpful"] == 0, Why.DISLIKED),
        (row["decision"] == Decision.ESCALATE, Why.UNANSWERED),
        (bool(row["handed_over"]), Why.HANDED_OVER),
        (row["decision"] == Decision.CAVEAT, Why.UNSURE),
        (row["decision"] == Decision.CLARIFY and not answered_next, Why.UNCLEAR),
    )
    return next((why for holds, why in signs if holds), None)


def _soon(row: sqlite3.Row) -> bool:
    """Whether the customer asked on before long."""
    if row["next_at"] is None:
        return False
    return parse_timestamp(row["next_at"]) - parse_timestamp(row["created_at"]) <= AGAIN_WITHIN


def _work(session: Session, conversation_id: str) -> float:
    found = session.execute(_WORK, (conversation_id,)).fetchone()[0]
    return float(found or 0.0)
