"""The outbox target `mail`: turns announcements of the topics `mail.*` into letters and sends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from core.db import Database, Session
from core.errors import NotFound
from escalation.delivery.handoff import HandoffEvent, Refused
from escalation.delivery.targets import TargetName
from escalation.desk import Desk
from escalation.mail.letters import Letters
from escalation.mail.replies import TOPIC as REPLY
from escalation.mail.sender import Letter, Mailer
from escalation.mail.transcripts import TOPIC as TRANSCRIPT

SIGN_IN = "mail.sign_in"
MAIL = TargetName("mail", ("mail.*",))
LetterWriter = Callable[[Session, Mapping[str, Any], str], Letter | None]
"""Writes a letter from what the outbox holds and the key of its row; None when nobody needs it any more."""
NOT_DELIVERED = "An e-mail to the customer could not be delivered: {reason}"


class MailTarget:
    """Sends letters. A letter sent again, after a crash, has the same Message-ID as before."""

    def __init__(
        self,
        database: Database,
        letters: Letters,
        mailer: Mailer,
        desk: Desk,
        others: Mapping[str, LetterWriter] | None = None,
    ) -> None:
        """`others`: what writes the letters of further topics; those without a Message-ID get one here."""
        self._database = database
        self._letters = letters
        self._mailer = mailer
        self._desk = desk
        self._others = others or {}

    def deliver(self, event: HandoffEvent, key: str) -> None:
        """Send the letter; returning also means that nobody needs it any more. See `HandoffTarget.deliver`."""
        letter = self._written(event, key)
        if letter is None:
            return
        try:
            self._mailer.send(letter)
        except Refused as refusal:
            self._tell_agents(event.payload, refusal.message)
            raise

    def _written(self, event: HandoffEvent, key: str) -> Letter | None:
        if event.topic == SIGN_IN:
            return self._letters.sign_in(event.payload, key)
        writers: Mapping[str, LetterWriter] = {
            **self._others,
            REPLY: self._letters.reply,
            TRANSCRIPT: self._letters.transcript,
        }
        if event.topic not in writers:
            raise Refused(f"There are no letters of the kind {event.topic}.")
        try:
            with self._database.read() as session:
                letter = writers[event.topic](session, event.payload, key)
        except NotFound:  # the person has been erased meanwhile
            return None
        if letter is None or letter.message_id:
            return letter
        return replace(letter, message_id=self._letters.message_id(key))

    def _tell_agents(self, facts: Mapping[str, Any], reason: str) -> None:
        if "conversation_id" in facts:
            with self._database.write() as session:
                self._desk.remark(session, facts["conversation_id"], NOT_DELIVERED.format(reason=reason))
