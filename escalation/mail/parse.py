"""Reads an e-mail as it came over the network. Nothing in it is trusted, and nothing in it makes this fail."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from email.utils import getaddresses

from core.errors import InvalidInput
from escalation.mail.address import checked_address
from escalation.mail.automatic import why_automatic
from escalation.mail.charsets import header_text, raw_text
from escalation.mail.message import Enclosure
from escalation.mail.parts import Content, content_of

MAX_MAIL = 25 * 1024 * 1024
"""Bytes of a whole e-mail; what most mail servers take."""
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
_RELATED = ("In-Reply-To", "References")
MAX_HEADERS = 20
"""Headers of one name that are looked at."""
MAX_HEADER = 16_000
"""Characters of a header that are kept: Python's parser takes its time with the square of them."""


class _Bounded(Compat32):
    """Headers as they came, but none longer than `MAX_HEADER`."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


_BOUNDED = _Bounded()


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What matters of an e-mail."""

    id: str
    """Its Message-ID; without one, or with one that is no such thing, a hash of its bytes."""
    sender: str | None
    """The one address it comes from; None when that cannot be said."""
    recipients: tuple[str, ...]
    """Headers as text."""
    related: tuple[str, ...]
    """Headers that name earlier mail."""
    subject: str
    text: str
    files: tuple[Enclosure, ...]
    automatic: str | None
    """Why it was not written by a person; None when it was."""
    forged: bool
    """Whether the server that took it found that its sender may not be who it says."""
    failure: str
    """Of mail that tells of a delivery: what failed; empty when nothing has for good."""


def parsed(raw: bytes) -> ParsedMail | None:
    """The e-mail; None when the bytes are none."""
    try:
        return _parsed(raw)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        # Python's parser fails in all of these ways on what is no e-mail, or nested a thousand times.
        return None


def mail_id(raw: bytes) -> str:
    """The Message-ID of the mail, or a hash of it where the headers have none that can be used."""
    try:
        headers = BytesHeaderParser(policy=_BOUNDED).parsebytes(raw[:1_000_000])
        return _id_of(headers, raw)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return _hash(raw)


def _parsed(raw: bytes) -> ParsedMail | None:
    message = BytesParser(policy=_BOUNDED).parsebytes(raw)
    if not message.keys():
        return None
    content = content_of(message)
    subject = header_text(_first(message, "Subject"))
    sender = _sender(message)
    return ParsedMail(
        id=_id_of(message, raw),
        sender=sender,
        recipients=tuple(text for name in _RECIPIENTS for text in _all(message, name)),
        related=tuple(text for name in _RELATED for text in _all(message, name)),
        subject=subject,
        text=content.text,
        files=content.files,
        automatic=why_automatic(message, sender, subject),
        forged=any("dmarc=fail" in text.lower() for text in _all(message, "Authentication-Results")),
        failure=_failure(content),
    )


def _sender(message: Message) -> str | None:
    """Mail with several senders, or none, comes from nobody in particular."""
    found = {address for _, address in getaddresses(_all(message, "From")) if address}
    try:
        return checked_address(found.pop()) if len(found) == 1 else None
    except InvalidInput:
        return None


def _failure(content: Content) -> str:
    status = content.delivery_status
    if not re.search(r"^Action:\s*failed", status, re.IGNORECASE | re.MULTILINE):
        return ""
    for name in ("Diagnostic-Code", "Status"):
        told = re.search(rf"^{name}:[ \t]*(.{{1,300}})", status, re.IGNORECASE | re.MULTILINE)
        if told:
            return told.group(1).strip()
    return "no reason was given"


def _id_of(message: Message, raw: bytes) -> str:
    found = _ID.search(_first(message, "Message-ID"))
    return found.group() if found else _hash(raw)


def _hash(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _first(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _all(message: Message, name: str) -> list[str]:
    """The headers of this name, folding undone."""
    values = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return [raw_text(value) for value in values[:MAX_HEADERS]]
