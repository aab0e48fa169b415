"""Who is calling, and what they may see. No HTTP in here."""

from __future__ import annotations

from dataclasses import dataclass, field

from answering.conversations.customer_facts import Attributes
from answering.conversations.store import ConversationStore
from api.keys import ApiKey, Scope
from api.staff import Role, StaffMember
from core.clock import new_id
from core.db import Session
from core.errors import NotFound
from core.model import Conversation

GUEST_PREFIX = "gst"
"""Begins the visitor id of conversations without credentials: knowing the conversation's id is what opens them."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. At most one of `visitor_id`, `key` and `staff` is set; none of them for a guest."""

    address: str
    """Network address."""
    visitor_id: str | None = None
    key: ApiKey | None = None
    staff: StaffMember | None = None
    audiences: frozenset[str] = frozenset()
    """Groups whose documents answers may be taken from."""
    attributes: Attributes = field(default_factory=dict, compare=False)
    """What the site's own server has signed of this visitor, such as the plan."""

    @property
    def name(self) -> str:
        """The same text for the same caller, and another one for each other."""
        if self.key:
            return self.key.id
        if self.staff:
            return self.staff.id
        return self.visitor_id or f"guest at {self.address}"

    @property
    def writes_as(self) -> str | None:
        """The visitor whose conversations are this caller's own; None for guests and staff."""
        return self.key.id if self.key else self.visitor_id

    @property
    def readable(self) -> frozenset[str] | None:
        """Audiences whose documents may be read; None: all documents."""
        content_key = self.has(Scope.CONTENT) or self.has(Scope.ESCALATIONS)
        return None if self.staff is not None or content_key else self.audiences

    def has(self, scope: Scope) -> bool:
        """Whether this is a key with `scope`."""
        return self.key is not None and bool(self.key.scopes & {scope, Scope.ADMIN})

    @property
    def serves_customers(self) -> bool:
        """Whether this is an agent, or a key that stands for the desk."""
        return self.has(Scope.ESCALATIONS) or (self.staff is not None and self.staff.may(Role.AGENT))


def new_guest_id() -> str:
    """The visitor id for one conversation without credentials."""
    return new_id(GUEST_PREFIX)


def is_open(conversation: Conversation) -> bool:
    """Whether the conversation began without credentials, so that knowing its id is enough."""
    return conversation.visitor_id.startswith(f"{GUEST_PREFIX}_")


def own_conversation(
    session: Session, conversations: ConversationStore, caller: Caller, conversation_id: str
) -> Conversation:
    """The conversation, if this caller may write in it as the customer; otherwise NotFound, as if it did not exist."""
    conversation = conversations.get(session, conversation_id)
    if not is_open(conversation) and (caller.writes_as is None or conversation.visitor_id != caller.writes_as):
        raise NotFound("There is no such conversation.")
    return conversation


def readable_conversation(
    session: Session, conversations: ConversationStore, caller: Caller, conversation_id: str
) -> Conversation:
    """The conversation, if this caller may read it: as its customer, or as an agent; otherwise NotFound."""
    if caller.serves_customers:
        return conversations.get(session, conversation_id)
    return own_conversation(session, conversations, caller, conversation_id)
