"""The desk: the queue, and one conversation on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.errors import status_of
from api.pages import definitions
from api.pages.case_view import case_values
from api.pages.rendering import page
from api.pages.routing import DeskReader, Reader, page_router
from api.services import Services
from core.errors import AppError, InvalidInput
from core.model import Reason
from escalation.queue import Filter
from escalation.tickets import PRESSING, Status

router = page_router()

ROWS = 100
"""Rows of the queue shown at once."""


class View(StrEnum):
    """Which part of the queue is listed."""

    UNASSIGNED = "unassigned"
    MINE = "mine"
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


_STATUSES = {View.RESOLVED: (Status.RESOLVED,), View.SNOOZED: (Status.SNOOZED,)}
"""States listed in a view; in the others, what nobody has put aside or settled."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the agent chose to see; travels along in every address of the desk."""

    view: View = View.OPEN
    lang: str = ""
    reason: str = ""

    def address(self, escalation_id: str = "", **changes: str) -> str:
        """The address of the queue or of one escalation, with this choice or a changed one."""
        chosen = {"view": self.view.value, "lang": self.lang, "reason": self.reason, **changes}
        query = urlencode({name: value for name, value in chosen.items() if value and value != View.OPEN})
        path = f"/desk/{escalation_id}" if escalation_id else "/desk"
        return f"{path}?{query}" if query else path

    def filter(self, agent_id: str) -> Filter:
        """The rows to list."""
        return Filter(
            statuses=_STATUSES.get(self.view, tuple(sorted(PRESSING))),
            agent_id=agent_id if self.view is View.MINE else None,
            unassigned=self.view is View.UNASSIGNED,
            lang=self.lang or None,
            reason=Reason(self.reason) if self.reason else None,
        )


def _shown(view: View = View.OPEN, lang: str = "", reason: str = "") -> Shown:
    if reason and reason not in set(Reason):
        raise InvalidInput("There is no such reason.")
    return Shown(view, lang, reason)


ShownDep = Annotated[Shown, Depends(_shown)]


@router.get("/desk")
def queue(request: Request, parts: ServicesDep, reader: DeskReader, shown: ShownDep) -> Response:
    """The queue, nothing opened."""
    return show(request, parts, reader, shown)


@router.get("/desk/{escalation_id}")
def case(request: Request, parts: ServicesDep, reader: DeskReader, shown: ShownDep, escalation_id: str) -> Response:
    """The queue with one conversation opened."""
    return show(request, parts, reader, shown, escalation_id)


def show(
    request: Request,
    parts: Services,
    reader: Reader,
    shown: Shown,
    escalation_id: str | None = None,
    *,
    error: AppError | None = None,
    draft: dict[str, str] | None = None,
) -> Response:
    """The desk as a page; `error` and `draft`: what was refused, and the text that came with it."""
    detail = parts.deskwork.detail(escalation_id) if escalation_id else None
    with parts.database.read() as session:
        rows = parts.queue.list(session, shown.filter(reader.member.id), limit=ROWS)
        counts = parts.queue.counts(session, reader.member.id)
    return page(
        "desk.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        shown=shown,
        rows=rows.items,
        more=rows.next_cursor is not None,
        counts=counts,
        views=_views(counts.mine, counts.unassigned, counts.by_status),
        detail=detail,
        **(case_values(parts, reader, detail) if detail else {}),
        now=parts.clock(),
        error=error.message if error else None,
        draft=draft or {},
        definitions=definitions,
    )


def _views(mine: int, unassigned: int, by_status: dict[Status, int]) -> list[tuple[View, str, int, str]]:
    still_open = sum(by_status.get(status, 0) for status in PRESSING)
    return [
        (View.OPEN, "Open", still_open, "Everything somebody still has to act on."),
        (View.UNASSIGNED, "Unclaimed", unassigned, "Open, and nobody has it."),
        (View.MINE, "Mine", mine, "Open, and you have it."),
        (View.SNOOZED, "Snoozed", by_status.get(Status.SNOOZED, 0), definitions.STATUSES[Status.SNOOZED]),
        (View.RESOLVED, "Resolved", by_status.get(Status.RESOLVED, 0), definitions.STATUSES[Status.RESOLVED]),
    ]
