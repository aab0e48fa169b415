"""What keeps the screens of the desk up to date: a stream of news, and who looks at what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Form, Header, Request
from sse_starlette import JSONServerSentEvent
from starlette.responses import JSONResponse, Response

from api import staff_cookie
from api.auth import ServicesDep
from api.desk_feed import News
from api.pages.routing import OWN_FORM, DeskReader, page_router
from api.services import Services
from api.sse import respond, resume_point, while_allowed
from api.staff import Role
from core.errors import InvalidInput, Unauthorized
from escalation.presence import Doing

router = page_router()


@router.get("/desk/events")
def events(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> Response:
    """Server-sent events: `changed` and `typing` (the customer's) with ids of escalations, `alert`, and `presence`.

    The last one holds everybody who is in an escalation.
    """
    after = resume_point(last_event_id)
    if isinstance(after, tuple):
        raise InvalidInput("Last-Event-ID is not one that this stream gave.")
    parts.front.feed.admit(reader.member.id)
    secret = staff_cookie.read(request) or ""
    return respond(while_allowed(_stream(parts, reader.member.id, after), lambda: _check(parts, secret)))


@router.post("/desk/presence", dependencies=[OWN_FORM])
def presence(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    escalation_id: Annotated[str, Form(max_length=60)] = "",
    doing: Annotated[Doing, Form()] = Doing.VIEWING,
    gone: Annotated[bool, Form()] = False,
    shown: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Note that somebody is at the desk, and in which escalation; answers who else is in it.

    `shown` is the customer's last line on the screen: the customer sees that it was read.
    """
    if shown and escalation_id and not gone:
        parts.signs.agent_read(escalation_id, shown)
    here = parts.front.presence
    with parts.database.write() as session:
        if gone:
            here.left(session, reader.member.id, escalation_id)
        else:
            here.seen(session, reader.member.id, escalation_id or None, doing)
        others = here.others(session, escalation_id, reader.member.id)
    return JSONResponse([asdict(one) for one in others])


def _check(parts: Services, secret: str) -> None:
    """Raise Unauthorized once the session is over, or its account may not read the desk any more."""
    member = parts.staff.by_session(secret)
    if member is None or not member.may(Role.AGENT):
        raise Unauthorized("Sign in to open this page.")


async def _stream(parts: Services, staff_id: str, after: int | None) -> AsyncIterator[JSONServerSentEvent]:
    async for news in parts.front.feed.follow(staff_id, after):
        for event in _told(news, staff_id):
            yield event


def _told(news: News, staff_id: str) -> list[JSONServerSentEvent]:
    """The events of some news for one person."""
    told: list[tuple[str, Any, str | None]] = []
    if news.touched:
        told.append(("changed", list(news.touched), None))
    if news.typing:
        told.append(("typing", list(news.typing), None))
    told += [
        ("alert", {"kind": one.kind, "id": one.escalation_id, "text": one.text}, str(one.id))
        for one in news.alerts
        if one.concerns(staff_id)
    ]
    if news.present is not None:
        told.append(("presence", [asdict(one) for one in news.present if one.staff_id != staff_id], None))
    return [JSONServerSentEvent(data, event=name, id=identifier) for name, data, identifier in told]
