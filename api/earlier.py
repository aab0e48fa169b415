"""What a customer asked before: earlier conversations, as the card of a new one tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.db import Session

SHOWN = 5
"""How many of them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier conversation."""

    conversation_id: str
    at: str
    question: str
    """The first thing the customer wrote in it."""
    questions: int
    """How many messages the customer wrote."""
    answered: int
    """Answers that were shown as such."""
    doubtful: int
    """Answers with a caveat, and questions back."""
    escalation_id: str | None
    """Its latest hand-off."""
    status: str | None
    outcome: str | None
    agent_name: str | None
    csat: int | None


def earlier_conversations(session: Session, visitor_id: str, but: str) -> tuple[tuple[Earlier, ...], int]:
    """The latest of a visitor's conversations except `but`, and how many there are."""
    count = session.execute(
        "SELECT count(*) FROM conversations WHERE visitor_id = ? AND id <> ?", (visitor_id, but)
    ).fetchone()[0]
    rows = session.execute(
        """SELECT c.id, c.created_at, c.csat_score, e.id AS escalation, e.status, e.outcome, s.name AS agent,
             (SELECT text FROM messages WHERE conversation_id = c.id AND author = 'visitor' ORDER BY seq LIMIT 1) AS q,
             (SELECT count(*) FROM messages WHERE conversation_id = c.id AND author = 'visitor') AS asked,
             (SELECT count(*) FROM answers a JOIN messages m ON m.id = a.message_id
               WHERE m.conversation_id = c.id AND a.decision = 'answer') AS answered,
             (SELECT count(*) FROM answers a JOIN messages m ON m.id = a.message_id
               WHERE m.conversation_id = c.id AND a.decision IN ('caveat', 'clarify')) AS doubtful
           FROM conversations c
           LEFT JOIN escalations e ON e.id =
             (SELECT id FROM escalations WHERE conversation_id = c.id ORDER BY created_at DESC, id DESC LIMIT 1)
           LEFT JOIN staff s ON s.id = e.last_agent_id
           WHERE c.visitor_id = ? AND c.id <> ? ORDER BY c.updated_at DESC LIMIT ?""",
        (visitor_id, but, SHOWN),
    )
    found = tuple(
        Earlier(
            row["id"], row["created_at"], row["q"] or "", row["asked"], row["answered"], row["doubtful"],
            row["escalation"], row["status"], row["outcome"], row["agent"], row["csat_score"],
        )
        for row in rows
    )  # fmt: skip
    return found, int(count)
