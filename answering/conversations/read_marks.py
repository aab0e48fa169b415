"""How far the customer and the agents of a conversation have read: one mark a side, which only ever moves on."""

from __future__ import annotations

from answering.conversations.live_events import EventStore, LiveEvent
from core.db import Session
from core.errors import NotFound
from core.model import Author

_COLUMNS = {Author.VISITOR: "visitor_read_seq", Author.AGENT: "agent_read_seq"}


def is_news(session: Session, conversation_id: str, message_id: str, reader: Author) -> bool:
    """Whether this line lies behind the reader's mark; raises NotFound unless the conversation has it."""
    return _seq(session, conversation_id, message_id) > _mark(session, conversation_id, reader)


def mark_read(session: Session, events: EventStore, conversation_id: str, message_id: str, reader: Author) -> bool:
    """Move the mark to this line and tell the clients; False where it was as far already. Raises NotFound."""
    column, seq = _COLUMNS[reader], _seq(session, conversation_id, message_id)
    moved = session.execute(
        f"UPDATE conversations SET {column} = ? WHERE id = ? AND {column} < ?",  # noqa: S608 - fixed names
        (seq, conversation_id, seq),
    )
    if not moved.rowcount:
        return False
    data = {"author": reader, "message_id": message_id}
    events.replace_event(session, conversation_id, LiveEvent.READ, data)
    return True


def read_marks(session: Session, conversation_id: str) -> dict[str, str | None]:
    """The id of the last line that each side has read, None where it is none."""
    return {
        author.value: _message_at(session, conversation_id, _mark(session, conversation_id, author))
        for author in _COLUMNS
    }


def _seq(session: Session, conversation_id: str, message_id: str) -> int:
    row = session.execute(
        "SELECT seq FROM messages WHERE id = ? AND conversation_id = ?", (message_id, conversation_id)
    ).fetchone()
    if row is None:
        raise NotFound("There is no such message in this conversation.")
    return int(row["seq"])


def _mark(session: Session, conversation_id: str, reader: Author) -> int:
    row = session.execute(
        f"SELECT {_COLUMNS[reader]} FROM conversations WHERE id = ?",  # noqa: S608 - fixed names
        (conversation_id,),
    ).fetchone()
    return int(row[0]) if row else 0


def _message_at(session: Session, conversation_id: str, seq: int) -> str | None:
    row = session.execute(
        "SELECT id FROM messages WHERE conversation_id = ? AND seq = ?", (conversation_id, seq)
    ).fetchone()
    return str(row["id"]) if row else None
