"""The use case of leaving an e-mail address, and of taking it back."""

from __future__ import annotations

from typing import Any

from answering.conversations.customer_facts import masked, set_contact
from answering.conversations.store import ConversationStore
from api.callers import Caller, own_conversation
from api.idempotency import Idempotency, Ticket
from core.db import Session
from escalation.mail.address import checked_address


class Contacts:
    """Addresses that customers leave in their conversations."""

    def __init__(self, conversations: ConversationStore, idempotency: Idempotency) -> None:
        self._conversations = conversations
        self._idempotency = idempotency

    def leave(self, caller: Caller, conversation_id: str, email: str | None, paper: Ticket | None) -> dict[str, Any]:
        """Keep `email`, or forget what was kept; raises InvalidInput, and NotFound when it is not this caller's."""

        def act(session: Session) -> dict[str, Any]:
            own_conversation(session, self._conversations, caller, conversation_id)
            address = checked_address(email) if email is not None else None
            set_contact(session, conversation_id, address)
            return {"conversation_id": conversation_id, "contact_email": masked(address) if address else None}

        return self._idempotency.once(paper, act)
