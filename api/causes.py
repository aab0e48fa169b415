"""Use cases around the causes of gaps: what is shown of them, and what the content team says about them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.services import Services
from core.clock import timestamp
from core.db import Session
from insights.causes.store import GapCause
from insights.gaps.events import record
from insights.gaps.model import Cause, GapEvent


def cause_body(found: GapCause) -> dict[str, Any]:
    """A gap's cause as the API gives it."""
    return {**asdict(found), "corrected": found.corrected}


def cause_of(parts: Services, session: Session, gap_id: str) -> GapCause:
    """The cause of a gap as it is known."""
    return parts.causes.store.get(session, gap_id)


def correct_cause(parts: Services, gap_id: str, cause: Cause | None, by: str) -> None:
    """Let a gap's cause be what `by` says, or with None what Askwell thinks; kept as a label. Raises NotFound."""
    with parts.database.write() as session:
        gap = parts.gaps.store.get(session, gap_id)
        before = parts.causes.store.get(session, gap.id)
        if cause is None and not before.corrected:
            return
        parts.causes.store.correct(session, gap.id, cause, by)
        at = timestamp(parts.clock())
        record(session, gap.id, GapEvent.CAUSE_CORRECTED, by, at, before=before.cause, after=cause)
