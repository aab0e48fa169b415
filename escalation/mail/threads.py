"""Which conversation an e-mail belongs to, and where its letters go."""

from __future__ import annotations

from core.db import Session
from core.errors import InvalidInput
from escalation.mail.address import checked_address
from escalation.mail.outcomes import Outcome
from escalation.mail.tokens import ReplyTokens


class MailThreads:
    """Conversations as mail sees them; methods take the caller's open session."""

    def __init__(self, tokens: ReplyTokens) -> None:
        self._tokens = tokens

    def token_of(self, session: Session, conversation_id: str) -> str:
        """The conversation's token, made in the caller's transaction when it has none."""
        session.execute(
            "UPDATE conversations SET mail_token = ? WHERE id = ? AND mail_token IS NULL",
            (self._tokens.new(), conversation_id),
        )
        return self.known_token(session, conversation_id) or ""

    def known_token(self, session: Session, conversation_id: str) -> str | None:
        """The conversation's token, if letters of it were written."""
        row = session.execute("SELECT mail_token FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
        return row["mail_token"] if row else None

    def conversation_of(self, session: Session, token: str) -> str | None:
        """The conversation with this token."""
        row = session.execute("SELECT id FROM conversations WHERE mail_token = ?", (token,)).fetchone()
        return row["id"] if row else None

    def address_on_file(self, session: Session, conversation_id: str) -> str | None:
        """The customer's address: the one given in the conversation, else the one the site vouches for."""
        row = session.execute(
            "SELECT c.contact_email, v.email FROM conversations c LEFT JOIN visitors v ON v.id = c.visitor_id"
            " WHERE c.id = ?",
            (conversation_id,),
        ).fetchone()
        for found in (row["contact_email"], row["email"]) if row else ():
            try:
                return checked_address(found or "")
            except InvalidInput:
                continue
        return None

    def wants_letters(self, session: Session, conversation_id: str) -> bool:
        """Whether the customer has not asked to be left alone."""
        row = session.execute(
            "SELECT 1 FROM conversations WHERE id = ? AND mail_stopped_at IS NULL", (conversation_id,)
        ).fetchone()
        return row is not None

    def stop(self, session: Session, conversation_id: str, now: str) -> None:
        """Write no more letters about this conversation."""
        session.execute("UPDATE conversations SET mail_stopped_at = ? WHERE id = ?", (now, conversation_id))

    def references(self, session: Session, conversation_id: str) -> tuple[str, ...]:
        """What a letter refers to: the thread, and the customer's last e-mail."""
        token = self.known_token(session, conversation_id)
        row = session.execute(
            "SELECT message_id FROM inbound_mail WHERE conversation_id = ? AND outcome = ?"
            " ORDER BY received_at DESC LIMIT 1",
            (conversation_id, Outcome.TAKEN),
        ).fetchone()
        thread = (self._tokens.thread_id(token),) if token else ()
        # Mail without a Message-ID is kept under a hash, which nobody else knows.
        return thread + ((row["message_id"],) if row and row["message_id"].startswith("<") else ())
