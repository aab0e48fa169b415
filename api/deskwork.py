"""Use cases of agents, shaped as the API gives them. Pages and routes share them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from answering.conversations.customer_facts import attributes_of, contact_of
from answering.conversations.visitors import VisitorStore
from api.audit import AuditAction, AuditLog
from api.callers import Caller
from api.replies import Reply
from api.staff import Role, StaffMember, StaffStore
from api.standing import standing_body
from api.talks import Talks
from core.clock import Clock
from core.db import Database, Session
from core.errors import Forbidden, InvalidInput
from escalation.clocks.deadlines import SlaDeadlines
from escalation.desk import Desk
from escalation.queue import EscalationQueue
from escalation.restatements import Restatements
from escalation.tickets import Agent, Escalation, Outcome, refusal


class Deskwork:
    """What agents do to escalations; the changing methods run in the caller's transaction."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        queue: EscalationQueue,
        talks: Talks,
        visitors: VisitorStore,
        audit: AuditLog,
        deadlines: SlaDeadlines,
        clock: Clock,
    ) -> None:
        self._database = database
        self._desk = desk
        self._queue = queue
        self._talks = talks
        self._visitors = visitors
        self._audit = audit
        self._deadlines = deadlines
        self._clock = clock
        self._restatements = Restatements()

    def detail(self, escalation_id: str) -> dict[str, Any]:
        """Everything an agent needs on one screen; raises NotFound."""
        with self._database.read() as session:
            escalation = self._queue.get(session, escalation_id)
            conversation = self._talks.conversation(session, escalation.conversation_id)
            visitor = self._visitors.get(session, conversation.visitor_id)
            standing = self._deadlines.standings(session, [escalation], self._clock())[escalation.id]
            restated = self._restatements.of(session, escalation_id)
            return {
                "escalation": escalation_body(escalation),
                "restated": asdict(restated) if restated else None,
                "conversation": self._talks.body(session, conversation),
                "visitor": {key: value for key, value in asdict(visitor).items() if key != "created_at"},
                "attributes": attributes_of(session, conversation.id),
                "contact_email": contact_of(session, conversation.id),
                "standing": standing_body(standing),
                "page_url": conversation.page_url,
                "page_title": conversation.page_title,
                "evidence": list(escalation.evidence),
                "doubts": self._talks.doubts(session, escalation.question_id),
                "history": [asdict(entry) for entry in self._queue.history(session, escalation_id)],
            }

    def claim(self, session: Session, escalation_id: str, agent: Agent) -> dict[str, Any]:
        """Make `agent` the owner; raises Conflict that names the winner."""
        return escalation_body(self._desk.claim(session, escalation_id, agent))

    def reply(self, session: Session, escalation_id: str, agent: Agent, reply: Reply) -> dict[str, Any]:
        """Send a line to the customer."""
        message = self._desk.reply(
            session,
            escalation_id,
            agent,
            reply.text,
            citations=reply.citations,
            attachments=reply.attachments,
            facts=reply.facts,
        )
        return {"message_id": message.id, "escalation": escalation_body(self._queue.get(session, escalation_id))}

    def note(self, session: Session, escalation_id: str, agent: Agent, text: str) -> dict[str, Any]:
        """Keep an internal note."""
        self._desk.note(session, escalation_id, agent, text)
        return escalation_body(self._queue.get(session, escalation_id))

    def release(self, session: Session, escalation_id: str, agent: Agent) -> dict[str, Any]:
        """Put it back into the queue."""
        self._note_override(session, escalation_id, agent, "release")
        return escalation_body(self._desk.release(session, escalation_id, agent))

    def assign(self, session: Session, escalation_id: str, agent: Agent, to: Agent) -> dict[str, Any]:
        """Give it to a colleague."""
        self._note_override(session, escalation_id, agent, "assign")
        return escalation_body(self._desk.assign(session, escalation_id, to, agent))

    def give(
        self, session: Session, escalation_id: str, agent: Agent, to: Agent, owner: str | None, note: str = ""
    ) -> dict[str, Any]:
        """Give it to a colleague, with a note for them, if it still is whose it was when the giver looked.

        `owner`: id of the agent who had it then. Raises Conflict that names who has it now.
        """
        found = self._queue.get(session, escalation_id)
        if found.agent_id != owner:
            raise refusal(found)
        if note:
            self._desk.note(session, escalation_id, agent, note)
        return self.assign(session, escalation_id, agent, to)

    def snooze(self, session: Session, escalation_id: str, agent: Agent, until: datetime) -> dict[str, Any]:
        """Put it aside until then."""
        return escalation_body(self._desk.snooze(session, escalation_id, agent, until))

    def wake(self, session: Session, escalation_id: str, agent: Agent) -> dict[str, Any]:
        """Take it up again before its time."""
        return escalation_body(self._desk.wake(session, escalation_id, agent))

    def want_content(self, session: Session, escalation_id: str, agent: Agent, wanted: bool = True) -> dict[str, Any]:
        """Note that content should have answered it, or need not."""
        return escalation_body(self._desk.want_content(session, escalation_id, agent, wanted=wanted))

    def resolve(
        self, session: Session, escalation_id: str, agent: Agent, outcome: Outcome = Outcome.ANSWERED
    ) -> dict[str, Any]:
        """Settle it."""
        return escalation_body(self._desk.resolve(session, escalation_id, agent, outcome))

    def hand_back(self, session: Session, escalation_id: str, agent: Agent) -> dict[str, Any]:
        """Give the conversation back to the assistant."""
        return escalation_body(self._desk.hand_back(session, escalation_id, agent))

    def _note_override(self, session: Session, escalation_id: str, agent: Agent, verb: str) -> None:
        """Keep that somebody acts on what a colleague has; undone with the act, should that be refused."""
        owner = self._queue.get(session, escalation_id).agent_id
        if owner is not None and owner != agent.id:
            self._audit.record(
                session, agent.id, AuditAction.ESCALATION_OVERRIDDEN, escalation_id, act=verb, owner=owner
            )


def escalation_body(escalation: Escalation) -> dict[str, Any]:
    """An escalation as the API gives it."""
    return {key: value for key, value in asdict(escalation).items() if key != "evidence"}


def agent_of(staff: StaffStore, caller: Caller, named: str | None) -> Agent:
    """Who acts: the signed-in member of staff, or the one an API key names; raises InvalidInput and Forbidden."""
    if caller.staff is not None:
        return as_agent(caller.staff)
    if not named:
        raise InvalidInput("With an API key, say who acts: put the agent's e-mail address into `agent`.")
    return colleague(staff, named)


def colleague(staff: StaffStore, named: str) -> Agent:
    """The agent with this e-mail address or id; raises NotFound, and Forbidden for who may not work on escalations."""
    member = staff.find(named)
    if member.disabled or not member.may(Role.AGENT):
        raise Forbidden(f"{member.email} may not work on escalations.")
    return as_agent(member)


def as_agent(member: StaffMember) -> Agent:
    """A member of staff as the desk knows them."""
    return Agent(member.id, member.name, member.role is Role.ADMIN)
