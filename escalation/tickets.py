"""The states of an escalation, and the only ways from one to the next.

Pure: `desk` applies it. The owner of the conversation follows from the state, so the two can never disagree.
`docs/escalation-states.md` shows this table to people and is checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.errors import Conflict
from core.model import Owner, Reason


class Status(StrEnum):
    """Where an escalation stands."""

    QUEUED = "queued"
    """Waits for an agent."""
    CLAIMED = "claimed"
    """An agent has it and owes the customer a reply."""
    WAITING = "waiting"
    """The agent has replied and waits for the customer."""
    RESOLVED = "resolved"
    """Settled by the agent; the customer's next message reopens it."""
    RETURNED = "returned"
    """Over: the conversation is the assistant's again. The next hand-off is a new escalation."""


class Happening(StrEnum):
    """What can happen to an escalation; also the type of its history entries."""

    OPENED = "opened"
    JOINED = "joined"
    CLAIMED = "claimed"
    REPLIED = "replied"
    CUSTOMER_WROTE = "customer_wrote"
    NOTED = "noted"
    RELEASED = "released"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_BACK = "handed_back"


class Actor(StrEnum):
    """Who may cause it."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"
    """Any agent."""
    OWNER = "owner"
    """The agent who has claimed it."""
    ADMIN = "admin"


OWNER_OF = {
    Status.QUEUED: Owner.QUEUE,
    Status.CLAIMED: Owner.AGENT,
    Status.WAITING: Owner.AGENT,
    Status.RESOLVED: Owner.AGENT,
    Status.RETURNED: Owner.ASSISTANT,
}
"""Who owns the conversation in each state."""

LIVE = frozenset(Status) - {Status.RETURNED}
"""States in which a conversation has no other escalation."""

OPEN = LIVE - {Status.RESOLVED}
"""States in which someone still has to act."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: in `source` (None: no live escalation) `happening` leads to `target`."""

    source: Status | None
    happening: Happening
    target: Status
    actors: frozenset[Actor]


def _row(source: Status | None, happening: Happening, target: Status, *actors: Actor) -> Transition:
    return Transition(source, happening, target, frozenset(actors))


TRANSITIONS: tuple[Transition, ...] = (
    _row(None, Happening.OPENED, Status.QUEUED, Actor.CUSTOMER, Actor.ASSISTANT),
    _row(Status.QUEUED, Happening.JOINED, Status.QUEUED, Actor.CUSTOMER, Actor.ASSISTANT),
    _row(Status.CLAIMED, Happening.JOINED, Status.CLAIMED, Actor.CUSTOMER, Actor.ASSISTANT),
    _row(Status.WAITING, Happening.JOINED, Status.CLAIMED, Actor.CUSTOMER, Actor.ASSISTANT),
    _row(Status.QUEUED, Happening.CLAIMED, Status.CLAIMED, Actor.AGENT),
    _row(Status.CLAIMED, Happening.REPLIED, Status.WAITING, Actor.OWNER),
    _row(Status.WAITING, Happening.REPLIED, Status.WAITING, Actor.OWNER),
    _row(Status.QUEUED, Happening.CUSTOMER_WROTE, Status.QUEUED, Actor.CUSTOMER),
    _row(Status.CLAIMED, Happening.CUSTOMER_WROTE, Status.CLAIMED, Actor.CUSTOMER),
    _row(Status.WAITING, Happening.CUSTOMER_WROTE, Status.CLAIMED, Actor.CUSTOMER),
    *(_row(status, Happening.NOTED, status, Actor.AGENT) for status in Status),
    _row(Status.CLAIMED, Happening.RELEASED, Status.QUEUED, Actor.OWNER, Actor.ADMIN),
    _row(Status.WAITING, Happening.RELEASED, Status.QUEUED, Actor.OWNER, Actor.ADMIN),
    _row(Status.CLAIMED, Happening.RESOLVED, Status.RESOLVED, Actor.OWNER),
    _row(Status.WAITING, Happening.RESOLVED, Status.RESOLVED, Actor.OWNER),
    _row(Status.RESOLVED, Happening.REOPENED, Status.QUEUED, Actor.CUSTOMER),
    _row(Status.CLAIMED, Happening.HANDED_BACK, Status.RETURNED, Actor.OWNER),
    _row(Status.WAITING, Happening.HANDED_BACK, Status.RETURNED, Actor.OWNER),
    _row(Status.RESOLVED, Happening.HANDED_BACK, Status.RETURNED, Actor.OWNER, Actor.ADMIN),
)
"""Everything that can happen; whatever is not here is refused."""

_BY_KEY = {(row.source, row.happening): row for row in TRANSITIONS}


def transition(source: Status | None, happening: Happening) -> Transition:
    """The row for this state and happening; raises Conflict when the state does not allow it at all."""
    row = _BY_KEY.get((source, happening))
    if row is None:
        raise Conflict(f"This escalation is {source}: it cannot be {happening.replace('_', ' ')} now.", state=source)
    return row


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
    """How it was settled."""
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
    """`customer`, `assistant`, or the id of a member of staff."""
    data: dict[str, Any]
    created_at: str


def person_in_charge(live: Escalation | None) -> bool:
    """Whether the assistant must be silent: an agent has it, or has written and not handed it back."""
    return live is not None and (OWNER_OF[live.status] is Owner.AGENT or live.first_reply_at is not None)
