"""Conversations: messages, answers with their evidence, feedback, and the live events that clients follow.

Every method takes the caller's open session, so that several stores share one transaction. Whatever a client can see
change is also written as an event in that transaction: a client that resumes after event N misses nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from answering.conversations.live_events import Event, LiveEvent
from answering.conversations.messages import Line
from answering.conversations.satisfaction import SatisfactionStore
from core.clock import new_id
from core.db import Session
from core.errors import Conflict, NotFound
from core.model import Answer, Author, Conversation, Message, Owner
from core.paging import Page, checked_limit, decode_cursor, encode_cursor

__all__ = ["ConversationStore", "Event", "Line", "LiveEvent", "answer_object"]


class ConversationStore(SatisfactionStore):
    """Conversations in SQLite."""

    # Conversations

    def create(
        self,
        session: Session,
        visitor_id: str,
        *,
        lang: str | None = None,
        page_url: str | None = None,
        page_title: str | None = None,
        audiences: Iterable[str] = (),
    ) -> Conversation:
        """Start a conversation, owned by the assistant."""
        identifier, now = new_id("cnv"), self._now()
        session.execute(
            "INSERT INTO conversations"
            " (id, visitor_id, owner, lang, page_url, page_title, audiences, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (identifier, visitor_id, Owner.ASSISTANT, lang, page_url, page_title, _dump(sorted(audiences)), now, now),
        )
        return self.get(session, identifier)

    def get(self, session: Session, conversation_id: str) -> Conversation:
        """The conversation; raises NotFound."""
        row = session.execute("SELECT * FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
        if row is None:
            raise NotFound("There is no such conversation.")
        return _conversation(row)

    def set_page(self, session: Session, conversation_id: str, url: str | None, title: str | None) -> None:
        """Note the page the visitor is on now."""
        session.execute(
            "UPDATE conversations SET page_url = ?, page_title = ? WHERE id = ?", (url, title, conversation_id)
        )

    def set_audiences(self, session: Session, conversation_id: str, audiences: Iterable[str]) -> None:
        """Note what the visitor may see now: an answer that is owed after a restart is found within it."""
        session.execute(
            "UPDATE conversations SET audiences = ? WHERE id = ?", (_dump(sorted(audiences)), conversation_id)
        )

    def set_owner(
        self,
        session: Session,
        conversation_id: str,
        owner: Owner,
        *,
        agent_id: str | None = None,
        agent_name: str | None = None,
    ) -> None:
        """Put `owner` in charge and tell the clients; an agent also takes over what is still unanswered."""
        if (owner is Owner.AGENT) != (agent_id is not None):
            raise ValueError("an agent who owns a conversation has an id, the other owners have none")
        session.execute(
            "UPDATE conversations SET owner = ?, agent_id = ?, updated_at = ? WHERE id = ?",
            (owner, agent_id, self._now(), conversation_id),
        )
        if owner is Owner.AGENT:
            session.execute("UPDATE messages SET pending = 0 WHERE conversation_id = ? AND pending", (conversation_id,))
        self.append_event(session, conversation_id, LiveEvent.OWNER, {"owner": owner, "agent_name": agent_name})

    def mark_handed_back(self, session: Session, conversation_id: str) -> None:
        """From here on, only what comes later counts for the next hand-off."""
        session.execute(
            "UPDATE conversations SET handed_back_seq ="
            " (SELECT coalesce(max(seq), 0) FROM messages WHERE conversation_id = conversations.id) WHERE id = ?",
            (conversation_id,),
        )

    def conversations(
        self,
        session: Session,
        *,
        visitor_id: str | None = None,
        owner: Owner | None = None,
        lang: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Conversation]:
        """Conversations, the latest active first."""
        where, values = ["1 = 1"], list[Any]()
        for column, value in (("visitor_id", visitor_id), ("owner", owner), ("lang", lang)):
            if value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        if cursor is not None:
            where.append("(updated_at, id) < (?, ?)")
            values += decode_cursor(cursor, (str, str))
        rows = session.execute(
            f"SELECT * FROM conversations WHERE {' AND '.join(where)} ORDER BY updated_at DESC, id DESC LIMIT ?",  # noqa: S608 - fixed names
            (*values, checked_limit(limit) + 1),
        ).fetchall()
        items = tuple(_conversation(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(items, encode_cursor(items[-1].updated_at, items[-1].id) if more else None)

    # Answers

    def add_answer(
        self,
        session: Session,
        question: Message,
        answer: Answer,
        *,
        evidence: Sequence[Mapping[str, Any]] = (),
        trace: Mapping[str, Any] | None = None,
        escalation: Mapping[str, str] | None = None,
        trace_id: str | None = None,
    ) -> dict[str, Any]:
        """Store the assistant's answer to `question` as a message; return the whole answer object.

        `trace_id` names the request that brought the question; without one a new id is made.
        Raises Conflict when a person has taken over meanwhile, or when the question already has its answer.
        """
        conversation = self.get(session, question.conversation_id)
        if conversation.owner is Owner.AGENT:
            raise Conflict("A person has taken over this conversation.", owner=Owner.AGENT)
        message = self._insert_message(
            session, question.conversation_id, Author.ASSISTANT, answer.text, answer.lang, None, None, False
        )
        body = answer_object(answer, message, trace_id or new_id("trc"), escalation)
        try:
            self._insert_answer(session, question, answer, body, evidence, trace or {})
        except sqlite3.IntegrityError as error:
            raise Conflict("This message already has its answer.") from error
        session.execute("UPDATE messages SET pending = 0 WHERE id = ?", (question.id,))
        self._tell_message(session, message, body)
        return body

    def _insert_answer(
        self,
        session: Session,
        question: Message,
        answer: Answer,
        body: Mapping[str, Any],
        evidence: Sequence[Mapping[str, Any]],
        trace: Mapping[str, Any],
    ) -> None:
        kept = {
            "id": body["trace_id"],
            # More digits say nothing and would be paid for with every answer.
            "signals": {name: round(value, 5) for name, value in answer.signals.items()},
            "timings": {stage: round(ms, 2) for stage, ms in answer.timings.items()},
            **trace,
        }
        session.execute(
            "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                body["message_id"],
                question.id,
                answer.decision,
                answer.confidence,
                answer.reason,
                answer.generator,
                _dump(body),
                _dump(list(evidence)),
                _dump(kept),
                self._now(),
            ),
        )

    def answer(self, session: Session, message_id: str) -> dict[str, Any]:
        """The answer object of an assistant's message; raises NotFound."""
        return self._answer_column(session, message_id, "answer")  # type: ignore[no-any-return]

    def answer_to(self, session: Session, question_id: str) -> dict[str, Any] | None:
        """The answer object given to a visitor's message, if there is one."""
        row = session.execute("SELECT answer FROM answers WHERE question_id = ?", (question_id,)).fetchone()
        return None if row is None else json.loads(row["answer"])

    def question_of(self, session: Session, message_id: str) -> Message:
        """The visitor's message that an answer was given to; raises NotFound."""
        row = session.execute("SELECT question_id FROM answers WHERE message_id = ?", (message_id,)).fetchone()
        return self.message(session, row["question_id"] if row else "")

    def evidence(self, session: Session, message_id: str) -> list[dict[str, Any]]:
        """The passages an answer was chosen from, as they were then; raises NotFound."""
        return self._answer_column(session, message_id, "evidence")  # type: ignore[no-any-return]

    def trace(self, session: Session, message_id: str) -> dict[str, Any]:
        """How an answer came about: signals, timings and what the caller added; raises NotFound."""
        return self._answer_column(session, message_id, "trace")  # type: ignore[no-any-return]

    def _answer_column(self, session: Session, message_id: str, column: str) -> Any:
        row = session.execute(f"SELECT {column} FROM answers WHERE message_id = ?", (message_id,)).fetchone()  # noqa: S608
        if row is None:
            raise NotFound("There is no such answer.")
        return json.loads(row[column])

    # What the customer thinks

    def set_feedback(
        self, session: Session, message_id: str, helpful: bool, comment: str | None = None, reason: str | None = None
    ) -> Message:
        """Keep the visitor's latest verdict on an answer; raises NotFound. Returns the answer's message."""
        self.answer(session, message_id)
        session.execute(
            "INSERT INTO feedback (message_id, helpful, comment, reason, created_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (message_id) DO UPDATE SET helpful = excluded.helpful, comment = excluded.comment,"
            " reason = excluded.reason, created_at = excluded.created_at",
            (message_id, helpful, comment, reason, self._now()),
        )
        return self.message(session, message_id)

    def comments(self, session: Session, conversation_id: str) -> dict[str, str]:
        """What the visitor wrote beside a vote, by the id of the answer's message."""
        rows = session.execute(
            "SELECT f.message_id, f.comment FROM feedback f JOIN messages m ON m.id = f.message_id"
            " WHERE m.conversation_id = ? AND coalesce(f.comment, '') <> ''",
            (conversation_id,),
        )
        return {row["message_id"]: row["comment"] for row in rows}


def answer_object(
    answer: Answer, message: Message, trace_id: str | None, escalation: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The answer as every interface gives it: the fixed fields of the HTTP interface."""
    return {
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "decision": answer.decision.value,
        "confidence": answer.confidence,
        "lang": answer.lang,
        "text": answer.text,
        "citations": [asdict(citation) | {"heading": list(citation.heading)} for citation in answer.citations],
        "related": [asdict(document) for document in answer.related],
        "choices": list(answer.choices),
        "reason": answer.reason.value if answer.reason else None,
        "escalation": dict(escalation) if escalation else None,
        "generator": answer.generator,
        "trace_id": trace_id,
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _conversation(row: sqlite3.Row) -> Conversation:
    return Conversation(
        id=row["id"],
        visitor_id=row["visitor_id"],
        owner=Owner(row["owner"]),
        agent_id=row["agent_id"],
        lang=row["lang"],
        page_url=row["page_url"],
        page_title=row["page_title"],
        audiences=frozenset(json.loads(row["audiences"])),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        handed_back_seq=row["handed_back_seq"],
        csat_score=row["csat_score"],
        csat_comment=row["csat_comment"],
    )
