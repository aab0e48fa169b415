"""An escalation and its history as the stores give them, and what follows from the state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.errors import Conflict
from core.model import Owner, Reason
from escalation.states import (
    HELD,
    LIVE,
    OPEN,
    OWNER_OF,
    PRESSING,
    TRANSITIONS,
    Actor,
    Happening,
    Outcome,
    Status,
    Transition,
    transition,
)

__all__ = [
    "HELD",
    "LIVE",
    "OPEN",
    "OWNER_OF",
    "PRESSING",
    "TRANSITIONS",
    "Actor",
    "Agent",
    "Escalation",
    "Happening",
    "HistoryEntry",
    "Outcome",
    "Status",
    "Transition",
    "parts_of",
    "person_in_charge",
    "public_status",
    "refusal",
    "transition",
]


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff as the desk knows them."""

    id: str
    name: str
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """A conversation that needs, or needed, a person."""

    id: str
    conversation_id: str
    status: Status
    reason: Reason
    question: str
    question_id: str | None
    lang: str | None
    confidence: float | None
    evidence: tuple[dict[str, Any], ...]
    """The passages the assistant had found, as they were then."""
    agent_id: str | None
    agent_name: str | None
    last_agent_id: str | None
    """The agent who had it last: kept when it is released or reopened."""
    created_at: str
    waiting_since: str | None
    """Since when the customer waits for a person; None while it is the customer's turn."""
    claimed_at: str | None
    first_reply_at: str | None
    resolved_at: str | None
    updated_at: str
    snoozed_until: str | None = None
    """Until then its agent has put it aside."""
    topic: str | None = None
    """The name of the routing rule that it fell under."""
    priority: int = 0
    """Higher comes first."""
    outcome: str | None = None
    """How it was settled: an `Outcome`; None while it is not."""
    wants_content: bool = False
    """Whether an agent found that content should have answered it."""
    first_reply_due: str | None = None
    next_reply_due: str | None = None
    resolution_due: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened to an escalation. A note's text is for staff only."""

    id: int
    happening: Happening
    actor: str
    """`customer`, `assistant`, `timer`, or the id of a member of staff."""
    data: dict[str, Any]
    created_at: str


def person_in_charge(live: Escalation | None) -> bool:
    """Whether the assistant must be silent: an agent has it, or has written and not handed it back."""
    return live is not None and (OWNER_OF[live.status] is Owner.AGENT or live.first_reply_at is not None)


def public_status(escalation: Escalation) -> Status:
    """The state as its customer is told: that an agent has put it aside is the agent's own business."""
    if escalation.status is not Status.SNOOZED:
        return escalation.status
    return Status.WAITING if escalation.waiting_since is None else Status.CLAIMED


def parts_of(agent: Agent, escalation: Escalation) -> set[Actor]:
    """The parts that `agent` plays for this escalation."""
    owner = {Actor.OWNER} if agent.id == escalation.agent_id else set[Actor]()
    return {Actor.AGENT} | owner | ({Actor.ADMIN} if agent.admin else set())


def refusal(escalation: Escalation) -> Conflict:
    """Why something cannot be done to this escalation now: the state it is in, and who has it."""
    who = escalation.agent_name
    if escalation.status is Status.RESOLVED:
        message = f"This escalation is already resolved by {who}."
    elif escalation.status is Status.RETURNED:
        message = "This escalation is returned: the conversation is the assistant's again."
    else:
        message = f"This escalation is {escalation.status}" + (f", with {who}." if who else ".")
    return Conflict(message, state=escalation.status, agent_id=escalation.agent_id, agent_name=who)
