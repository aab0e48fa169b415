"""Deliveries, for administrators: how each target is doing, what was sent there, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Form, Query, Request
from starlette.responses import Response

from api.audit import AuditAction
from api.auth import ServicesDep
from api.errors import status_of
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, AdminReader, Reader, go, page_router
from api.services import Services
from core.db import Session
from core.errors import AppError, InvalidInput
from escalation.delivery.deliveries import Deliveries, Stage, Standing

router = page_router()

ROWS = 50
"""Rows of the list shown at once."""
SAVED = {
    "retry": "It is tried again now.",
    "retry-all": "Everything that was given up there is tried again now.",
    "resume": "It is tried again now.",
    "discard": "Discarded.",
    "test": "A test event is on its way. It appears below.",
}
STANDINGS = {
    Standing.MISSING: ("Not set up any more", "bad"),
    Standing.OFF: ("Gone", "bad"),
    Standing.FAILING: ("Failing", "bad"),
    Standing.GIVEN_UP: ("Some given up", "doubt"),
    Standing.OK: ("In order", "good"),
    Standing.UNUSED: ("Nothing sent yet", ""),
}
STAGES = {Stage.WAITING: "Waiting", Stage.GIVEN_UP: "Given up", Stage.DELIVERED: "Delivered"}
KINDS = {"webhook": "Webhook", "slack": "Chat channel", "mail": "E-mail", "log": "Log of the server"}

_AUDITED = {
    "retry": AuditAction.DELIVERY_RETRIED,
    "retry-all": AuditAction.DELIVERY_RETRIED,
    "resume": AuditAction.DELIVERY_RESUMED,
    "discard": AuditAction.DELIVERY_DISCARDED,
    "test": AuditAction.DELIVERY_TESTED,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which rows the reader chose to see."""

    target: str = ""
    stage: Stage | None = None

    def address(self, **more: str) -> str:
        """The address of the page with this choice."""
        chosen = {"target": self.target, "stage": self.stage or "", **more}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"/desk/deliveries?{query}" if query else "/desk/deliveries"


def _shown(
    target: Annotated[str, Query(max_length=40)] = "", stage: Annotated[str, Query(pattern="^[a-z_]*$")] = ""
) -> Shown:
    if stage and stage not in set(Stage):
        raise InvalidInput("There is no such state of a delivery.")
    return Shown(target, Stage(stage) if stage else None)


ShownDep = Annotated[Shown, Depends(_shown)]


@router.get("/desk/deliveries")
def deliveries(
    request: Request,
    parts: ServicesDep,
    reader: AdminReader,
    shown: ShownDep,
    saved: Annotated[str, Query(max_length=20)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """All targets, and one page of rows."""
    return _page(request, parts, reader, shown, said=SAVED.get(saved), cursor=cursor)


@router.post("/desk/deliveries/{verb}", dependencies=[OWN_FORM])
def act(
    request: Request,
    parts: ServicesDep,
    reader: AdminReader,
    shown: ShownDep,
    verb: str,
    name: Annotated[str, Form(max_length=40)] = "",
    row: Annotated[int, Form(ge=0, le=2**62)] = 0,
) -> Response:
    """Do one of `_acts`, with an entry in the audit log; a refusal shows the page with the reason."""
    acts = _acts(parts.deliveries, name, row)
    try:
        if verb not in acts:
            raise InvalidInput("There is no such action.")
        with parts.database.write() as session:
            target, count = acts[verb](session)
            parts.audit.record(session, reader.member.id, _AUDITED[verb], target, count=count)
    except AppError as error:
        return _page(request, parts, reader, shown, error=error)
    return go(shown.address(saved=verb))


def _acts(deliveries: Deliveries, name: str, row: int) -> Mapping[str, Callable[[Session], tuple[str, int | None]]]:
    """What can be done; each returns the target, and how many announcements it was about."""

    def test(session: Session) -> tuple[str, None]:
        deliveries.send_test(session, name)
        return name, None

    return {
        "retry": lambda session: (deliveries.retry(session, row), 1),
        "retry-all": lambda session: (name, deliveries.retry_all(session, name)),
        "resume": lambda session: (name, deliveries.resume(session, name)),
        "discard": lambda session: (name, deliveries.discard(session, name)),
        "test": test,
    }


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    shown: Shown,
    *,
    error: AppError | None = None,
    said: str | None = None,
    cursor: str = "",
) -> Response:
    with parts.database.read() as session:
        targets = parts.deliveries.targets(session)
        rows = parts.deliveries.rows(
            session, target=shown.target or None, stage=shown.stage, limit=ROWS, cursor=cursor or None
        )
    return page(
        "deliveries.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        shown=shown,
        targets=targets,
        rows=rows.items,
        next_cursor=rows.next_cursor,
        first=not cursor,
        standings=STANDINGS,
        stages=STAGES,
        kinds=KINDS,
        error=error.message if error else None,
        said=said,
    )
