"""Who of those whom the provider vouches for comes in, and with which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.audit import AuditAction, AuditLog
from api.staff import Role, StaffMember, StaffStore
from api.staffing import accounts
from api.staffing.members import member_of
from api.staffing.oidc import Identity
from api.staffing.sign_ins import Origin, SignedIn
from core.db import Database, Session
from core.errors import Forbidden, InvalidInput, Misconfigured

PROVIDER = "single sign-on"
"""The actor of changes that follow from what the provider says."""
_STRENGTH = (Role.ADMIN, Role.CONTENT, Role.AGENT)


@dataclass(frozen=True, slots=True)
class AdmissionRules:
    """What the operator allows."""

    domains: tuple[str, ...] = ()
    default_role: Role | None = None
    role_claim: str | None = None
    roles: tuple[tuple[str, Role], ...] = ()
    """What the values of that claim mean."""

    @classmethod
    def parsed(
        cls, domains: Sequence[str], default_role: str | None, role_claim: str | None, roles: Sequence[str]
    ) -> AdmissionRules:
        """From settings; raises Misconfigured."""
        pairs = [entry.rpartition("=")[::2] for entry in roles]
        known = {role.value for role in Role}
        if not all(value and role in known for value, role in pairs):
            raise Misconfigured(
                "ASKWELL_OIDC_ROLES: write VALUE=ROLE, separated by commas; roles: agent, content, admin."
            )
        if bool(role_claim) != bool(pairs):
            raise Misconfigured("ASKWELL_OIDC_ROLE_CLAIM and ASKWELL_OIDC_ROLES are set together or not at all.")
        return cls(
            tuple(domain.casefold().lstrip("@") for domain in domains),
            Role(default_role) if default_role else None,
            role_claim,
            tuple((value, Role(role)) for value, role in pairs),
        )

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The role that may do most of those the provider gives; None when it gives none or does not decide."""
        given: Any = claims
        for part in (self.role_claim or "").split("."):
            given = given.get(part) if isinstance(given, Mapping) else None
        values = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        found = {role for value, role in self.roles if value in values}
        return next((role for role in _STRENGTH if role in found), None)

    def lets_in(self, email: str) -> bool:
        """Whether the domain of this address is allowed."""
        return not self.domains or email.rpartition("@")[2].casefold() in self.domains


class Admission:
    """Finds or makes the account of an identity, and opens a session."""

    def __init__(self, database: Database, staff: StaffStore, audit: AuditLog, rules: AdmissionRules) -> None:
        self._database = database
        self._staff = staff
        self._audit = audit
        self._rules = rules

    def sign_in(self, identity: Identity, origin: Origin) -> SignedIn:
        """Open a session for an identity; raises Forbidden that says why somebody stays outside."""
        email = _verified_email(identity.claims)
        if not self._rules.lets_in(email):
            raise Forbidden(f"Addresses at {email.rpartition('@')[2]} are not let in here.")
        role = self._rules.role_of(identity.claims)
        if self._rules.role_claim and role is None:
            raise Forbidden("Your account at the provider has no role in Askwell. Ask your administrator for one.")
        with self._database.write() as session:
            member = self._member(session, identity, email, role)
            if member.disabled:
                raise Forbidden("Your account has been closed. Ask your administrator.")
            if role is not None:
                self._staff.change_role(session, member, role, PROVIDER)
            return SignedIn(*self._staff.sign_in(session, member.id, PROVIDER, origin.browser))

    def _member(self, session: Session, identity: Identity, email: str, role: Role | None) -> StaffMember:
        """By what was linked before; else by the verified address; else a new account, where that is allowed."""
        linked = session.execute("SELECT * FROM staff WHERE oidc_subject = ?", [identity.subject]).fetchone()
        if linked is not None:
            return member_of(linked)
        row = session.execute("SELECT * FROM staff WHERE email = ?", [email]).fetchone()
        if row is not None and row["oidc_subject"] is not None:
            raise Forbidden("Your address belongs to another account at the provider. Ask your administrator.")
        member = member_of(row) if row is not None else self._made(session, identity, email, role)
        if not member.disabled:
            session.execute("UPDATE staff SET oidc_subject = ? WHERE id = ?", [identity.subject, member.id])
            self._audit.record(session, PROVIDER, AuditAction.STAFF_LINKED, member.id)
        return member

    def _made(self, session: Session, identity: Identity, email: str, role: Role | None) -> StaffMember:
        if self._rules.default_role is None:
            raise Forbidden(f"{email} is not on the staff here. Ask your administrator to add you.")
        return self._staff.create(session, email, role or self._rules.default_role, _name(identity.claims), PROVIDER)


def _verified_email(claims: Mapping[str, Any]) -> str:
    """The address, if the provider says that it has been verified: anybody could have typed another's."""
    # Some providers write the flag as text.
    if claims.get("email_verified") not in (True, "true"):
        raise Forbidden("The provider does not say that your e-mail address has been verified. Ask your administrator.")
    try:
        return accounts.checked_email(str(claims.get("email", "")))
    except InvalidInput as error:
        raise Forbidden("The provider did not tell your e-mail address. Ask your administrator.") from error


def _name(claims: Mapping[str, Any]) -> str | None:
    name = claims.get("name") or claims.get("preferred_username")
    return " ".join(name.split())[: accounts.MAX_NAME] or None if isinstance(name, str) and name.isprintable() else None
