"""The desk: what customers, the assistant, agents and the clock do to an escalation.

Every method runs in the caller's transaction; `moves` says what it leaves there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from answering.understanding.intents import Intent, by_rule
from core.clock import new_id
from core.db import Session
from core.model import Author, Conversation, Message, Reason
from escalation.agent_desk import MAX_REPLY, AgentDesk
from escalation.states import Actor, Happening, Status
from escalation.tickets import Escalation, person_in_charge
from escalation.topics import Topic

__all__ = ["MAX_REPLY", "Desk"]

_PARTING = frozenset((Intent.THANKS, Intent.GOODBYE))


class Desk(AgentDesk):
    """Use cases of hand-off."""

    def start(
        self,
        session: Session,
        visitor_id: str,
        *,
        lang: str | None = None,
        page_url: str | None = None,
        page_title: str | None = None,
        audiences: Iterable[str] = (),
    ) -> Conversation:
        """Begin a conversation, owned by the assistant, and announce it."""
        made = self._conversations.create(
            session, visitor_id, lang=lang, page_url=page_url, page_title=page_title, audiences=audiences
        )
        facts = {"conversation_id": made.id, "lang": made.lang, "created_at": made.created_at}
        self._outbox.enqueue(session, f"{made.id}.opened", Topic.CONVERSATION_OPENED, facts)
        return made

    def accept(
        self,
        session: Session,
        conversation_id: str,
        text: str,
        *,
        lang: str | None = None,
        author_id: str | None = None,
        attachments: Sequence[str] = (),
        for_person: bool = False,
    ) -> Message:
        """Store a customer's message; reopen or wake the escalation it belongs to, but for a parting thank-you.

        The message waits for the assistant unless a person is in charge (see `person_in_charge`), or `for_person`.
        """
        live = self._queue.live(session, conversation_id)
        if live is not None and not (live.status is Status.RESOLVED and by_rule(text) in _PARTING):
            live = self._call(session, live, Happening.CUSTOMER_WROTE, Actor.CUSTOMER)
        return self._conversations.add_message(
            session,
            conversation_id,
            Author.VISITOR,
            text,
            lang=lang,
            author_id=author_id,
            pending=not (for_person or person_in_charge(live)),
            attachments=attachments,
        )

    def person_in_charge(self, session: Session, conversation_id: str) -> bool:
        """Whether the assistant must be silent: an agent has it, or has written and not handed it back."""
        return person_in_charge(self._queue.live(session, conversation_id))

    def open(
        self,
        session: Session,
        conversation_id: str,
        reason: Reason,
        question: str,
        *,
        actor: Actor = Actor.ASSISTANT,
        question_id: str | None = None,
        lang: str | None = None,
        confidence: float | None = None,
        evidence: Sequence[Mapping[str, Any]] = (),
        topic: str | None = None,
    ) -> Escalation:
        """Hand the conversation to the queue, or join the escalation it already has. Safe to repeat."""
        live = self._queue.live(session, conversation_id)
        if live is not None:
            return self._call(session, live, Happening.JOINED, actor, {"reason": reason})
        values = {
            "id": new_id("esc"),
            "conversation_id": conversation_id,
            "reason": reason,
            "question": question,
            "question_id": question_id,
            "lang": lang,
            "confidence": confidence,
            "evidence": json.dumps(list(evidence), ensure_ascii=False),
            "topic": topic,
        }
        return self._moves.open(session, values, actor, {"reason": reason})

    def rate(self, session: Session, conversation_id: str, score: int, comment: str | None = None) -> None:
        """Keep how satisfied the customer is, 1 to 5, and announce the mark; raises NotFound or InvalidInput."""
        self._conversations.set_csat(session, conversation_id, score, comment)
        live = self._queue.live(session, conversation_id)
        facts = {
            "conversation_id": conversation_id,
            "score": score,
            "escalation_id": live.id if live else None,
            "agent_id": live.agent_id if live else None,
            "created_at": self._now(),
        }
        self._outbox.enqueue(session, new_id("csat"), Topic.CSAT_RECEIVED, facts)

    def remark(self, session: Session, conversation_id: str, text: str) -> bool:
        """Keep a note of Askwell's own with the conversation's latest escalation; False when it never had one.

        The customer never sees it. The same note twice in a row is kept once.
        """
        found = self._queue.of_conversation(session, conversation_id)
        if not found:
            return False
        history = self._queue.history(session, found[-1].id)
        if not history or history[-1].data.get("text") != text:
            self._moves.apply(session, found[-1], Happening.NOTED, Actor.TIMER, {"text": text})
        return True

    def _call(
        self,
        session: Session,
        live: Escalation,
        happening: Happening,
        actor: Actor,
        data: Mapping[str, Any] | None = None,
    ) -> Escalation:
        """Let it happen; to one that is resolved, whatever comes from the customer's side means that it is reopened."""
        if live.status is Status.RESOLVED:
            happening = Happening.REOPENED
        return self._moves.apply(session, live, happening, actor, data)
