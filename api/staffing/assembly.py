"""Puts the parts of the staff together from settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from api.audit import AuditLog
from api.staff import StaffStore
from api.staffing.housekeeping import StaffHousekeeping
from api.staffing.letters import OutboxLetters
from api.staffing.lockout import Lockout
from api.staffing.oidc import SingleSignOn
from api.staffing.oidc_admission import Admission, AdmissionRules
from api.staffing.oidc_provider import ClientAccount, Provider
from api.staffing.passwords import Passwords
from api.staffing.sessions import SessionLimits
from api.staffing.sign_ins import SignIns
from core.clock import Clock
from core.db import Database
from core.errors import Misconfigured
from core.outbound import anywhere, guarded_client, is_public
from core.settings import Settings
from escalation.delivery.outbox import Outbox

CALLBACK = "/sign-in/oidc/callback"
"""Where the provider sends people back to; to be entered there behind the public address."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """What pages and background work with."""

    store: StaffStore
    sign_ins: SignIns
    admission: Admission
    single_sign_on: SingleSignOn | None
    """None: no provider is set."""
    housekeeping: StaffHousekeeping


def make_staffing(settings: Settings, database: Database, clock: Clock, key: bytes, outbox: Outbox) -> Staffing:
    """All parts; raises Misconfigured when settings contradict each other."""
    limits = SessionLimits(timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days))
    audit, store = AuditLog(clock), StaffStore(database, clock, limits)
    letters = OutboxLetters(outbox, clock, settings.public_url)
    sign_ins = SignIns(database, store, audit, Lockout(key, clock), letters, cache(Passwords))
    rules = rules_of(settings)
    single_sign_on = make_single_sign_on(settings, database, clock)
    return Staffing(
        store,
        sign_ins,
        Admission(database, store, audit, rules),
        single_sign_on,
        StaffHousekeeping(database, store, sign_ins, single_sign_on, audit, settings.audit_days),
    )


def check_single_sign_on(settings: Settings) -> None:
    """Raise Misconfigured when the settings name a provider, and not all that goes with it."""
    for name in ("oidc_client_id", "public_url"):
        if settings.oidc_issuer is not None and not getattr(settings, name):
            raise Misconfigured(f"ASKWELL_OIDC_ISSUER needs ASKWELL_{name.upper()}, which is not set.")
    rules_of(settings)


def rules_of(settings: Settings) -> AdmissionRules:
    """Whom the provider lets in; raises Misconfigured."""
    return AdmissionRules.parsed(
        settings.oidc_domains, settings.oidc_default_role, settings.oidc_role_claim, settings.oidc_roles
    )


def make_single_sign_on(settings: Settings, database: Database, clock: Clock) -> SingleSignOn | None:
    """Sign-in at the provider that the settings name, or None; raises Misconfigured when something is missing."""
    if settings.oidc_issuer is None:
        return None
    check_single_sign_on(settings)
    account = ClientAccount(
        settings.oidc_issuer,
        settings.oidc_client_id or "",
        settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None,
        (settings.public_url or "").rstrip("/") + CALLBACK,
    )
    private = settings.oidc_allow_private
    provider = Provider(account, guarded_client(allowed=anywhere if private else is_public), plain_http=private)
    return SingleSignOn(provider, database, clock, settings.oidc_scopes, settings.oidc_button)
