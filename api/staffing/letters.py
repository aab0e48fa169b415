"""Sign-in links by e-mail: left in the outbox, so that they are retried and sent once."""

from __future__ import annotations

from datetime import timedelta

from api.staffing.members import StaffMember
from api.staffing.secrets import hashed
from core.clock import Clock, timestamp
from core.db import Session
from escalation.delivery.outbox import Outbox

TOPIC = "mail.sign_in"


class OutboxLetters:
    """Announces each letter under the topic `mail.sign_in`."""

    def __init__(self, outbox: Outbox, clock: Clock, address: str | None) -> None:
        """`address`: where this server is reached; without it, or without a target for mail, no letters are sent."""
        self._outbox = outbox
        self._clock = clock
        self._address = address

    @property
    def ready(self) -> bool:
        """Whether letters can be sent."""
        return self._address is not None and self._outbox.reaches(TOPIC)

    def send_link(
        self, session: Session, member: StaffMember, token: str, lifetime: timedelta, lang: str | None = None
    ) -> None:
        """Leave the letter in the caller's transaction; nothing happens when letters cannot be sent.

        It is in the first language of the account, or in `lang` where the account names none.
        """
        if not self.ready:
            return
        payload = {
            "to": member.email,
            "name": member.name,
            "lang": member.languages[0] if member.languages else lang,
            "link": f"{(self._address or '').rstrip('/')}/sign-in?token={token}",
            "expires_at": timestamp(self._clock() + lifetime),
        }
        self._outbox.enqueue(session, f"sign-in:{hashed(token)[:32]}", TOPIC, payload)
