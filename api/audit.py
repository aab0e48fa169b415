"""The audit log: who of the staff did what, and when.

It holds ids and facts, never secrets and never what a customer wrote. `record` takes the caller's open session, so that
an act and its entry are stored together or not at all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from core.clock import Clock, timestamp
from core.db import Session
from core.paging import Page, checked_limit, decode_cursor, encode_cursor

COMMAND_LINE = "command line"
"""The actor of what is done with the command `askwell`."""
SYSTEM = "system"
"""The actor of what Askwell does by itself."""
NOBODY = "nobody"
"""The actor of what is done without being signed in."""
MAX_TEXT = 300
"""Characters of one value that is kept."""


class AuditAction(StrEnum):
    """What is recorded; the part before the dot is the area."""

    SIGNED_IN = "sign_in.succeeded"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_LOCKED = "sign_in.locked"
    LINK_REQUESTED = "sign_in.link_requested"
    SIGNED_OUT = "sign_in.ended"
    SESSION_ENDED = "session.ended"
    SESSIONS_ENDED = "session.all_ended"
    STAFF_ADDED = "staff.added"
    STAFF_CHANGED = "staff.changed"
    ROLE_CHANGED = "staff.role_changed"
    STAFF_DISABLED = "staff.disabled"
    STAFF_ENABLED = "staff.enabled"
    STAFF_UNLOCKED = "staff.unlocked"
    STAFF_LINKED = "staff.linked"
    LINK_CREATED = "staff.link_created"
    PASSWORD_CHANGED = "staff.password_changed"  # noqa: S105 - the name of an action
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"
    PERSON_EXPORTED = "person.exported"
    PERSON_ERASED = "person.erased"
    SETTINGS_CHANGED = "settings.changed"
    DOCUMENT_PUBLISHED = "document.published"
    DOCUMENT_REMOVED = "document.removed"
    DOCUMENT_CHECKED = "document.checked"
    PAIR_DISMISSED = "document.pair_dismissed"
    PAIR_RESTORED = "document.pair_restored"
    DRAFT_APPROVED = "draft.approved"
    DELIVERY_RETRIED = "delivery.retried"
    DELIVERY_RESUMED = "delivery.resumed"
    DELIVERY_DISCARDED = "delivery.discarded"
    DELIVERY_TESTED = "delivery.tested"
    ESCALATION_OVERRIDDEN = "escalation.overridden"
    MACRO_SAVED = "macro.saved"
    MACRO_DELETED = "macro.deleted"
    AUDIT_EXPORTED = "audit.exported"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act."""

    id: int
    at: str
    actor: str
    """Id of a member of staff or of a key, or one of the names above."""
    action: str
    subject: str | None
    """Id of what was acted on."""
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; None: whatever they are."""

    actor: str | None = None
    area: str | None = None
    """What stands before the dot of the action."""
    subject: str | None = None
    since: str | None = None
    until: str | None = None


class AuditLog:
    """The entries in the database."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(self, session: Session, actor: str, action: str, subject: str | None = None, **data: Any) -> None:
        """Note in the caller's transaction that `actor` did `action` to `subject`; texts are cut at 300 characters."""
        kept = {name: _cut(value) for name, value in data.items() if value is not None}
        session.execute(
            "INSERT INTO audit_log (at, actor, action, subject, data) VALUES (?, ?, ?, ?, ?)",
            [timestamp(self._clock()), actor, str(action), _cut(subject), json.dumps(kept, ensure_ascii=False)],
        )

    def page(
        self, session: Session, wanted: AuditFilter, limit: int = 50, cursor: str | None = None
    ) -> Page[AuditEntry]:
        """Entries, newest first; raises InvalidInput for a bad limit or cursor."""
        (before,) = decode_cursor(cursor, (int,)) if cursor else (None,)
        rows = _rows(session, wanted, checked_limit(limit) + 1, before)
        items = tuple(_entry(row) for row in rows[:limit])
        return Page(items, encode_cursor(items[-1].id) if len(rows) > limit else None)

    def all(self, session: Session, wanted: AuditFilter) -> Iterator[AuditEntry]:
        """Every entry that is wanted, newest first."""
        return (_entry(row) for row in _rows(session, wanted, -1, None))

    def actors(self, session: Session) -> list[str]:
        """Everybody who has done something."""
        return [row[0] for row in session.execute("SELECT DISTINCT actor FROM audit_log ORDER BY actor")]

    def purge(self, session: Session, days: int) -> int:
        """Forget entries older than `days`; returns how many."""
        before = timestamp(self._clock() - timedelta(days=days))
        return session.execute("DELETE FROM audit_log WHERE at < ?", [before]).rowcount


def _rows(session: Session, wanted: AuditFilter, limit: int, before: int | str | None) -> Sequence[sqlite3.Row]:
    conditions = {
        "id < ?": before,
        "actor = ?": wanted.actor,
        "action LIKE ? || '.%'": wanted.area,
        "subject = ?": wanted.subject,
        "at >= ?": wanted.since,
        "at < ?": wanted.until,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    where = " AND ".join(used) or "1"
    query = f"SELECT * FROM audit_log WHERE {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - fixed conditions
    return session.execute(query, [*used.values(), limit]).fetchall()


def _entry(row: sqlite3.Row) -> AuditEntry:
    return AuditEntry(row["id"], row["at"], row["actor"], row["action"], row["subject"], json.loads(row["data"]))


def _cut(value: Any) -> Any:
    return value[:MAX_TEXT] if isinstance(value, str) else value
