"""The states of an escalation, and the only ways from one to the next.

Pure: `moves` applies it. The owner of the conversation follows from the state, so the two can never disagree.
`docs/escalation-states.md` shows this table to people and is checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.errors import Conflict
from core.model import Owner


class Status(StrEnum):
    """Where an escalation stands."""

    QUEUED = "queued"
    """Waits for an agent."""
    CLAIMED = "claimed"
    """An agent has it, and it is the agent's turn."""
    WAITING = "waiting"
    """The agent has replied and waits for the customer."""
    SNOOZED = "snoozed"
    """The agent has put it aside until a time; it wakes then, or when the customer writes."""
    RESOLVED = "resolved"
    """Settled by the agent; the customer's next message reopens it."""
    RETURNED = "returned"
    """Over: the conversation is the assistant's again. The next hand-off is a new escalation."""


class Happening(StrEnum):
    """What can happen to an escalation; also the type of its history entries."""

    OPENED = "opened"
    JOINED = "joined"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    REPLIED = "replied"
    CUSTOMER_WROTE = "customer_wrote"
    NOTED = "noted"
    CONTENT_WANTED = "content_wanted"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    RELEASED = "released"
    AGENT_GONE = "agent_gone"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_BACK = "handed_back"
    DEADLINE = "deadline"
    """A deadline is near or has passed."""


class Actor(StrEnum):
    """Who may cause it."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"
    """Any agent."""
    OWNER = "owner"
    """The agent who has claimed it."""
    ADMIN = "admin"
    TIMER = "timer"
    """Askwell itself, by the clock or by a rule."""


class Outcome(StrEnum):
    """How an agent settled an escalation."""

    ANSWERED = "answered"
    """The customer has what they need."""
    NO_ANSWER = "no_answer"
    """There is no answer, or not the one the customer wanted."""
    NO_REPLY = "no_reply"
    """The customer did not come back."""
    DUPLICATE = "duplicate"
    """The same is dealt with in another conversation."""
    SPAM = "spam"
    """Not a customer's question."""


OWNER_OF = {
    Status.QUEUED: Owner.QUEUE,
    Status.CLAIMED: Owner.AGENT,
    Status.WAITING: Owner.AGENT,
    Status.SNOOZED: Owner.AGENT,
    Status.RESOLVED: Owner.AGENT,
    Status.RETURNED: Owner.ASSISTANT,
}
"""Who owns the conversation in each state."""

LIVE = frozenset(Status) - {Status.RETURNED}
"""States in which a conversation has no other escalation."""

OPEN = LIVE - {Status.RESOLVED}
"""States in which someone still has to act, now or later."""

PRESSING = OPEN - {Status.SNOOZED}
"""States in which nobody has put it aside: what the desk lists first."""

HELD = OPEN - {Status.QUEUED}
"""States in which an agent has it and it is not settled."""


CALLS = frozenset({Happening.OPENED, Happening.CUSTOMER_WROTE, Happening.REOPENED, Happening.JOINED})
"""After these the customer waits for a person,"""

ANSWERS = frozenset({Happening.REPLIED, Happening.RESOLVED, Happening.HANDED_BACK})
"""and after these no longer."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: in `source` (None: no live escalation) `happening` leads to `target`."""

    source: Status | None
    happening: Happening
    target: Status
    actors: frozenset[Actor]


def _row(source: Status | None, happening: Happening, target: Status, *actors: Actor) -> Transition:
    return Transition(source, happening, target, frozenset(actors))


_HELD = (Status.CLAIMED, Status.WAITING, Status.SNOOZED)

TRANSITIONS: tuple[Transition, ...] = (
    _row(None, Happening.OPENED, Status.QUEUED, Actor.CUSTOMER, Actor.ASSISTANT),
    _row(Status.QUEUED, Happening.JOINED, Status.QUEUED, Actor.CUSTOMER, Actor.ASSISTANT),
    *(_row(status, Happening.JOINED, Status.CLAIMED, Actor.CUSTOMER, Actor.ASSISTANT) for status in _HELD),
    _row(Status.QUEUED, Happening.CLAIMED, Status.CLAIMED, Actor.AGENT),
    _row(Status.QUEUED, Happening.ASSIGNED, Status.CLAIMED, Actor.ADMIN, Actor.TIMER),
    *(_row(status, Happening.ASSIGNED, Status.CLAIMED, Actor.OWNER, Actor.ADMIN) for status in _HELD),
    *(_row(status, Happening.REPLIED, Status.WAITING, Actor.OWNER) for status in _HELD),
    _row(Status.QUEUED, Happening.CUSTOMER_WROTE, Status.QUEUED, Actor.CUSTOMER),
    *(_row(status, Happening.CUSTOMER_WROTE, Status.CLAIMED, Actor.CUSTOMER) for status in _HELD),
    *(_row(status, Happening.NOTED, status, Actor.AGENT, Actor.TIMER) for status in Status),
    *(_row(status, Happening.CONTENT_WANTED, status, Actor.AGENT) for status in Status),
    *(_row(status, Happening.SNOOZED, Status.SNOOZED, Actor.OWNER) for status in _HELD),
    _row(Status.SNOOZED, Happening.WOKEN, Status.CLAIMED, Actor.OWNER, Actor.TIMER),
    *(_row(status, Happening.RELEASED, Status.QUEUED, Actor.OWNER, Actor.ADMIN) for status in _HELD),
    _row(Status.CLAIMED, Happening.AGENT_GONE, Status.QUEUED, Actor.TIMER),
    *(_row(status, Happening.RESOLVED, Status.RESOLVED, Actor.OWNER) for status in _HELD),
    _row(Status.RESOLVED, Happening.REOPENED, Status.QUEUED, Actor.CUSTOMER),
    *(_row(status, Happening.HANDED_BACK, Status.RETURNED, Actor.OWNER) for status in _HELD),
    _row(Status.RESOLVED, Happening.HANDED_BACK, Status.RETURNED, Actor.OWNER, Actor.ADMIN),
    *(_row(status, Happening.DEADLINE, status, Actor.TIMER) for status in (Status.QUEUED, *_HELD)),
)
"""Everything that can happen; whatever is not here is refused."""

_BY_KEY = {(row.source, row.happening): row for row in TRANSITIONS}


def find(source: Status | None, happening: Happening) -> Transition | None:
    """The row for this state and happening; None when the state does not allow it at all."""
    return _BY_KEY.get((source, happening))


def transition(source: Status | None, happening: Happening) -> Transition:
    """The row for this state and happening; raises Conflict when the state does not allow it at all."""
    row = find(source, happening)
    if row is None:
        raise Conflict(f"This escalation is {source}: it cannot be {happening.replace('_', ' ')} now.", state=source)
    return row
