"""Files that go along with a letter: what agents attached to the lines in it."""

from __future__ import annotations

from collections.abc import Iterable

from core.db import Session
from core.model import Message
from escalation.mail.message import Enclosure

MAX_ENCLOSED = 15 * 1024 * 1024
"""Bytes in one letter: many mail servers take 25 MB, and base64 makes a third more of them."""


def enclosures_of(session: Session, lines: Iterable[Message]) -> tuple[Enclosure, ...]:
    """The files of these lines as far as they fit; the others are in the conversation."""
    found, size = list[Enclosure](), 0
    for line in lines:
        rows = session.execute(
            "SELECT name, media_type, data FROM attachments WHERE message_id = ? AND size <= ? ORDER BY created_at, id",
            (line.id, MAX_ENCLOSED),
        )
        for row in rows:
            if size + len(row["data"]) <= MAX_ENCLOSED:
                size += len(row["data"])
                found.append(Enclosure(row["name"], row["media_type"], row["data"]))
    return tuple(found)
