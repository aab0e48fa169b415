"""The desk: what customers, the assistant and agents do to an escalation.

Every method runs in the caller's transaction and leaves, together: the escalation in its new state, an entry in its
history, the conversation's owner, the events its clients follow, and the announcement in the outbox.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from answering.conversations import ConversationStore, LiveEvent
from answering.intents import Intent, by_rule
from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import Conflict, InvalidInput, TooLarge
from core.model import Author, Message, Owner, Reason
from escalation.outbox import Outbox
from escalation.queue import EscalationQueue
from escalation.tickets import OWNER_OF, Actor, Agent, Escalation, Happening, Status, person_in_charge, transition

MAX_REPLY = 8_000
"""Longest reply or note, in characters."""
TOPICS = {
    Happening.OPENED: "handoff.requested",
    Happening.CLAIMED: "conversation.assigned",
    Happening.RESOLVED: "conversation.resolved",
    Happening.REOPENED: "conversation.reopened",
}
"""What is announced through the outbox."""
_PARTING = frozenset((Intent.THANKS, Intent.GOODBYE))


class Desk:
    """Use cases of hand-off."""

    def __init__(self, conversations: ConversationStore, queue: EscalationQueue, outbox: Outbox, clock: Clock) -> None:
        self._conversations = conversations
        self._queue = queue
        self._outbox = outbox
        self._clock = clock

    # The customer and the assistant

    def accept(
        self,
        session: Session,
        conversation_id: str,
        text: str,
        *,
        lang: str | None = None,
        author_id: str | None = None,
    ) -> Message:
        """Store a customer's message; reopen or wake the escalation it belongs to, but for a parting thank-you.

        The message waits for the assistant unless a person is in charge (see `person_in_charge`).
        """
        live = self._queue.live(session, conversation_id)
        if live is not None and not (live.status is Status.RESOLVED and by_rule(text) in _PARTING):
            live = self._wake(session, live, Happening.CUSTOMER_WROTE, Actor.CUSTOMER)
        return self._conversations.add_message(
            session,
            conversation_id,
            Author.VISITOR,
            text,
            lang=lang,
            author_id=author_id,
            pending=not person_in_charge(live),
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
    ) -> Escalation:
        """Hand the conversation to the queue, or join the escalation it already has. Safe to repeat."""
        live = self._queue.live(session, conversation_id)
        if live is not None:
            return self._wake(session, live, Happening.JOINED, actor, {"reason": reason})
        now, identifier = self._now(), new_id("esc")
        values = {
            "id": identifier,
            "conversation_id": conversation_id,
            "status": transition(None, Happening.OPENED).target,
            "reason": reason,
            "question": question,
            "question_id": question_id,
            "lang": lang,
            "confidence": confidence,
            "evidence": json.dumps(list(evidence), ensure_ascii=False),
            "created_at": now,
            "waiting_since": now,
            "updated_at": now,
        }
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        session.execute(f"INSERT INTO escalations ({columns}) VALUES ({marks})", values)  # noqa: S608 - fixed names
        escalation = self._queue.get(session, identifier)
        self._tell(session, escalation, Happening.OPENED, actor, {"reason": reason})
        self._move_conversation(session, escalation)
        return escalation

    def _wake(
        self,
        session: Session,
        live: Escalation,
        happening: Happening,
        actor: Actor,
        data: Mapping[str, Any] | None = None,
    ) -> Escalation:
        """Let it happen; to one that is resolved, whatever comes from the customer's side means that it is reopened."""
        return self._apply(
            session, live, Happening.REOPENED if live.status is Status.RESOLVED else happening, actor, data
        )

    # Agents

    def claim(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Make `agent` the owner. Of two at once one wins; the other gets Conflict that names the winner."""
        now = self._now()
        won = session.execute(
            "UPDATE escalations SET status = ?, agent_id = ?, last_agent_id = ?, claimed_at = ?, updated_at = ?"
            " WHERE id = ? AND status = ? RETURNING id",
            (Status.CLAIMED, agent.id, agent.id, now, now, escalation_id, Status.QUEUED),
        ).fetchone()
        escalation = self._queue.get(session, escalation_id)
        if won is None:
            if escalation.agent_id == agent.id and escalation.status is not Status.RESOLVED:
                return escalation
            raise _taken(escalation)
        self._tell(session, escalation, Happening.CLAIMED, agent)
        self._move_conversation(session, escalation)
        return escalation

    def reply(self, session: Session, escalation_id: str, agent: Agent, text: str) -> Message:
        """Send the agent's line to the customer; only the owner may."""
        line = _checked(text)
        escalation = self._allowed(session, escalation_id, Happening.REPLIED, agent)
        message = self._conversations.add_message(
            session,
            escalation.conversation_id,
            Author.AGENT,
            line,
            lang=escalation.lang,
            author_id=agent.id,
            author_name=agent.name,
        )
        self._apply(session, escalation, Happening.REPLIED, agent, {"message_id": message.id})
        return message

    def note(self, session: Session, escalation_id: str, agent: Agent, text: str) -> Escalation:
        """Keep an internal note in the history; the customer never sees it."""
        line = _checked(text)
        escalation = self._allowed(session, escalation_id, Happening.NOTED, agent)
        return self._apply(session, escalation, Happening.NOTED, agent, {"text": line})

    def release(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Put it back into the queue; the owner may, or an administrator."""
        return self._act(session, escalation_id, Happening.RELEASED, agent)

    def resolve(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Settle it; the customer's next message reopens it. Only the owner may."""
        return self._act(session, escalation_id, Happening.RESOLVED, agent)

    def hand_back(self, session: Session, escalation_id: str, agent: Agent) -> Escalation:
        """Give the conversation back to the assistant: this escalation is over. Only the owner may."""
        return self._act(session, escalation_id, Happening.HANDED_BACK, agent)

    def typing(self, session: Session, escalation_id: str, agent: Agent) -> None:
        """Show the customer that the agent is typing; only who may reply may."""
        escalation = self._allowed(session, escalation_id, Happening.REPLIED, agent)
        self._conversations.typing(session, escalation.conversation_id, Author.AGENT, agent.name)

    # Inside

    def _now(self) -> str:
        return timestamp(self._clock())

    def _act(self, session: Session, escalation_id: str, happening: Happening, agent: Agent) -> Escalation:
        return self._apply(session, self._allowed(session, escalation_id, happening, agent), happening, agent)

    def _allowed(self, session: Session, escalation_id: str, happening: Happening, agent: Agent) -> Escalation:
        """The escalation, if its state and this agent's part in it allow that; raises NotFound or Conflict."""
        escalation = self._queue.get(session, escalation_id)
        if not transition(escalation.status, happening).actors & _parts(escalation, agent):
            raise _taken(escalation)
        return escalation

    def _apply(
        self,
        session: Session,
        escalation: Escalation,
        happening: Happening,
        actor: Actor | Agent,
        data: Mapping[str, Any] | None = None,
    ) -> Escalation:
        row = transition(escalation.status, happening)
        if isinstance(actor, Actor) and actor not in row.actors:
            raise _taken(escalation)
        target, now = row.target, self._now()
        session.execute(
            "UPDATE escalations SET status = ?, agent_id = ?, waiting_since = ?, first_reply_at = ?, resolved_at = ?,"
            " updated_at = ? WHERE id = ?",
            (
                target,
                escalation.agent_id if OWNER_OF[target] is Owner.AGENT else None,
                _waiting_since(escalation, happening, now),
                escalation.first_reply_at or (now if happening is Happening.REPLIED else None),
                _resolved_at(escalation, happening, now),
                now,
                escalation.id,
            ),
        )
        changed = self._queue.get(session, escalation.id)
        self._tell(session, changed, happening, actor, data)
        if target is not escalation.status:
            self._move_conversation(session, changed)
        return changed

    def _tell(
        self,
        session: Session,
        escalation: Escalation,
        happening: Happening,
        actor: Actor | Agent,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        entry = session.execute(
            "INSERT INTO escalation_events (escalation_id, type, actor, data, created_at) VALUES (?, ?, ?, ?, ?)",
            (
                escalation.id,
                happening,
                actor.id if isinstance(actor, Agent) else actor,
                json.dumps(data or {}, ensure_ascii=False),
                self._now(),
            ),
        ).lastrowid
        topic = TOPICS.get(happening)
        if topic is not None:
            self._outbox.enqueue(session, f"{escalation.id}.{entry}", topic, announcement(escalation))

    def _move_conversation(self, session: Session, escalation: Escalation) -> None:
        """Bring the conversation's owner in step with the escalation's new state, and tell the clients."""
        conversation = self._conversations.get(session, escalation.conversation_id)
        owner = OWNER_OF[escalation.status]
        agent_id = escalation.agent_id if owner is Owner.AGENT else None
        if (conversation.owner, conversation.agent_id) != (owner, agent_id):
            self._conversations.set_owner(
                session, conversation.id, owner, agent_id=agent_id, agent_name=escalation.agent_name
            )
        if escalation.status is Status.RETURNED:
            self._conversations.mark_handed_back(session, conversation.id)
        data = {"id": escalation.id, "status": escalation.status, "agent_name": escalation.agent_name}
        self._conversations.append_event(session, conversation.id, LiveEvent.ESCALATION, data)


def announcement(escalation: Escalation) -> dict[str, Any]:
    """What targets are told: ids and facts, never what the customer wrote."""
    return {
        "escalation_id": escalation.id,
        "conversation_id": escalation.conversation_id,
        "status": escalation.status,
        "reason": escalation.reason,
        "lang": escalation.lang,
        "agent_id": escalation.agent_id,
        "agent_name": escalation.agent_name,
        "created_at": escalation.created_at,
    }


def _parts(escalation: Escalation, agent: Agent) -> set[Actor]:
    """The parts that `agent` plays for this escalation."""
    owner = {Actor.OWNER} if agent.id == escalation.agent_id else set[Actor]()
    return {Actor.AGENT} | owner | ({Actor.ADMIN} if agent.admin else set())


def _taken(escalation: Escalation) -> Conflict:
    who = escalation.agent_name
    message = f"This escalation is {escalation.status}" + (f", with {who}." if who else ".")
    return Conflict(message, state=escalation.status, agent_id=escalation.agent_id, agent_name=who)


def _checked(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise InvalidInput("The text is empty.")
    if len(stripped) > MAX_REPLY:
        raise TooLarge(f"The text is longer than {MAX_REPLY} characters.")
    return stripped


def _waiting_since(escalation: Escalation, happening: Happening, now: str) -> str | None:
    if happening in {Happening.REPLIED, Happening.RESOLVED, Happening.HANDED_BACK}:
        return None
    if happening in {Happening.CUSTOMER_WROTE, Happening.REOPENED, Happening.JOINED}:
        return escalation.waiting_since or now
    return escalation.waiting_since


def _resolved_at(escalation: Escalation, happening: Happening, now: str) -> str | None:
    if happening in {Happening.RESOLVED, Happening.HANDED_BACK}:
        return escalation.resolved_at or now
    return None if happening is Happening.REOPENED else escalation.resolved_at
