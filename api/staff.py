"""Staff: accounts with a role, one-time sign-in links, and sessions in a cookie.

Links and sessions are random secrets of which only the SHA-256 is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.clock import Clock, new_id, timestamp
from core.db import Database
from core.errors import InvalidInput, NotFound, Unauthorized

COOKIE = "askwell_staff"
LINK_LIFETIME = timedelta(hours=24)
SESSION_LIFETIME = timedelta(days=14)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class Role(StrEnum):
    """What somebody of the staff may do; an administrator may do everything."""

    AGENT = "agent"
    CONTENT = "content"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the staff."""

    id: str
    email: str
    name: str
    role: Role
    disabled: bool = False

    def may(self, *roles: Role) -> bool:
        """Whether this person has one of `roles` or is an administrator."""
        return self.role is Role.ADMIN or self.role in roles


class StaffStore:
    """Accounts, links and sessions in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, email: str, role: Role, name: str | None = None) -> StaffMember:
        """Create the account of an address, or open it again and set its role; raises InvalidInput for no address."""
        if not _EMAIL.fullmatch(email):
            raise InvalidInput(f"{email!r} is not an e-mail address.")
        with self._database.write() as session:
            row = session.execute(
                """INSERT INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (email) DO UPDATE SET role = excluded.role, name = coalesce(?, name), disabled_at = NULL
                RETURNING *""",
                [new_id("stf"), email, name or email.split("@", maxsplit=1)[0], role, timestamp(self._clock()), name],
            ).fetchone()
        return _member(row)

    def all(self) -> list[StaffMember]:
        """Everybody, by e-mail."""
        with self._database.read() as session:
            return [_member(row) for row in session.execute("SELECT * FROM staff ORDER BY email")]

    def find(self, email_or_id: str) -> StaffMember:
        """One person by e-mail or id; raises NotFound."""
        with self._database.read() as session:
            row = session.execute(
                "SELECT * FROM staff WHERE email = ? OR id = ?", [email_or_id, email_or_id]
            ).fetchone()
        if row is None:
            raise NotFound(f"There is nobody called {email_or_id} on the staff.")
        return _member(row)

    def set_disabled(self, email_or_id: str, disabled: bool) -> StaffMember:
        """Close or reopen an account; closing ends its sessions and links at once."""
        member = self.find(email_or_id)
        with self._database.write() as session:
            moment = timestamp(self._clock()) if disabled else None
            session.execute("UPDATE staff SET disabled_at = ? WHERE id = ?", [moment, member.id])
            if disabled:
                session.execute("DELETE FROM staff_sessions WHERE staff_id = ?", [member.id])
                session.execute("DELETE FROM sign_in_links WHERE staff_id = ?", [member.id])
        return self.find(member.id)

    def create_link(self, member: StaffMember) -> str:
        """A one-time token for `/sign-in?token=…`, good for 24 hours."""
        token = secrets.token_urlsafe(32)
        with self._database.write() as session:
            session.execute(
                "INSERT INTO sign_in_links (token_hash, staff_id, expires_at) VALUES (?, ?, ?)",
                [_hash(token), member.id, timestamp(self._clock() + LINK_LIFETIME)],
            )
        return token

    def link_is_good(self, token: str) -> bool:
        """Whether `redeem` would accept `token` now; does not use it up, so that a mail scanner does no harm."""
        with self._database.read() as session:
            row = session.execute(
                """SELECT 1 FROM sign_in_links JOIN staff ON staff.id = staff_id
                WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? AND disabled_at IS NULL""",
                [_hash(token), timestamp(self._clock())],
            ).fetchone()
        return row is not None

    def redeem(self, token: str) -> tuple[StaffMember, str]:
        """Use up a link and open a session: who it is and the secret for the cookie; raises Unauthorized."""
        now = self._clock()
        session_token = secrets.token_urlsafe(32)
        with self._database.write() as session:
            row = session.execute(
                """UPDATE sign_in_links SET used_at = ?1 WHERE token_hash = ?2 AND used_at IS NULL AND expires_at > ?1
                RETURNING staff_id""",
                [timestamp(now), _hash(token)],
            ).fetchone()
            if row is None:
                raise Unauthorized("This sign-in link has been used or has expired. Ask for a new one.")
            session.execute(
                "INSERT INTO staff_sessions (token_hash, staff_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                [_hash(session_token), row["staff_id"], timestamp(now), timestamp(now + SESSION_LIFETIME)],
            )
            found = session.execute("SELECT * FROM staff WHERE id = ?", [row["staff_id"]]).fetchone()
        return _member(found), session_token

    def by_session(self, session_token: str) -> StaffMember | None:
        """Who holds this session, if it is open and the account is too."""
        with self._database.read() as session:
            row = session.execute(
                """SELECT staff.* FROM staff_sessions JOIN staff ON staff.id = staff_id
                WHERE token_hash = ? AND expires_at > ? AND disabled_at IS NULL""",
                [_hash(session_token), timestamp(self._clock())],
            ).fetchone()
        return _member(row) if row else None

    def sign_out(self, session_token: str) -> None:
        """End one session."""
        with self._database.write() as session:
            session.execute("DELETE FROM staff_sessions WHERE token_hash = ?", [_hash(session_token)])

    def purge(self) -> int:
        """Forget links and sessions that have ended; returns how many there were."""
        now = timestamp(self._clock())
        with self._database.write() as session:
            links = session.execute("DELETE FROM sign_in_links WHERE expires_at < ?", [now]).rowcount
            return links + session.execute("DELETE FROM staff_sessions WHERE expires_at < ?", [now]).rowcount


def form_token(key: bytes, session_token: str) -> str:
    """The CSRF token of a session's forms: only a page we served to that session can know it."""
    return hmac.new(key, b"form\0" + session_token.encode(), hashlib.sha256).hexdigest()


def form_token_matches(key: bytes, session_token: str, sent: str) -> bool:
    """Whether `sent` is the session's form token, compared in constant time."""
    return hmac.compare_digest(form_token(key, session_token).encode(), sent.encode())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _member(row: sqlite3.Row) -> StaffMember:
    return StaffMember(row["id"], row["email"], row["name"], Role(row["role"]), row["disabled_at"] is not None)
