"""Signs of life between a customer and the desk: what was read, and that somebody is typing."""

from __future__ import annotations

from collections.abc import Callable

from answering.conversations.read_marks import is_news, mark_read
from answering.conversations.store import ConversationStore
from api.callers import Caller, own_conversation
from core.db import Database, Session
from core.model import Author
from escalation.queue import EscalationQueue
from escalation.states import OPEN


class Signs:
    """Keeps them where the other side sees them. Nothing is written where nobody would see it."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationStore,
        queue: EscalationQueue,
        notify: Callable[[], None],
    ) -> None:
        """`notify` is called after each transaction that clients can see."""
        self._database = database
        self._conversations = conversations
        self._queue = queue
        self._notify = notify

    def customer_read(self, caller: Caller, conversation_id: str, message_id: str) -> None:
        """The customer has had this line, and so all before it, on the screen; raises NotFound."""
        with self._database.read() as session:
            own_conversation(session, self._conversations, caller, conversation_id)
        self._read(conversation_id, message_id, Author.VISITOR)

    def customer_types(self, caller: Caller, conversation_id: str) -> None:
        """The customer is writing; told to the desk while a person has the conversation or will get it."""
        with self._database.read() as session:
            own_conversation(session, self._conversations, caller, conversation_id)
            if not self._is_with_people(session, conversation_id):
                return
        with self._database.write() as session:
            if self._is_with_people(session, conversation_id):
                self._conversations.typing(session, conversation_id, Author.VISITOR)
        self._notify()

    def agent_read(self, escalation_id: str, message_id: str) -> None:
        """An agent has had this line on the screen; raises NotFound."""
        with self._database.read() as session:
            conversation_id = self._queue.get(session, escalation_id).conversation_id
        self._read(conversation_id, message_id, Author.AGENT)

    def _is_with_people(self, session: Session, conversation_id: str) -> bool:
        live = self._queue.live(session, conversation_id)
        return live is not None and live.status in OPEN

    def _read(self, conversation_id: str, message_id: str, reader: Author) -> None:
        with self._database.read() as session:  # most say what is known already, and cost no write
            if not is_news(session, conversation_id, message_id, reader):
                return
        with self._database.write() as session:
            mark_read(session, self._conversations, conversation_id, message_id, reader)
        self._notify()
