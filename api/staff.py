"""The staff: accounts with a role, the links that sign them in, and their sessions. Each change is in the audit log."""

from __future__ import annotations

from datetime import timedelta

from api.audit import COMMAND_LINE, AuditAction, AuditLog
from api.staffing import accounts
from api.staffing.accounts import Profile
from api.staffing.links import LINK_LIFETIME, SignInLinks
from api.staffing.members import Role, StaffMember, member_of
from api.staffing.sessions import LINK, SessionLimits, StaffSessions
from core.clock import Clock, new_id, timestamp
from core.db import Database, Session

__all__ = ["COOKIE", "LINK_LIFETIME", "Profile", "Role", "StaffMember", "StaffStore"]

COOKIE = "askwell_staff"


class StaffStore:
    """Accounts, links and sessions in the database. `by` names who acts: the id of somebody, or the command line."""

    def __init__(self, database: Database, clock: Clock, limits: SessionLimits | None = None) -> None:
        self._database = database
        self._clock = clock
        self._audit = AuditLog(clock)
        self.links = SignInLinks(database, clock)
        self.sessions = StaffSessions(database, clock, limits)

    def add(self, email: str, role: Role, name: str | None = None, by: str = COMMAND_LINE) -> StaffMember:
        """Create the account of an address, or open it again and set its role; raises InvalidInput for no address."""
        email = accounts.checked_email(email)
        with self._database.write() as session:
            known = session.execute("SELECT * FROM staff WHERE email = ?", [email]).fetchone()
            if known is None:
                return self.create(session, email, role, name, by)
            self._enable(session, member_of(known), by)
            self.change_role(session, member_of(known), role, by, guarded=True)
            if name:
                session.execute("UPDATE staff SET name = ? WHERE id = ?", [accounts.checked_name(name), known["id"]])
            return accounts.find(session, known["id"])

    def create(self, session: Session, email: str, role: Role, name: str | None, by: str) -> StaffMember:
        """A new account; raises InvalidInput, and Conflict when the address has one."""
        email = accounts.checked_email(email)
        shown = accounts.checked_name(name or email.split("@", maxsplit=1)[0])
        made = accounts.insert(session, new_id("stf"), email, role, shown, timestamp(self._clock()))
        self._audit.record(session, by, AuditAction.STAFF_ADDED, made.id, role=role.value)
        return made

    def all(self) -> list[StaffMember]:
        """Everybody, by e-mail."""
        with self._database.read() as session:
            return [member_of(row) for row in session.execute("SELECT * FROM staff ORDER BY email")]

    def find(self, email_or_id: str) -> StaffMember:
        """One person by e-mail or id; raises NotFound."""
        with self._database.read() as session:
            return accounts.find(session, email_or_id)

    def set_disabled(self, email_or_id: str, disabled: bool, by: str = COMMAND_LINE) -> StaffMember:
        """Close or reopen an account; closing ends its sessions and links at once.

        Raises NotFound, and Conflict for the last administrator.
        """
        with self._database.write() as session:
            member = accounts.find(session, email_or_id)
            if disabled:
                self._disable(session, member, by)
            else:
                self._enable(session, member, by)
            return accounts.find(session, member.id)

    def set_role(self, email_or_id: str, role: Role, by: str = COMMAND_LINE) -> StaffMember:
        """Change what somebody may do, at once; raises NotFound, and Conflict for the last administrator."""
        with self._database.write() as session:
            member = accounts.find(session, email_or_id)
            self.change_role(session, member, role, by, guarded=True)
            return accounts.find(session, member.id)

    def set_profile(self, staff_id: str, profile: Profile, by: str = COMMAND_LINE) -> StaffMember:
        """Change name, languages, capacity or absence; raises NotFound and InvalidInput."""
        wanted = profile.checked()
        with self._database.write() as session:
            before = Profile.of(accounts.find(session, staff_id))
            changed = accounts.changes(before, wanted)
            if changed:
                accounts.save_profile(session, staff_id, wanted)
                self._audit.record(session, by, AuditAction.STAFF_CHANGED, staff_id, fields=list(changed))
            return accounts.find(session, staff_id)

    def unlock(self, email_or_id: str, by: str = COMMAND_LINE) -> StaffMember:
        """Have passwords looked at again at once; raises NotFound."""
        with self._database.write() as session:
            member = accounts.find(session, email_or_id)
            session.execute("UPDATE staff SET failed_sign_ins = 0, locked_until = NULL WHERE id = ?", [member.id])
            self._audit.record(session, by, AuditAction.STAFF_UNLOCKED, member.id)
            return accounts.find(session, member.id)

    def set_password(self, staff_id: str, password_hash: str, by: str = COMMAND_LINE, but: str = "") -> None:
        """Store the hash of a new password; ends links and sessions, but for the one with the id `but`."""
        with self._database.write() as session:
            session.execute("UPDATE staff SET password_hash = ? WHERE id = ?", [password_hash, staff_id])
            self.sessions.end_all(session, staff_id, but)
            self.sessions.make_due(session, staff_id)
            self.links.end_all(session, staff_id)
            self._audit.record(session, by, AuditAction.PASSWORD_CHANGED, staff_id)

    def create_link(self, member: StaffMember, by: str = COMMAND_LINE, lifetime: timedelta = LINK_LIFETIME) -> str:
        """A one-time token for `/sign-in?token=…`, good for 24 hours unless said otherwise."""
        with self._database.write() as session:
            self._audit.record(session, by, AuditAction.LINK_CREATED, member.id)
            return self.links.create(session, member, lifetime)

    def redeem(self, token: str, browser: str | None = None) -> tuple[StaffMember, str]:
        """Use up a link and open a session: who it is and the secret for the cookie; raises Unauthorized."""
        with self._database.write() as session:
            staff_id = self.links.use(session, token)
            return self.sign_in(session, staff_id, LINK, browser)

    def sign_in(self, session: Session, staff_id: str, way: str, browser: str | None = None) -> tuple[StaffMember, str]:
        """Open a session for somebody who has shown who they are; whatever locked the account no longer does."""
        session.execute("UPDATE staff SET failed_sign_ins = 0, locked_until = NULL WHERE id = ?", [staff_id])
        self._audit.record(session, staff_id, AuditAction.SIGNED_IN, staff_id, way=way)
        return accounts.find(session, staff_id), self.sessions.open(session, staff_id, way, browser)

    def by_session(self, secret: str) -> StaffMember | None:
        """Who holds this session, if it is open and the account is too."""
        found = self.sessions.of(secret)
        return found.member if found else None

    def sign_out(self, secret: str) -> None:
        """End one session."""
        found = self.sessions.of(secret)
        if found is not None:
            with self._database.write() as session:
                self.sessions.end(session, found.id, found.member.id)
                self._audit.record(session, found.member.id, AuditAction.SIGNED_OUT, found.member.id)

    def sign_out_elsewhere(self, staff_id: str, by: str, but: str = "") -> int:
        """End every session of somebody, but for the one with the id `but`; returns how many."""
        with self._database.write() as session:
            ended = self.sessions.end_all(session, staff_id, but)
            self._audit.record(session, by, AuditAction.SESSIONS_ENDED, staff_id, count=ended)
        return ended

    def end_session(self, session_id: str, staff_id: str, by: str) -> None:
        """End one session of somebody; nothing happens when it has ended."""
        with self._database.write() as session:
            if self.sessions.end(session, session_id, staff_id):
                self._audit.record(session, by, AuditAction.SESSION_ENDED, staff_id)

    def purge(self) -> int:
        """Forget links and sessions that have ended; returns how many there were."""
        with self._database.write() as session:
            return self.links.purge(session) + self.sessions.purge(session)

    def _disable(self, session: Session, member: StaffMember, by: str) -> None:
        if member.disabled:
            return
        if member.role is Role.ADMIN:
            accounts.require_another_administrator(session, member.id)
        session.execute("UPDATE staff SET disabled_at = ? WHERE id = ?", [timestamp(self._clock()), member.id])
        self.sessions.end_all(session, member.id)
        self.links.end_all(session, member.id)
        self._audit.record(session, by, AuditAction.STAFF_DISABLED, member.id)

    def _enable(self, session: Session, member: StaffMember, by: str) -> None:
        if member.disabled:
            session.execute("UPDATE staff SET disabled_at = NULL WHERE id = ?", [member.id])
            self._audit.record(session, by, AuditAction.STAFF_ENABLED, member.id)

    def change_role(self, session: Session, member: StaffMember, role: Role, by: str, *, guarded: bool = False) -> None:
        """Change what somebody may do, in the caller's transaction; `guarded` refuses for the last administrator."""
        if member.role is role:
            return
        if guarded and member.role is Role.ADMIN and not member.disabled:
            accounts.require_another_administrator(session, member.id)
        session.execute("UPDATE staff SET role = ? WHERE id = ?", [role, member.id])
        self.sessions.make_due(session, member.id)
        self._audit.record(session, by, AuditAction.ROLE_CHANGED, member.id, before=member.role, after=role)
