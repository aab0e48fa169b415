"""The desk: the queue or a search, and one conversation on one screen."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.errors import status_of
from api.pages.case_view import case_values
from api.pages.desk_choice import Shown, ShownDep
from api.pages.queue_view import queue_values
from api.pages.rendering import page
from api.pages.routing import DeskReader, Reader, go, page_router
from api.pages.timeline import timeline
from api.services import Services
from core.errors import AppError

__all__ = ["Shown", "ShownDep", "router", "show"]

router = page_router()


@router.get("/desk")
def queue(request: Request, parts: ServicesDep, reader: DeskReader, shown: ShownDep) -> Response:
    """The queue, nothing opened."""
    return show(request, parts, reader, shown)


@router.get("/desk/list")
def queue_alone(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    shown: ShownDep,
    opened: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """What a screen puts in place of its list when something has changed."""
    return page("desk_list.html", request, **queue_values(parts, reader, shown, opened))


@router.get("/desk/conversations/{conversation_id}")
def conversation(
    request: Request, parts: ServicesDep, reader: DeskReader, shown: ShownDep, conversation_id: str
) -> Response:
    """A conversation by itself: its latest hand-off, or what was said when there was none."""
    with parts.database.read() as session:
        found = parts.talks.conversation(session, conversation_id)
        handed_over = parts.queue.of_conversation(session, conversation_id)
        if handed_over:
            return go(shown.address(handed_over[-1].id))
        detail = {"conversation": parts.talks.body(session, found), "history": ()}
        comments = parts.conversations.comments(session, conversation_id)
        visitor = parts.visitors.get(session, found.visitor_id)
    return page(
        "desk_conversation.html",
        request,
        reader=reader,
        back=shown.address(),
        visitor=visitor,
        conversation=found,
        lines=timeline(detail, {}, comments),
    )


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
    return page(
        "desk.html",
        request,
        status=status_of(error) if error else 200,
        **queue_values(parts, reader, shown, escalation_id),
        detail=detail,
        **(case_values(parts, reader, detail) if detail else {}),
        error=error.message if error else None,
        draft=draft or {},
    )
