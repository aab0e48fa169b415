"""Accounts of the staff, as rows: each function works in the caller's transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.staffing.members import Role, StaffMember, member_of
from core.db import Session
from core.errors import Conflict, InvalidInput, NotFound

MAX_EMAIL = 320
MAX_NAME = 100
MAX_CAPACITY = 500
MAX_LANGUAGES = 50
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Profile:
    """What can be changed of an account without changing what it may do."""

    name: str
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    away: bool = False

    @classmethod
    def of(cls, member: StaffMember) -> Profile:
        """As it is now."""
        return cls(member.name, member.languages, member.capacity, member.away)

    def checked(self) -> Profile:
        """The same with spaces trimmed; raises InvalidInput when a value cannot be used."""
        languages = tuple(dict.fromkeys(code.strip() for code in self.languages if code.strip()))
        if len(languages) > MAX_LANGUAGES or not all(_LANGUAGE.fullmatch(code) for code in languages):
            raise InvalidInput("Languages are given by their codes, such as en or pt-BR.")
        if self.capacity is not None and not 0 <= self.capacity <= MAX_CAPACITY:
            raise InvalidInput(f"Open conversations at once: a number from 0 to {MAX_CAPACITY}, or nothing.")
        return Profile(checked_name(self.name), languages, self.capacity, self.away)


def checked_email(email: str) -> str:
    """`email` without spaces around it; raises InvalidInput when it is no e-mail address."""
    found = email.strip()
    if not _EMAIL.fullmatch(found) or len(found) > MAX_EMAIL or not found.isprintable():
        raise InvalidInput(f"{email[:80]!r} is not an e-mail address.")
    return found


def checked_name(name: str) -> str:
    """`name` without spaces around it; raises InvalidInput when it is empty or too long."""
    found = " ".join(name.split())
    if not found or len(found) > MAX_NAME or not found.isprintable():
        raise InvalidInput(f"A name has 1 to {MAX_NAME} characters; customers see it beside replies.")
    return found


def find(session: Session, email_or_id: str) -> StaffMember:
    """One person by e-mail or id; raises NotFound."""
    row = session.execute("SELECT * FROM staff WHERE email = ?1 OR id = ?1", [email_or_id]).fetchone()
    if row is None:
        raise NotFound(f"There is nobody called {email_or_id} on the staff.")
    return member_of(row)


def insert(session: Session, staff_id: str, email: str, role: Role, name: str, now: str) -> StaffMember:
    """A new account; raises Conflict when the address has one."""
    row = session.execute(
        """INSERT INTO staff (id, email, name, role, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (email) DO NOTHING RETURNING *""",
        [staff_id, email, name, role, now],
    ).fetchone()
    if row is None:
        raise Conflict(f"{email} is on the staff already.")
    return member_of(row)


def save_profile(session: Session, staff_id: str, profile: Profile) -> None:
    """Store a checked profile."""
    session.execute(
        "UPDATE staff SET name = ?, languages = ?, capacity = ?, away = ? WHERE id = ?",
        [profile.name, json.dumps(profile.languages), profile.capacity, profile.away, staff_id],
    )


def require_another_administrator(session: Session, staff_id: str) -> None:
    """Raise Conflict when nobody but this person could administer."""
    others = session.execute(
        "SELECT 1 FROM staff WHERE role = ? AND disabled_at IS NULL AND id != ? LIMIT 1", [Role.ADMIN, staff_id]
    ).fetchone()
    if others is None:
        raise Conflict("This is the last administrator. Make somebody else an administrator first.")


def changes(before: Profile, after: Profile) -> Sequence[str]:
    """The names of what differs."""
    return [name for name in Profile.__slots__ if getattr(before, name) != getattr(after, name)]
