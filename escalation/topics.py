"""The events that are announced to targets outside Askwell."""

from __future__ import annotations

from enum import StrEnum

from escalation.states import Happening


class Topic(StrEnum):
    """The type of an announcement."""

    CONVERSATION_OPENED = "conversation.opened"
    """A customer began a conversation."""
    ESCALATION_REQUESTED = "escalation.requested"
    """A conversation needs a person."""
    CONVERSATION_ASSIGNED = "conversation.assigned"
    """An agent has it."""
    CONVERSATION_REPLIED = "conversation.replied"
    """An agent has written to the customer."""
    CONVERSATION_RESOLVED = "conversation.resolved"
    """An agent has settled it."""
    CONVERSATION_REOPENED = "conversation.reopened"
    """The customer came back after that."""
    ESCALATION_BREACHED = "escalation.breached"
    """A deadline has passed, or is near."""
    CSAT_RECEIVED = "csat.received"
    """The customer has given a mark."""
    DRAFT_APPROVED = "draft.approved"
    """A person has approved a draft of content."""


TOPICS = {
    Happening.OPENED: Topic.ESCALATION_REQUESTED,
    Happening.CLAIMED: Topic.CONVERSATION_ASSIGNED,
    Happening.ASSIGNED: Topic.CONVERSATION_ASSIGNED,
    Happening.REPLIED: Topic.CONVERSATION_REPLIED,
    Happening.RESOLVED: Topic.CONVERSATION_RESOLVED,
    Happening.REOPENED: Topic.CONVERSATION_REOPENED,
    Happening.DEADLINE: Topic.ESCALATION_BREACHED,
}
"""What is announced when something happens to an escalation."""
