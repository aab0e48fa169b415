"""API keys of servers: shown once, stored as SHA-256, limited to scopes and to the audiences they may read."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from api.audit import COMMAND_LINE, AuditAction, AuditLog
from core.clock import Clock, new_id, timestamp
from core.db import Database
from core.errors import Conflict, InvalidInput, NotFound, Unauthorized

PREFIX = "ask_"
_USE_NOTED_EVERY_S = 60.0
"""A key's last use is written at most this often, so that a busy key does not cost a write a request."""


class Scope(StrEnum):
    """What a key may do; `admin` may do everything."""

    ASK = "ask"
    SEARCH = "search"
    ESCALATIONS = "escalations"
    CONTENT = "content"
    DRAFTS = "drafts"
    """Over MCP: gaps, and drafts for the content team to take up."""
    REPORTS = "reports"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret."""

    id: str
    name: str
    scopes: frozenset[Scope]
    audiences: frozenset[str]
    created_at: str
    last_used_at: str | None = None
    revoked_at: str | None = None


class KeyStore:
    """API keys in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._audit = AuditLog(clock)
        self._noted: dict[str, float] = {}

    def create(
        self, name: str, scopes: Iterable[Scope], audiences: Iterable[str] = (), by: str = COMMAND_LINE
    ) -> tuple[ApiKey, str]:
        """A new key and its secret, which cannot be shown again; raises InvalidInput without a name."""
        if not name.strip():
            raise InvalidInput("A key needs a name, by which it can be told from others.")
        secret = PREFIX + secrets.token_urlsafe(32)
        key = ApiKey(new_id("key"), name, frozenset(scopes), frozenset(audiences), timestamp(self._clock()))
        with self._database.write() as session:
            session.execute(
                """INSERT INTO api_keys (id, name, secret_hash, scopes, audiences, created_at)
                VALUES (?, ?, ?, ?, ?, ?)""",
                [key.id, name, _hash(secret), _join(key.scopes), _join(key.audiences), key.created_at],
            )
            self._audit.record(session, by, AuditAction.KEY_CREATED, key.id, name=name, scopes=sorted(key.scopes))
        return key, secret

    def all(self) -> list[ApiKey]:
        """Every key, the oldest first."""
        with self._database.read() as session:
            return [_key(row) for row in session.execute("SELECT * FROM api_keys ORDER BY created_at, id")]

    def revoke(self, id_or_name: str, by: str = COMMAND_LINE) -> ApiKey:
        """End a key at once; raises NotFound when no key in use is called so, and Conflict when several are."""
        with self._database.write() as session:
            found = session.execute(
                "SELECT id FROM api_keys WHERE (id = ? OR name = ?) AND revoked_at IS NULL ORDER BY created_at, id",
                [id_or_name, id_or_name],
            ).fetchall()
            if not found:
                raise NotFound(f"There is no key in use called {id_or_name}.")
            if len(found) > 1:
                ids = ", ".join(row["id"] for row in found)
                raise Conflict(f"{len(found)} keys in use are called {id_or_name}. Say which one by its id: {ids}.")
            row = session.execute(
                "UPDATE api_keys SET revoked_at = ? WHERE id = ? RETURNING *",
                [timestamp(self._clock()), found[0]["id"]],
            ).fetchone()
            self._audit.record(session, by, AuditAction.KEY_REVOKED, row["id"], name=row["name"])
        return _key(row)

    def authenticate(self, secret: str) -> ApiKey:
        """The key that `secret` belongs to; raises Unauthorized."""
        wanted = _hash(secret)
        with self._database.read() as session:
            row = session.execute("SELECT * FROM api_keys WHERE secret_hash = ?", [wanted]).fetchone()
        if row is None or row["revoked_at"] or not hmac.compare_digest(row["secret_hash"], wanted):
            raise Unauthorized("The API key is not valid or has been revoked.")
        key = _key(row)
        self._note_use(key.id)
        return key

    def _note_use(self, key_id: str) -> None:
        now = time.monotonic()
        if now - self._noted.get(key_id, -_USE_NOTED_EVERY_S) < _USE_NOTED_EVERY_S:
            return
        self._noted[key_id] = now
        with self._database.write() as session:
            session.execute("UPDATE api_keys SET last_used_at = ? WHERE id = ?", [timestamp(self._clock()), key_id])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _join(names: Iterable[str]) -> str:
    return "\n".join(sorted(names))


def _key(row: sqlite3.Row) -> ApiKey:
    scopes = frozenset(Scope(name) for name in row["scopes"].split("\n") if name)
    audiences = frozenset(name for name in row["audiences"].split("\n") if name)
    return ApiKey(row["id"], row["name"], scopes, audiences, row["created_at"], row["last_used_at"], row["revoked_at"])
