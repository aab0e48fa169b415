"""Who somebody of the staff is, and what they may do."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum


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
    languages: tuple[str, ...] = ()
    """Codes of the languages they read and write; empty: nothing is known."""
    capacity: int | None = None
    """Open conversations they take at most; None: no limit of their own."""
    away: bool = False
    has_password: bool = False
    single_sign_on: bool = False
    """Whether an account at the provider is linked with this one."""
    locked_until: str | None = None
    """When passwords are looked at again after too many wrong ones."""
    seen_at: str | None = None

    def may(self, *roles: Role) -> bool:
        """Whether this person has one of `roles` or is an administrator."""
        return self.role is Role.ADMIN or self.role in roles


def member_of(row: sqlite3.Row) -> StaffMember:
    """The person in a row of the table `staff`."""
    return StaffMember(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        disabled=row["disabled_at"] is not None,
        languages=tuple(json.loads(row["languages"])),
        capacity=row["capacity"],
        away=bool(row["away"]),
        has_password=row["password_hash"] is not None,
        single_sign_on=row["oidc_subject"] is not None,
        locked_until=row["locked_until"],
        seen_at=row["seen_at"],
    )
