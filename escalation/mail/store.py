"""What is kept of mail that came in: what became of it, its words and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from answering.conversations.attachments import AttachmentStore
from core.clock import Clock, timestamp
from core.db import Session
from core.errors import InvalidInput, TooLarge
from core.model import Attachment, Conversation
from escalation.mail.message import Enclosure
from escalation.mail.outcomes import Receipt
from escalation.mail.words import mail_words

MAX_MESSAGE = 8_000
"""Characters of an e-mail that become the customer's message: as many as an agent's reply may have."""
MAX_DETAIL = 500
REMEMBERED = timedelta(days=90)
"""How long mail of no conversation stays visible."""


@dataclass(frozen=True, slots=True)
class MailRow:
    """An e-mail that came in, without its words."""

    message_id: str
    conversation_id: str | None
    outcome: str
    detail: str | None
    received_at: str


class MailStore:
    """Mail in SQLite; methods take the caller's open session."""

    def __init__(self, attachments: AttachmentStore, clock: Clock) -> None:
        self._attachments = attachments
        self._clock = clock

    def is_known(self, session: Session, identifier: str) -> bool:
        """Whether this e-mail was taken before."""
        return session.execute("SELECT 1 FROM inbound_mail WHERE message_id = ?", (identifier,)).fetchone() is not None

    def keep(self, session: Session, identifier: str, receipt: Receipt) -> None:
        """Note what became of an e-mail, and forget old ones of no conversation: most of them are spam."""
        session.execute(
            "DELETE FROM inbound_mail WHERE received_at < ? AND conversation_id IS NULL",
            (timestamp(self._clock() - REMEMBERED),),
        )
        detail = receipt.detail[:MAX_DETAIL] if receipt.detail else None
        session.execute(
            "INSERT INTO inbound_mail (message_id, conversation_id, outcome, received_at, stored_id, detail)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                identifier,
                receipt.conversation_id,
                receipt.outcome,
                timestamp(self._clock()),
                receipt.message_id,
                detail,
            ),
        )

    def latest(self, session: Session, limit: int = 50) -> tuple[MailRow, ...]:
        """The e-mails that came in last, newest first."""
        rows = session.execute(
            "SELECT message_id, conversation_id, outcome, detail, received_at FROM inbound_mail"
            " ORDER BY received_at DESC, rowid DESC LIMIT ?",
            (limit,),
        )
        return tuple(MailRow(**_plain(row)) for row in rows)

    def worded(self, text: str, lang: str | None) -> str:
        """The words as a message, cut to what one may have."""
        if len(text) <= MAX_MESSAGE:
            return text
        return f"{text[:MAX_MESSAGE].rstrip()}\n\n{mail_words(lang).cut}"

    def files(
        self, session: Session, conversation: Conversation, files: Sequence[Enclosure]
    ) -> tuple[list[Attachment], str]:
        """Keep the files that may be kept; the others are named in a line for the message."""
        kept, left_out = list[Attachment](), list[str]()
        for file in files:
            try:
                kept.append(
                    self._attachments.add(session, conversation.id, file.name, file.data, conversation.visitor_id)
                )
            except (InvalidInput, TooLarge):
                left_out.append(file.name)
        names = ", ".join(left_out)[:MAX_DETAIL]
        return kept, mail_words(conversation.lang).left_out.format(names=names) if left_out else ""


def _plain(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in tuple(row.keys())}
