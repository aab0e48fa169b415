"""Use cases of signing in: with a password, with a link, with an account elsewhere; and of changing a password.

What a stranger reads and how long it takes do not tell whether an address belongs to the staff.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from api.audit import NOBODY, AuditAction, AuditLog
from api.limits import VisitorLimits, network_of
from api.staff import StaffMember, StaffStore
from api.staffing import accounts
from api.staffing.links import LETTER_LIFETIME, LINK_LIFETIME
from api.staffing.lockout import Lockout
from api.staffing.passwords import Passwords, checked_password
from api.staffing.sessions import LINK
from core.db import Database, Session
from core.errors import Conflict, InvalidInput, RateLimited, Unauthorized

RATE = "30/minute;200/hour"
"""Attempts to sign in, by any way, that one network address has in each process."""
LETTERS_RATE = "3/15 minutes;10/day"
"""Letters with a link that one account is sent."""
WRONG = "E-mail address or password is wrong."


class Letters(Protocol):
    """Sends a sign-in link to somebody's mailbox."""

    @property
    def ready(self) -> bool:
        """Whether letters can be sent at all."""

    def send_link(
        self, session: Session, member: StaffMember, token: str, lifetime: timedelta, lang: str | None = None
    ) -> None:
        """Leave the letter in the caller's transaction; `lang`: what is spoken where no language is known."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from."""

    address: str
    """Network address."""
    browser: str = ""
    """In words, as shown in the list of sessions."""
    lang: str | None = None
    """The language the browser asks for."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has shown who they are, and the secret for their cookie."""

    member: StaffMember
    secret: str


class SignIns:
    """The ways in."""

    def __init__(
        self,
        database: Database,
        staff: StaffStore,
        audit: AuditLog,
        lockout: Lockout,
        letters: Letters,
        passwords: Callable[[], Passwords],
    ) -> None:
        self._database = database
        self._staff = staff
        self._audit = audit
        self._lockout = lockout
        self._letters = letters
        self._passwords = passwords
        self._limits = VisitorLimits(RATE)
        self._letters_limits = VisitorLimits(LETTERS_RATE)

    @property
    def sends_letters(self) -> bool:
        """Whether a link can be sent by e-mail."""
        return self._letters.ready

    def count(self, origin: Origin) -> None:
        """Count one attempt of any kind; raises RateLimited."""
        self._limits.check(origin.address)

    def by_password(self, email: str, password: str, origin: Origin) -> SignedIn:
        """Sign in with a password; raises Unauthorized, and RateLimited (LockedOut) when there is a wait."""
        self.count(origin)
        with self._database.write() as session:
            staff_id, stored = self._account(session, email)
            waits = self._lockout.begin(session, email, staff_id, origin.address)
        right = self._passwords().matches(stored, password)
        with self._database.write() as session:
            # The account may have been closed, or the password changed, while the hash was computed.
            if right and staff_id and stored and self._account(session, email) == (staff_id, stored):
                self._lockout.succeeded(session, staff_id, origin.address)
                self._keep_strong(session, staff_id, stored, password)
                return SignedIn(*self._staff.sign_in(session, staff_id, "password", origin.browser))
            self._note_failure(session, staff_id, origin, waits=waits)
        raise Unauthorized(WRONG)

    def by_link(self, token: str, origin: Origin) -> SignedIn:
        """Use a link up; raises Unauthorized."""
        self.count(origin)
        try:
            return SignedIn(*self._staff.redeem(token, origin.browser))
        except Unauthorized:
            self.note_failure(origin, LINK)
            raise

    def note_failure(self, origin: Origin, way: str) -> None:
        """Keep that somebody whom nobody knows did not come in."""
        where = network_of(origin.address)
        with self._database.write() as session:
            self._audit.record(session, NOBODY, AuditAction.SIGN_IN_FAILED, None, address=where, way=way)

    def request_link(self, email: str, origin: Origin) -> None:
        """Send a link if the address belongs to the staff; nothing that is seen from outside tells whether it does."""
        self.count(origin)
        with self._database.write() as session:
            staff_id, _ = self._account(session, email)
            self._audit.record(session, NOBODY, AuditAction.LINK_REQUESTED, staff_id)
            if staff_id and self._letters.ready and self._may_write_to(staff_id):
                member = accounts.find(session, staff_id)
                token = self._staff.links.create(session, member, LETTER_LIFETIME)
                self._letters.send_link(session, member, token, LETTER_LIFETIME, origin.lang)

    def send_link(self, staff_id: str, by: str) -> None:
        """Send somebody a link on behalf of an administrator; raises NotFound, and Conflict when that cannot be."""
        if not self._letters.ready:
            raise Conflict("Askwell cannot send mail yet. Make a link and give it to them.")
        with self._database.write() as session:
            member = accounts.find(session, staff_id)
            if member.disabled:
                raise Conflict("This account is closed. Open it again first.")
            token = self._staff.links.create(session, member, LINK_LIFETIME)
            self._audit.record(session, by, AuditAction.LINK_CREATED, member.id, sent=True)
            self._letters.send_link(session, member, token, LINK_LIFETIME)

    def change_password(
        self, staff_id: str, old: str | None, new: str, session_id: str | None, by: str, address: str = ""
    ) -> None:
        """Set a password and end every other session; raises InvalidInput for a weak one.

        `old` must be the present one where there is one (InvalidInput, LockedOut), unless it is None: who came with a
        one-time link just now is not asked for it.
        """
        member = self._staff.find(staff_id)
        checked_password(new, (member.name, member.email))
        if old is not None:
            self._require_old(member, old, address)
        self._staff.set_password(member.id, self._passwords().hash(new), by, but=session_id or "")

    def purge(self) -> int:
        """Forget failures that are long ago."""
        with self._database.write() as session:
            return self._lockout.purge(session)

    def _require_old(self, member: StaffMember, old: str, address: str) -> None:
        with self._database.write() as session:
            _, stored = self._account(session, member.email)
            if stored is None:
                return
            self._lockout.begin(session, member.email, member.id, address)
        if not self._passwords().matches(stored, old):
            raise InvalidInput("The present password is wrong.")
        with self._database.write() as session:
            self._lockout.succeeded(session, member.id, address)

    def _account(self, session: Session, email: str) -> tuple[str | None, str | None]:
        row = session.execute(
            "SELECT id, password_hash FROM staff WHERE email = ? AND disabled_at IS NULL", [email.strip()]
        ).fetchone()
        return (row["id"], row["password_hash"]) if row else (None, None)

    def _keep_strong(self, session: Session, staff_id: str, stored: str, password: str) -> None:
        passwords = self._passwords()
        if passwords.is_outdated(stored):
            session.execute("UPDATE staff SET password_hash = ? WHERE id = ?", [passwords.hash(password), staff_id])

    def _note_failure(self, session: Session, staff_id: str | None, origin: Origin, *, waits: bool) -> None:
        where = network_of(origin.address)
        self._audit.record(session, NOBODY, AuditAction.SIGN_IN_FAILED, staff_id, address=where, way="password")
        if waits:
            self._audit.record(session, NOBODY, AuditAction.SIGN_IN_LOCKED, staff_id, address=where)

    def _may_write_to(self, staff_id: str) -> bool:
        try:
            self._letters_limits.check(staff_id)
        except RateLimited:
            return False
        return True
