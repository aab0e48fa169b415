"""Use cases around proof: what the content team does with it, over HTTP and on the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.audit import AuditAction
from api.services import Services
from core.db import Session
from core.errors import Conflict
from insights.gaps.model import GapState
from insights.proof.model import Check, Rules

RULES = "rules of proof"
"""What the audit log calls them."""


def check_body(parts: Services, session: Session, check: Check) -> dict[str, Any]:
    """A check with its questions as the API gives it."""
    hidden = {"gap_id", "documents", "generation", "fit"}
    return {
        **{name: value for name, value in asdict(check).items() if name not in hidden},
        "share": check.share,
        "questions": [asdict(question) for question in parts.proof.store.questions(session, check.id)],
    }


def checks(parts: Services, gap_id: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """The checks of a gap, latest first; raises NotFound."""
    with parts.database.read() as session:
        gap = parts.gaps.store.get(session, gap_id)
        page = parts.proof.store.list(session, gap.id, limit=limit, cursor=cursor)
        due = parts.proof.store.due(session, gap.id)
        return {
            "items": [check_body(parts, session, check) for check in page.items],
            "next_cursor": page.next_cursor,
            "documents": [asdict(one) for one in parts.proof.right.of(session, gap.id)],
            "due": {"because": due.because, "since": due.since} if due else None,
        }


def ask_for_check(parts: Services, gap_id: str, by: str) -> dict[str, Any]:
    """Have a gap checked soon; raises NotFound."""
    with parts.database.write() as session:
        gap = parts.gaps.store.get(session, gap_id)
        parts.proof.checking.ask_for(session, gap.id, by)
        due = parts.proof.store.due(session, gap.id)
    return {"due": {"because": due.because, "since": due.since} if due else None}


def name_documents(parts: Services, gap_id: str, documents: Sequence[str], by: str) -> dict[str, Any]:
    """Say which documents are right for a gap, and have it checked; raises NotFound for either."""
    with parts.database.write() as session:
        gap = parts.gaps.store.get(session, gap_id)
        before = parts.proof.right.of(session, gap.id)
        parts.proof.right.name(session, gap.id, documents, by)
        found = parts.proof.right.of(session, gap.id)
        if found and found != before:
            parts.proof.checking.ask_for(session, gap.id, by)
    return {"documents": [asdict(one) for one in found]}


def told(parts: Services, session: Session, gap_id: str) -> dict[str, Any]:
    """Who is told of a gap's answer."""
    telling = parts.proof.telling
    return {
        "tell": telling.wanted(session, gap_id),
        "told": telling.told(session, gap_id),
        "untold": len(telling.untold(session, gap_id)),
    }


def decide_telling(parts: Services, gap_id: str, tell: bool | None) -> dict[str, Any]:
    """Say for one gap whether its customers are told by themselves; raises NotFound."""
    with parts.database.write() as session:
        gap = parts.gaps.store.get(session, gap_id)
        parts.proof.telling.decide(session, gap.id, tell)
        return told(parts, session, gap.id)


def tell_now(parts: Services, gap_id: str, by: str) -> dict[str, Any]:
    """Tell those who agreed and were not told yet; raises NotFound, and Conflict while the gap is not closed."""
    with parts.database.write() as session:
        gap = parts.gaps.store.get(session, gap_id)
        if gap.state is not GapState.CLOSED:
            raise Conflict("Customers are told once the gap is closed.")
        if not parts.proof.telling.can_write:
            raise Conflict("E-mail is not set up, or ASKWELL_PUBLIC_URL, where letters can be refused, is not set.")
        parts.proof.telling.tell(session, gap.id, by)
        return told(parts, session, gap.id)


def set_rules(parts: Services, rules: Rules, by: str, staff_id: str | None) -> None:
    """Let other rules hold from the next check on; raises InvalidInput."""
    with parts.database.write() as session:
        if parts.proof.settings.get(session) != rules:
            parts.proof.settings.put(session, rules, staff_id)
            parts.audit.record(session, by, AuditAction.SETTINGS_CHANGED, RULES, **asdict(rules))
