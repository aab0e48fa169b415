"""How satisfied customers are: asked for once, kept with the conversation."""

from __future__ import annotations

from answering.conversations.live_events import LiveEvent
from answering.conversations.messages import MessageStore
from core.db import Session
from core.errors import InvalidInput, NotFound

CSAT_SCORES = range(1, 6)


class SatisfactionStore(MessageStore):
    """Marks in SQLite; methods take the caller's open session."""

    def ask_csat(self, session: Session, conversation_id: str) -> bool:
        """Note that the customer is asked for a mark and tell the clients; False when asked or given before."""
        now = self._now()
        asked = session.execute(
            "UPDATE conversations SET csat_asked_at = ? WHERE id = ? AND csat_asked_at IS NULL AND csat_at IS NULL",
            (now, conversation_id),
        )
        if asked.rowcount:
            self.append_event(session, conversation_id, LiveEvent.CSAT, {"asked_at": now})
        return bool(asked.rowcount)

    def set_csat(self, session: Session, conversation_id: str, score: int, comment: str | None = None) -> None:
        """Keep how satisfied the customer is, 1 to 5; raises NotFound or InvalidInput."""
        if score not in CSAT_SCORES:
            raise InvalidInput("score must be a whole number from 1 to 5.")
        kept = session.execute(
            "UPDATE conversations SET csat_score = ?, csat_comment = ?, csat_at = ? WHERE id = ?",
            (score, comment, self._now(), conversation_id),
        )
        if not kept.rowcount:
            raise NotFound("There is no such conversation.")
