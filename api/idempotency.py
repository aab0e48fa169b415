"""Repeating a write safely: the same key with the same request gives the same response and happens once.

The key is stored in the transaction of the write itself, so a process killed between the two cannot exist.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.clock import Clock, timestamp
from core.db import Database, Session
from core.errors import Conflict

KEPT = timedelta(hours=24)
"""How long a key is remembered."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A caller's key for one request."""

    caller: str
    key: str
    fingerprint: str
    """Hash of the request: a key cannot be used again for another one."""


def ticket(caller: str, key: str | None, *request: object) -> Ticket | None:
    """The ticket of a request made of JSON values; None when the caller sent no key."""
    if key is None:
        return None
    written = json.dumps(request, sort_keys=True, ensure_ascii=False, default=str)
    return Ticket(caller, key, hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest())


class Idempotency:
    """Keys in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def once(self, paper: Ticket | None, action: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        """Run `action` in a write transaction and return its result, or the stored one when this ticket was used."""
        with self._database.write() as session:
            known = self.recall(session, paper)
            if known is not None:
                found: dict[str, Any] = json.loads(known)
                return found
            result = action(session)
            self.keep(session, paper, json.dumps(result, ensure_ascii=False))
        return result

    def recall(self, session: Session, paper: Ticket | None) -> str | None:
        """What was kept under this ticket; raises Conflict when its key belongs to another request."""
        if paper is None:
            return None
        row = session.execute(
            "SELECT request_hash, response FROM idempotency WHERE caller = ? AND key = ?", [paper.caller, paper.key]
        ).fetchone()
        if row is None:
            return None
        if row["request_hash"] != paper.fingerprint:
            raise Conflict("This Idempotency-Key was used for another request. Use a new key for each new request.")
        return str(row["response"])

    def keep(self, session: Session, paper: Ticket | None, response: str) -> None:
        """Remember `response` for this ticket, in the caller's transaction."""
        if paper is not None:
            session.execute(
                "INSERT OR IGNORE INTO idempotency (caller, key, request_hash, status, response, created_at)"
                " VALUES (?, ?, ?, 200, ?, ?)",
                [paper.caller, paper.key, paper.fingerprint, response, timestamp(self._clock())],
            )

    def purge(self) -> int:
        """Forget keys older than a day; returns how many there were."""
        with self._database.write() as session:
            oldest = timestamp(self._clock() - KEPT)
            return session.execute("DELETE FROM idempotency WHERE created_at < ?", [oldest]).rowcount
