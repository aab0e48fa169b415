"""Use cases around what Askwell learns from causes that the team has said, on the board and on the command line."""

from __future__ import annotations

from api.audit import AuditAction, AuditLog
from core.db import Database
from insights.causes.learning import Learning

FIT = "how causes of gaps are told"
"""What the audit log calls it."""


def use_fit(database: Database, learning: Learning, audit: AuditLog, fit_id: int, by: str) -> None:
    """Judge causes by this fit; raises NotFound, and Conflict for one that is no better than the fit shipped."""
    with database.write() as session:
        learning.use(session, fit_id, by)
        audit.record(session, by, AuditAction.SETTINGS_CHANGED, FIT, fit=fit_id)


def take_fit_back(database: Database, learning: Learning, audit: AuditLog, by: str) -> int | None:
    """Judge causes by the fit shipped again; the number of the fit that was in use."""
    with database.write() as session:
        before = learning.take_back(session)
        if before is not None:
            audit.record(session, by, AuditAction.SETTINGS_CHANGED, FIT, fit=0, before=before)
    return before
