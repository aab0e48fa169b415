"""What is forgotten in time: links, sessions, failures, sign-ins that never came back, old audit entries."""

from __future__ import annotations

from api.audit import AuditLog
from api.staff import StaffStore
from api.staffing.oidc import SingleSignOn
from api.staffing.sign_ins import SignIns
from core.db import Database


class StaffHousekeeping:
    """Tidies up after the staff; safe to run in several processes at once."""

    def __init__(
        self,
        database: Database,
        staff: StaffStore,
        sign_ins: SignIns,
        single_sign_on: SingleSignOn | None,
        audit: AuditLog,
        audit_days: int,
    ) -> None:
        self._database = database
        self._staff = staff
        self._sign_ins = sign_ins
        self._single_sign_on = single_sign_on
        self._audit = audit
        self._audit_days = audit_days

    def purge(self) -> int:
        """Forget what is over; returns how many rows there were."""
        begun = self._single_sign_on.purge() if self._single_sign_on else 0
        with self._database.write() as session:
            old = self._audit.purge(session, self._audit_days)
        return self._staff.purge() + self._sign_ins.purge() + begun + old
