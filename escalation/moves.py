"""Moves an escalation from one state to the next, with everything that follows from it in the same transaction:
an entry in its history, the conversation's owner, the events its clients follow, and the announcement in the outbox.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from answering.conversations.store import ConversationStore, LiveEvent
from core.clock import Clock, timestamp
from core.db import Session
from core.model import Owner
from escalation.delivery.outbox import Outbox
from escalation.note_search import put_note
from escalation.queue import EscalationQueue, queue_position
from escalation.states import ANSWERS, CALLS, OWNER_OF, Actor, Happening, Status, Transition, find, transition
from escalation.tickets import Agent, Escalation, parts_of, public_status, refusal
from escalation.topics import TOPICS

Due = Mapping[str, str | int | None]
_DUE_COLUMNS = frozenset({"first_reply_due", "next_reply_due", "resolution_due", "priority", "topic"})
_TOLD = ("message_id", "clock", "level", "due")
"""What targets are told of the history entry behind an announcement."""


class Deadlines(Protocol):
    """Knows by when what must have happened, and what comes first."""

    def on(self, session: Session, escalation: Escalation, happening: Happening, now: datetime) -> Due:
        """New values of due columns, `priority` and `topic` after this has happened; columns not named stay."""


class Moves:
    """Applies rows of the table of states."""

    def __init__(
        self,
        conversations: ConversationStore,
        queue: EscalationQueue,
        outbox: Outbox,
        clock: Clock,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._conversations = conversations
        self._queue = queue
        self._outbox = outbox
        self._clock = clock
        self._deadlines = deadlines

    def open(self, session: Session, values: Mapping[str, Any], actor: Actor, data: Mapping[str, Any]) -> Escalation:
        """Write a new escalation; `values` are its columns without state and times."""
        now = timestamp(self._clock())
        row = {
            **values,
            "status": transition(None, Happening.OPENED).target,
            "created_at": now,
            "waiting_since": now,
            "updated_at": now,
        }
        marks = ", ".join(f":{name}" for name in row)
        session.execute(f"INSERT INTO escalations ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608 - fixed names
        made = self._with_deadlines(session, self._queue.get(session, values["id"]), Happening.OPENED)
        self._note(session, made, Happening.OPENED, actor, data)
        self._move_conversation(session, made)
        return made

    def check(self, escalation: Escalation, happening: Happening, actor: Actor | Agent) -> Transition:
        """The row to apply; raises Conflict that names the state and who has it when it may not be."""
        row = find(escalation.status, happening)
        parts = parts_of(actor, escalation) if isinstance(actor, Agent) else {actor}
        if row is None or not row.actors & parts:
            raise refusal(escalation)
        return row

    def apply(
        self,
        session: Session,
        before: Escalation,
        happening: Happening,
        actor: Actor | Agent,
        data: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> Escalation:
        """Let it happen; `columns` are written beside those that follow from the row. Raises Conflict."""
        row = self.check(before, happening, actor)
        self._write(session, before, {**_changes(before, row, timestamp(self._clock())), **columns})
        after = self._with_deadlines(session, self._queue.get(session, before.id), happening)
        self._note(session, after, happening, actor, {**(data or {}), **_over(before, happening)})
        if (before.status, before.agent_id) != (after.status, after.agent_id):
            self._move_conversation(session, after)
        return after

    def _write(self, session: Session, before: Escalation, values: Mapping[str, Any]) -> None:
        """Only if nobody was quicker: what was checked must still be so."""
        setting = ", ".join(f"{name} = :{name}" for name in values)
        written = session.execute(
            f"UPDATE escalations SET {setting} WHERE id = :_id AND status = :_status AND agent_id IS :_agent",  # noqa: S608
            {**values, "_id": before.id, "_status": before.status, "_agent": before.agent_id},
        )
        if not written.rowcount:
            raise refusal(self._queue.get(session, before.id))

    def _with_deadlines(self, session: Session, escalation: Escalation, happening: Happening) -> Escalation:
        due = self._deadlines.on(session, escalation, happening, self._clock()) if self._deadlines else {}
        if not due:
            return escalation
        if due.keys() - _DUE_COLUMNS:
            raise ValueError(f"not a deadline: {sorted(due.keys() - _DUE_COLUMNS)}")
        setting = ", ".join(f"{name} = :{name}" for name in due)
        session.execute(f"UPDATE escalations SET {setting} WHERE id = :id", {**due, "id": escalation.id})  # noqa: S608
        return self._queue.get(session, escalation.id)

    def _note(
        self,
        session: Session,
        escalation: Escalation,
        happening: Happening,
        actor: Actor | Agent,
        data: Mapping[str, Any] | None,
    ) -> None:
        """Write the history, and what is announced of it."""
        who, now = (actor.id if isinstance(actor, Agent) else actor), timestamp(self._clock())
        entry = session.execute(
            "INSERT INTO escalation_events (escalation_id, type, actor, data, created_at) VALUES (?, ?, ?, ?, ?)",
            (escalation.id, happening, who, json.dumps(data or {}, ensure_ascii=False), now),
        ).lastrowid
        if happening is Happening.NOTED and entry is not None:
            put_note(session, entry, str((data or {}).get("text", "")))
        topic = TOPICS.get(happening)
        if topic is not None:
            self._outbox.enqueue(session, f"{escalation.id}.{entry}", topic, announcement(escalation, data or {}))

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
        data = {
            "id": escalation.id,
            "status": public_status(escalation),
            "agent_name": escalation.agent_name,
            "position": queue_position(session, escalation),
        }
        self._conversations.append_event(session, conversation.id, LiveEvent.ESCALATION, data)


def announcement(escalation: Escalation, data: Mapping[str, Any]) -> dict[str, Any]:
    """What targets are told: ids and facts, never what the customer or an agent wrote."""
    facts = {
        "escalation_id": escalation.id,
        "conversation_id": escalation.conversation_id,
        "status": escalation.status,
        "reason": escalation.reason,
        "lang": escalation.lang,
        "topic": escalation.topic,
        "priority": escalation.priority,
        "outcome": escalation.outcome,
        "agent_id": escalation.agent_id,
        "agent_name": escalation.agent_name,
        "waiting_since": escalation.waiting_since,
        "created_at": escalation.created_at,
    }
    return facts | {name: data[name] for name in _TOLD if name in data}


def _changes(before: Escalation, row: Transition, now: str) -> dict[str, Any]:
    """The columns that follow from a row of the table alone."""
    happening, target = row.happening, row.target
    resolved = happening in {Happening.RESOLVED, Happening.HANDED_BACK}
    changed = {
        "status": target,
        "agent_id": before.agent_id if OWNER_OF[target] is Owner.AGENT else None,
        "waiting_since": _waiting_since(before, happening, now),
        "first_reply_at": before.first_reply_at or (now if happening is Happening.REPLIED else None),
        "resolved_at": (before.resolved_at or now) if resolved else before.resolved_at,
        "snoozed_until": before.snoozed_until if target is Status.SNOOZED else None,
        "updated_at": now,
    }
    if happening is Happening.REOPENED:
        changed |= {"resolved_at": None, "outcome": None}
    return changed


def _waiting_since(before: Escalation, happening: Happening, now: str) -> str | None:
    if happening in ANSWERS:
        return None
    return (before.waiting_since or now) if happening in CALLS else before.waiting_since


def _over(before: Escalation, happening: Happening) -> dict[str, str]:
    """The deadline for a later reply that this ends, met or not: afterwards only the history still has it."""
    if happening in ANSWERS and before.first_reply_at and before.waiting_since and before.next_reply_due:
        return {"next_reply_due": before.next_reply_due}
    return {}


def taken_by(agent: Agent, now: str) -> dict[str, Any]:
    """The columns that make `agent` the owner."""
    return {"agent_id": agent.id, "last_agent_id": agent.id, "claimed_at": now}
