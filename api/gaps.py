"""Use cases around gaps: what the content team does with them, over HTTP and on the board."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from api.audit import AuditAction
from api.causes import cause_body, cause_of
from api.idempotency import Ticket
from api.services import Services
from api.staff import Role, StaffMember
from core.db import Session
from core.errors import InvalidInput, NotFound
from insights.gaps.harm import Weights
from insights.gaps.model import BY_HAND, Gap, GapState
from insights.gaps.runs import Run

WEIGHTS = "weights of gaps"
"""What the audit log calls them."""


def gap_body(gap: Gap) -> dict[str, Any]:
    """A gap as the API gives it."""
    return {
        **asdict(gap),
        "pages": [{"url": url, "questions": count} for url, count in gap.pages],
        "repeat": gap.repeat,
    }


def gap_detail(parts: Services, session: Session, gap_id: str) -> dict[str, Any]:
    """One gap with its names, notes and history; raises NotFound."""
    gap = parts.gaps.store.get(session, gap_id)
    return {
        **gap_body(gap),
        "names": parts.gaps.store.names(session, gap.id),
        "notes": [asdict(note) for note in parts.gaps.store.notes(session, gap.id)],
        "history": [asdict(entry) for entry in parts.gaps.store.history(session, gap.id)],
        "why": cause_body(cause_of(parts, session, gap.id)),
    }


def split(parts: Services, gap_id: str, questions: Sequence[str], by: str, paper: Ticket | None = None) -> str:
    """Split these questions off and return the id of their new gap."""

    def write(session: Session) -> str:
        made = parts.gaps.hands.split(session, gap_id, questions, by)
        parts.gaps.placing.count_these(session, [parts.gaps.store.get(session, gap_id).id, made])
        return made

    return _once(parts, paper, write)


def merge(parts: Services, gap_id: str, other: str, by: str, paper: Ticket | None = None) -> str:
    """Merge `other` into a gap and return its id."""

    def write(session: Session) -> str:
        left = parts.gaps.hands.merge(session, gap_id, other, by)
        parts.gaps.placing.count_these(session, [left])
        return left

    return _once(parts, paper, write)


def note(parts: Services, gap_id: str, text: str, by: str, staff_id: str | None, paper: Ticket | None = None) -> None:
    """Write a note."""

    def write(session: Session) -> str:
        parts.gaps.hands.note(session, gap_id, text, by, staff_id)
        return gap_id

    _once(parts, paper, write)


def set_state(parts: Services, gap_id: str, state: GapState, by: str, before: GapState | None = None) -> None:
    """Say where the work stands; raises InvalidInput for states that are not for people to choose."""
    if state not in BY_HAND:
        raise InvalidInput("Choose open, in progress or dismissed: the other states follow from what is published.")
    with parts.database.write() as session:
        parts.gaps.hands.set_state(session, gap_id, state, by, before)


def set_owner(parts: Services, gap_id: str, who: str | None, by: str) -> None:
    """Give a gap to somebody who works on content, by id or e-mail, or to nobody; raises NotFound."""
    with parts.database.read() as session:
        if parts.gaps.store.get(session, gap_id).owner_id == (who or None):
            return
    owner = None
    if who:
        owner = next((one.id for one in content_team(parts) if who.casefold() in {one.id, one.email.casefold()}), None)
        if owner is None:
            raise NotFound("Nobody who works on content has that id or e-mail address.")
    with parts.database.write() as session:
        parts.gaps.hands.set_owner(session, gap_id, owner, by)


def set_weights(parts: Services, weights: Weights, by: str, staff_id: str | None) -> None:
    """Rank all gaps by these weights from now on."""
    with parts.database.write() as session:
        before = parts.gaps.settings.get(session)
        if before != weights:
            parts.gaps.settings.put(session, weights, staff_id)
            parts.audit.record(session, by, AuditAction.SETTINGS_CHANGED, WEIGHTS, **asdict(weights))


def ask_for_regrouping(parts: Services, by: str) -> Run:
    """Have all questions grouped anew, soon and in the background."""
    with parts.database.write() as session:
        return parts.gaps.runs.ask(session, by)


def content_team(parts: Services) -> list[StaffMember]:
    """Who may own a gap."""
    return [one for one in parts.staff.all() if one.may(Role.CONTENT) and not one.disabled]


def _once(parts: Services, paper: Ticket | None, write: Callable[[Session], str]) -> str:
    with parts.database.write() as session:
        known = parts.idempotency.recall(session, paper)
        if known is not None:
            return str(json.loads(known))
        made = write(session)
        parts.idempotency.keep(session, paper, json.dumps(made))
    return made
