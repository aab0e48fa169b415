"""What happened after one question, step by step, as far as it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from core.clock import parse_timestamp
from core.db import Session
from core.model import Author, Reason
from escalation.states import Status
from insights.masking import mask

MOST_LINES = 20
"""Agents' lines that are shown."""

# What belongs to this question ends with the next one of the conversation.
_NEXT = """SELECT message_id, text, created_at FROM questions WHERE conversation_id = :conversation
    AND (created_at, message_id) > (:at, :id) ORDER BY created_at, message_id LIMIT 1"""
_HAND_OVER = """SELECT status, reason, created_at, first_reply_at FROM escalations WHERE conversation_id = :conversation
    AND (question_id = :id OR (created_at >= :at AND (:end IS NULL OR created_at < :end)))
    ORDER BY created_at LIMIT 1"""
_REPLIES = f"""SELECT id, author_name, text, created_at FROM messages WHERE conversation_id = :conversation
    AND author = '{Author.AGENT}' AND seq > (SELECT seq FROM messages WHERE id = :id)
    AND (:end IS NULL OR created_at < :end) ORDER BY seq LIMIT {MOST_LINES}"""  # noqa: S608 - fixed names
_GAP = """SELECT g.id, n.name FROM gap_questions q JOIN gaps g ON g.id = q.gap_id
    LEFT JOIN gap_names n ON n.gap_id = g.id AND n.lang = g.lang WHERE q.message_id = :id"""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over to a person."""

    status: Status
    reason: Reason
    at: str
    reply_minutes: float | None
    """From the hand-over to the first line of an agent; None: there is none yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an agent, masked."""

    message_id: str
    agent: str | None
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What the customer asked after it in the same conversation."""

    message_id: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class GapOf:
    """The gap that a question is in."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What followed on a question."""

    hand_over: HandOver | None
    replies: tuple[Line, ...]
    next: NextQuestion | None
    gap: GapOf | None


def aftermath(session: Session, message_id: str) -> Aftermath:
    """What followed on a question that is in the log."""
    asked = session.execute(
        "SELECT message_id AS id, conversation_id AS conversation, created_at AS at FROM questions"
        " WHERE message_id = ?",
        (message_id,),
    ).fetchone()
    known = dict(asked)
    after = session.execute(_NEXT, known).fetchone()
    known["end"] = after["created_at"] if after else None
    hand_over = _hand_over(session, known)
    if hand_over is not None:
        known["end"] = None  # an agent answers what was asked while waiting along with it
    gap = session.execute(_GAP, known).fetchone()
    return Aftermath(
        hand_over=hand_over,
        replies=tuple(
            Line(row["id"], row["author_name"], mask(row["text"]), row["created_at"])
            for row in session.execute(_REPLIES, known)
        ),
        next=NextQuestion(after["message_id"], after["text"], after["created_at"]) if after else None,
        gap=GapOf(gap["id"], gap["name"] or "Without a name yet") if gap else None,
    )


def _hand_over(session: Session, known: dict[str, str | None]) -> HandOver | None:
    row = session.execute(_HAND_OVER, known).fetchone()
    if row is None:
        return None
    minutes = None
    if row["first_reply_at"] is not None:
        minutes = (parse_timestamp(row["first_reply_at"]) - parse_timestamp(row["created_at"])).total_seconds() / 60
    return HandOver(Status(row["status"]), Reason(row["reason"]), row["created_at"], minutes)
