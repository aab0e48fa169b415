"""A letter as the bytes of an e-mail (RFC 5322). What goes into a header cannot begin another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from escalation.mail.address import wire_address, written

MAX_SUBJECT = 200
MAX_REFERENCES = 20
"""The oldest and the latest are kept, as RFC 5322 advises for long threads."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file sent with a letter."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person."""

    to: str
    subject: str
    text: str
    html: str | None = None
    reply_to: str | None = None
    message_id: str | None = None
    references: tuple[str, ...] = ()
    """Message-IDs of the letters before, the oldest first; the last one is answered."""
    headers: Mapping[str, str] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()


def as_message(letter: Letter, sender: tuple[str, str], now: datetime) -> EmailMessage:
    """The message to send: text, and the same as HTML where the letter has it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = written(*sender)
    message["To"] = wire_address(letter.to)
    message["Subject"] = one_line(letter.subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(now)
    if letter.message_id:
        message["Message-ID"] = letter.message_id
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    if letter.references:
        message["In-Reply-To"] = letter.references[-1]
        message["References"] = " ".join(_shortened(letter.references))
    for name, value in letter.headers.items():
        message[name] = one_line(value)
    _fill(message, letter)
    return message


def one_line(text: str) -> str:
    """`text` without line breaks and other control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _fill(message: EmailMessage, letter: Letter) -> None:
    message.set_content(_sendable(letter.text))
    if letter.html:
        message.add_alternative(_sendable(letter.html), subtype="html")
    for part in letter.enclosures:
        kind, _, subtype = part.media_type.partition("/")
        message.add_attachment(
            part.data, maintype=kind, subtype=subtype or "octet-stream", filename=one_line(part.name) or "file"
        )


def _sendable(text: str) -> str:
    """Half a surrogate pair, which a browser may send, cannot be encoded."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _shortened(references: tuple[str, ...]) -> tuple[str, ...]:
    return references if len(references) <= MAX_REFERENCES else references[:1] + references[1 - MAX_REFERENCES :]
