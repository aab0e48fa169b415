"""Questions of escalations summed up by a model: which are still to be, and what came of it.

Only what takes reading is summed up: a question that fills more than a line, or a talk of several messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from answering.understanding.restating_model import Restatement
from core.clock import timestamp
from core.db import Session
from escalation.states import OPEN

ONE_LINE = 160
"""Characters of a question that is read at a glance."""
MOST_TRIES = 3
AGAIN_AFTER = timedelta(minutes=1)
"""A try that is older than that has failed, or its process died."""
WORTH = timedelta(minutes=30)
"""Later an agent has read it, or reads it just as well without."""

_STILL_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))


@dataclass(frozen=True, slots=True)
class Due:
    """An escalation whose question is to be summed up."""

    escalation_id: str
    conversation_id: str
    lang: str | None


class Restatements:
    """What is kept. Methods take the caller's open session."""

    def due(self, session: Session, now: datetime) -> Due | None:
        """The one that has waited longest; None without any."""
        row = session.execute(
            f"""SELECT e.id, e.conversation_id, e.lang FROM escalations e
                LEFT JOIN restatements r ON r.escalation_id = e.id LEFT JOIN restating t ON t.escalation_id = e.id
                WHERE e.created_at > ? AND e.status IN ({_STILL_OPEN}) AND r.id IS NULL
                AND (t.tries IS NULL OR (t.tries < ? AND t.tried_at <= ?))
                AND (length(e.question) > ? OR (SELECT count(*) FROM messages m WHERE m.author = 'visitor'
                    AND m.conversation_id = e.conversation_id AND m.text <> '') > 1)
                ORDER BY e.created_at LIMIT 1""",  # noqa: S608 - fixed names
            (timestamp(now - WORTH), MOST_TRIES, timestamp(now - AGAIN_AFTER), ONE_LINE),
        ).fetchone()
        return Due(row["id"], row["conversation_id"], row["lang"]) if row else None

    def take(self, session: Session, now: datetime) -> Due | None:
        """Like `due`, noted as tried, so that other processes leave it alone."""
        due = self.due(session, now)
        if due is not None:
            session.execute(
                "INSERT INTO restating VALUES (?, 1, ?) ON CONFLICT DO UPDATE"
                " SET tries = tries + 1, tried_at = excluded.tried_at",
                (due.escalation_id, timestamp(now)),
            )
        return due

    def give_up(self, session: Session, escalation_id: str) -> None:
        """Try no more: what was said cannot be used, and would be said again."""
        session.execute("UPDATE restating SET tries = ? WHERE escalation_id = ?", (MOST_TRIES, escalation_id))

    def keep(self, session: Session, escalation_id: str, made: Restatement, now: datetime) -> None:
        """Keep what was made; the first wins, and nothing is kept of an escalation that was erased meanwhile."""
        session.execute(
            "INSERT INTO restatements (escalation_id, text, lang, model, prompt, created_at)"
            " SELECT id, ?, ?, ?, ?, ? FROM escalations WHERE id = ? ON CONFLICT DO NOTHING",
            (made.text, made.lang, made.model, made.prompt, timestamp(now), escalation_id),
        )

    def of(self, session: Session, escalation_id: str) -> Restatement | None:
        """What was made for this escalation."""
        row = session.execute(
            "SELECT text, lang, model, prompt FROM restatements WHERE escalation_id = ?", (escalation_id,)
        ).fetchone()
        return Restatement(**dict(row)) if row else None
