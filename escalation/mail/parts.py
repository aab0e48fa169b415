"""The parts of an e-mail: its text in the best form there is, and its files (RFC 2045 to 2049)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from escalation.mail.charsets import decoded, header_text
from escalation.mail.html import text_of
from escalation.mail.message import Enclosure

MAX_PARTS = 100
MAX_DEPTH = 20
MAX_TEXT = 200_000
"""Characters of text that are looked at."""
MAX_FILES = 20
_FLOWED = re.compile(r"(?<=[^ \n]) \n(?![> ]|-- $)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """What an e-mail holds."""

    text: str
    files: tuple[Enclosure, ...]
    delivery_status: str
    """What a mail server says about a delivery (RFC 3464); empty in ordinary mail."""


def content_of(message: Message) -> Content:
    """The text, as it was written if there is plain text and out of HTML otherwise; and the files."""
    leaves = [part for part, _ in zip(_leaves(message, 0), range(MAX_PARTS), strict=False)]
    texts = [part for part in leaves if not _is_file(part)]
    plain = "\n".join(_plain(part) for part in texts if part.get_content_type() == "text/plain").strip()
    if not plain:
        pages = [_text(part) for part in texts if part.get_content_type() == "text/html"]
        plain = "\n".join(text_of(page) for page in pages).strip()
    files = tuple(_file(part) for part in leaves if _is_file(part))[:MAX_FILES]
    status = "\n".join(_status(part) for part in leaves if part.get_content_type() == "message/delivery-status")
    return Content(plain[:MAX_TEXT], files, status)


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """Parts that hold something themselves. Mail inside mail is looked into no further."""
    inner = part.get_payload()
    nested = part.get_content_maintype() == "multipart" and isinstance(inner, list)
    if not nested or depth >= MAX_DEPTH:
        yield part
        return
    for child in inner:
        if isinstance(child, Message):
            yield from _leaves(child, depth + 1)


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in {"message/delivery-status", "text/rfc822-headers", "message/rfc822"} or part.is_multipart():
        return False
    named = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return named or kind not in {"text/plain", "text/html"}


def _file(part: Message) -> Enclosure:
    name = header_text(str(part.get_filename() or "")) or f"file.{part.get_content_subtype()}"
    return Enclosure(name[:200], part.get_content_type(), _bytes(part))


def _plain(part: Message) -> str:
    text = _text(part)
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    # A space at the end of a line means that the paragraph goes on (RFC 3676).
    return _FLOWED.sub(" ", text) if flowed else text


def _text(part: Message) -> str:
    return decoded(_bytes(part)[: 4 * MAX_TEXT], part.get_content_charset())


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _status(part: Message) -> str:
    inner = part.get_payload()
    return "\n".join(str(block) for block in inner) if isinstance(inner, list) else _text(part)
