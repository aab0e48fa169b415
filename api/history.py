"""What was said before a question, where the client keeps the conversation itself and sends it along.

It becomes lines of a conversation of its own, so that a follow-up is understood, an answer that is owed after a restart
is found, and a person who takes over reads all of it. It is what the client says: nobody here can vouch for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.conversations.store import ConversationStore
from core.db import Session
from core.model import Author, Conversation, Turn

AS_TOLD = "Assistant, as the client tells it"
"""Who wrote such a line, for agents: whether the assistant ever said it is not known."""


def keep_told(
    session: Session, conversations: ConversationStore, conversation: Conversation, told: Sequence[Turn]
) -> None:
    """Store what was said before as lines that wait for no answer, in the caller's transaction."""
    for turn in told:
        visitor = turn.author is Author.VISITOR
        conversations.add_message(
            session,
            conversation.id,
            turn.author,
            turn.text,
            author_id=conversation.visitor_id if visitor else None,
            author_name=None if visitor else AS_TOLD,
        )
