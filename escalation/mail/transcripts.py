"""Transcripts by e-mail: asked for by customers, and limited, because they go to any address that somebody types."""

from __future__ import annotations

import hashlib

from core.clock import Clock
from core.db import Session
from core.errors import Conflict, RateLimited
from escalation.delivery.outbox import Outbox
from escalation.mail.address import checked_address, same_address
from escalation.mail.threads import MailThreads

TOPIC = "mail.transcript"
A_CONVERSATION = 3
"""Transcripts of one conversation, as long as the outbox remembers them (30 days)."""


class Transcripts:
    """Leaves transcripts in the outbox; methods take the caller's open session."""

    def __init__(self, threads: MailThreads, outbox: Outbox, clock: Clock) -> None:
        self._threads = threads
        self._outbox = outbox
        self._clock = clock

    def request(self, session: Session, conversation_id: str, email: str | None, lang: str | None) -> str:
        """Send the conversation as it is now to `email`, else to the address on file; returns the address.

        Raises InvalidInput for no address, Conflict when none is known or nothing was said yet, and RateLimited. The
        same conversation to the same address, with nothing new in it, is not sent twice.
        """
        to = checked_address(email) if email else self._threads.address_on_file(session, conversation_id)
        if to is None:
            raise Conflict("No e-mail address is known for this conversation: give one.")
        last = session.execute("SELECT max(seq) FROM messages WHERE conversation_id = ?", (conversation_id,)).fetchone()
        if last[0] is None:
            raise Conflict("Nothing has been said in this conversation yet.")
        key = f"{_prefix(conversation_id)}{last[0]}:{hashlib.sha256(to.casefold().encode()).hexdigest()[:16]}"
        self._check(session, conversation_id, key)
        facts = {"conversation_id": conversation_id, "to": to, "until_seq": last[0], "lang": lang}
        self._outbox.enqueue(session, key, TOPIC, facts)
        return to

    def is_on_file(self, session: Session, conversation_id: str, email: str | None) -> bool:
        """Whether it goes to the address that is known already."""
        known = self._threads.address_on_file(session, conversation_id)
        return email is None or (known is not None and same_address(known, email))

    def _check(self, session: Session, conversation_id: str, key: str) -> None:
        # A range of keys instead of LIKE: it uses the index of the keys.
        start = _prefix(conversation_id)
        sent = session.execute(
            "SELECT count(*) FROM outbox WHERE key >= ? AND key < ? AND target = 'mail' AND key <> ?",
            (start, start[:-1] + ";", key),
        ).fetchone()[0]
        if sent >= A_CONVERSATION:
            raise RateLimited("This conversation has been sent often enough. Try again in a day.", retry_after=86_400)


def _prefix(conversation_id: str) -> str:
    return f"mail-transcript:{conversation_id}:"
