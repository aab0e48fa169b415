"""The use case of leaving an e-mail address, and of taking it back."""

from __future__ import annotations

from typing import Any

from answering.conversations.customer_facts import masked, set_contact, set_notify
from answering.conversations.store import ConversationStore
from api.callers import Caller, own_conversation
from api.idempotency import Idempotency, Ticket
from core.clock import Clock, timestamp
from core.db import Session
from escalation.mail.address import checked_address
from insights.proof.refusals import ANSWERS, Refusals


class Contacts:
    """Addresses that customers leave in their conversations."""

    def __init__(
        self, conversations: ConversationStore, idempotency: Idempotency, refusals: Refusals, clock: Clock
    ) -> None:
        self._conversations = conversations
        self._idempotency = idempotency
        self._refusals = refusals
        self._clock = clock

    def leave(
        self, caller: Caller, conversation_id: str, email: str | None, paper: Ticket | None, *, notify: bool = False
    ) -> dict[str, Any]:
        """Keep `email`, or forget what was kept; raises InvalidInput, and NotFound when it is not this caller's.

        `notify`: the customer wants to be told there once what they asked is answered.
        """

        def act(session: Session) -> dict[str, Any]:
            own_conversation(session, self._conversations, caller, conversation_id)
            address = checked_address(email) if email is not None else None
            set_contact(session, conversation_id, address)
            agreed = notify and address is not None
            set_notify(session, conversation_id, timestamp(self._clock()) if agreed else None)
            if agreed and address is not None:
                self._refusals.allow(session, address, ANSWERS)
            shown = masked(address) if address else None
            return {"conversation_id": conversation_id, "contact_email": shown, "notify": agreed}

        return self._idempotency.once(paper, act)
