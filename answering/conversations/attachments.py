"""Files beside the lines of a conversation. Uploaded first, then sent with a line; what is not sent is forgotten."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from answering.conversations.file_types import ENDINGS, media_type, safe_name
from core.clock import Clock, new_id, timestamp
from core.db import Session
from core.errors import InvalidInput, NotFound, TooLarge
from core.model import Attachment

MIB = 1024 * 1024
UNSENT_FOR = timedelta(hours=24)
"""How long a file waits for its line."""
IN_A_CONVERSATION = 10
"""How many lines full of the largest files a conversation may hold."""
TAKEN = "PNG, JPEG, GIF and WebP images, PDF, plain text and CSV"
_COLUMNS = "id, message_id, name, media_type, size"


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """How much may be attached."""

    files: int = 5
    """Files with one line."""
    size: int = 10 * MIB
    """Bytes of one file."""


class AttachmentStore:
    """Files in SQLite; methods take the caller's open session."""

    def __init__(self, clock: Clock, limits: AttachmentLimits | None = None) -> None:
        self._clock = clock
        self.limits = limits or AttachmentLimits()

    def add(self, session: Session, conversation_id: str, name: str, data: bytes, by: str) -> Attachment:
        """Keep a file that `by` is about to send; raises InvalidInput for its kind and TooLarge for its size."""
        kind = media_type(data, name)
        if len(data) > self.limits.size:
            raise TooLarge(f"This file is larger than {self.limits.size // MIB} MB.")
        if not data:
            raise InvalidInput("This file is empty.")
        if kind is None:
            raise InvalidInput(f"Files of this kind cannot be sent. There may be: {TAKEN}.")
        self._check_room(session, conversation_id, len(data), by)
        made = Attachment(new_id("att"), safe_name(name, kind), kind, len(data))
        session.execute(
            "INSERT INTO attachments (id, conversation_id, name, media_type, size, data, uploaded_by, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (made.id, conversation_id, made.name, kind, made.size, data, by, timestamp(self._clock())),
        )
        return made

    def unsent(self, session: Session, conversation_id: str, by: str) -> tuple[Attachment, ...]:
        """What `by` has uploaded here and not sent yet, oldest first."""
        rows = session.execute(
            f"SELECT {_COLUMNS} FROM attachments WHERE conversation_id = ? AND uploaded_by = ?"  # noqa: S608 - fixed names
            " AND message_id IS NULL ORDER BY id",
            (conversation_id, by),
        )
        return tuple(_attachment(row) for row in rows)

    def drop(self, session: Session, conversation_id: str, attachment_id: str, by: str) -> None:
        """Forget a file that `by` has not sent yet; raises NotFound for any other."""
        gone = session.execute(
            "DELETE FROM attachments WHERE id = ? AND conversation_id = ? AND uploaded_by = ? AND message_id IS NULL",
            (attachment_id, conversation_id, by),
        )
        if not gone.rowcount:
            raise NotFound("There is no such file.")

    def read(self, session: Session, conversation_id: str, attachment_id: str, by: str) -> tuple[Attachment, bytes]:
        """A file of this conversation, and its bytes; one that is not sent yet only for who uploaded it."""
        row = session.execute(
            f"SELECT {_COLUMNS}, data FROM attachments WHERE id = ? AND conversation_id = ?"  # noqa: S608 - fixed names
            " AND (message_id NOTNULL OR uploaded_by = ?)",
            (attachment_id, conversation_id, by),
        ).fetchone()
        if row is None:
            raise NotFound("There is no such file.")
        return _attachment(row), bytes(row["data"])

    def is_from_staff(self, session: Session, attachment_id: str) -> bool:
        """Whether a member of staff has uploaded it; what customers send is trusted less."""
        row = session.execute(
            "SELECT 1 FROM attachments a JOIN staff s ON s.id = a.uploaded_by WHERE a.id = ?", (attachment_id,)
        ).fetchone()
        return row is not None

    def purge(self, session: Session) -> int:
        """Forget what was uploaded and not sent within a day; returns how many there were."""
        oldest = timestamp(self._clock() - UNSENT_FOR)
        return session.execute(
            "DELETE FROM attachments WHERE message_id IS NULL AND created_at < ?", (oldest,)
        ).rowcount

    def _check_room(self, session: Session, conversation_id: str, size: int, by: str) -> None:
        if len(self.unsent(session, conversation_id, by)) >= self.limits.files:
            raise TooLarge(f"A line takes {self.limits.files} files at most. Remove one, or send these first.")
        row = session.execute(
            "SELECT coalesce(sum(size), 0) FROM attachments WHERE conversation_id = ?", (conversation_id,)
        ).fetchone()
        if row[0] + size > IN_A_CONVERSATION * self.limits.files * self.limits.size:
            raise TooLarge("This conversation holds as many files as it may.")


def attach(
    session: Session, conversation_id: str, message_id: str, ids: Sequence[str], by: str | None
) -> tuple[Attachment, ...]:
    """Send files with a line; raises NotFound for one that is not there, was sent, or is somebody else's."""
    sent = []
    for attachment_id in dict.fromkeys(ids):
        row = session.execute(
            "UPDATE attachments SET message_id = ? WHERE id = ? AND conversation_id = ? AND uploaded_by = ?"  # noqa: S608
            f" AND message_id IS NULL RETURNING {_COLUMNS}",
            (message_id, attachment_id, conversation_id, by or ""),
        ).fetchone()
        if row is None:
            raise NotFound("A file of this line is no longer there. Attach it again.")
        sent.append(_attachment(row))
    return tuple(sent)


def by_message(session: Session, conversation_id: str) -> dict[str, tuple[Attachment, ...]]:
    """The files of a conversation that were sent, by the id of their line."""
    found = defaultdict[str, list[Attachment]](list)
    for row in session.execute(
        f"SELECT {_COLUMNS} FROM attachments WHERE conversation_id = ? AND message_id NOTNULL ORDER BY id",  # noqa: S608
        (conversation_id,),
    ):
        found[row["message_id"]].append(_attachment(row))
    return {message_id: tuple(files) for message_id, files in found.items()}


def accepted_endings() -> str:
    """What a file dialog offers: `.png,.jpg,…`."""
    return ",".join(ending for endings in ENDINGS.values() for ending in endings)


def _attachment(row: sqlite3.Row) -> Attachment:
    return Attachment(row["id"], row["name"], row["media_type"], row["size"])
