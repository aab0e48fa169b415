"""Files beside the lines of a conversation."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from answering.conversations.attachments import MIB
from answering.conversations.file_types import SHOWN_AS_IMAGE
from api.auth import AnyCaller, ServicesDep
from api.callers import Caller, own_conversation, readable_conversation
from api.errors import responses
from api.keys import Scope
from api.light_limits import Budget
from api.schemas.asking import AttachmentBody
from api.services import Services
from core.errors import Conflict, Forbidden
from core.model import Attachment

router = APIRouter(prefix="/v1/conversations/{conversation_id}/attachments", tags=["conversations"])

_FILE = {"description": "The file.", "content": {"application/octet-stream": {}}}
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


@router.post(
    "",
    summary="Upload a file to be sent with the next line",
    response_model=AttachmentBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
    openapi_extra=_BODY,
)
async def upload(
    conversation_id: str,
    request: Request,
    caller: AnyCaller,
    parts: ServicesDep,
    name: Annotated[str, Query(min_length=1, max_length=500, description="Name of the file.")],
) -> Response:
    """The body is the file itself. Images, PDF, text and CSV; what it is, its bytes decide. Kept a day if not sent.

    Agents may at any time; the customer while a person has the conversation or will get it.
    """
    await run_in_threadpool(check_writable, parts, caller, conversation_id)
    if caller.key is None and caller.staff is None:
        parts.light_limits.check(Budget.MEGABYTES, caller.address, caller.visitor_id, _megabytes(request, parts))
    data = await request.body()
    made = await run_in_threadpool(store, parts, caller, conversation_id, name, data)
    return JSONResponse(as_body(made))


@router.get(
    "/{attachment_id}",
    summary="Get a file",
    response_class=Response,
    responses={200: _FILE, **responses(401, 403, 404, 503)},
)
def download(conversation_id: str, attachment_id: str, caller: AnyCaller, parts: ServicesDep) -> Response:
    """A file of one's own conversation; agents get every one.

    Browsers may show images that agents have sent, and only save all else: what customers send is opened by nothing.
    """
    with parts.database.read() as session:
        conversation = readable_conversation(session, parts.conversations, caller, conversation_id)
        found, data = parts.attachments.read(session, conversation.id, attachment_id, writer(caller))
        trusted = parts.attachments.is_from_staff(session, found.id)
    return Response(data, media_type=found.media_type, headers=_headers(found, trusted))


@router.delete(
    "/{attachment_id}",
    summary="Forget a file that was not sent",
    status_code=204,
    responses=responses(401, 403, 404, 503),
)
def drop(conversation_id: str, attachment_id: str, caller: AnyCaller, parts: ServicesDep) -> Response:
    """Only who uploaded it may."""
    with parts.database.write() as session:
        conversation = readable_conversation(session, parts.conversations, caller, conversation_id)
        parts.attachments.drop(session, conversation.id, attachment_id, writer(caller))
    return Response(status_code=204)


def check_writable(parts: Services, caller: Caller, conversation_id: str) -> None:
    """Whether this caller may attach files here, before the body is read.

    Raises NotFound unless there is such a conversation for them, Forbidden for a key of the desk, and Conflict for a
    customer whom nobody but the assistant would read.
    """
    staffed = caller.staff is not None and caller.serves_customers
    if not staffed and (caller.staff is not None or (caller.key is not None and not caller.has(Scope.ASK))):
        raise Forbidden("Files are attached by signed-in agents and by customers, not with this key or role.")
    with parts.database.read() as session:
        if staffed:
            parts.conversations.get(session, conversation_id)
            return
        own_conversation(session, parts.conversations, caller, conversation_id)
        if parts.queue.live(session, conversation_id) is None:
            raise Conflict("Files are for a person: ask for one first, then attach them.")


def store(parts: Services, caller: Caller, conversation_id: str, name: str, data: bytes) -> Attachment:
    """Keep an uploaded file; raises InvalidInput and TooLarge."""
    with parts.database.write() as session:
        return parts.attachments.add(session, conversation_id, name, data, writer(caller))


def writer(caller: Caller) -> str:
    """The id under which this caller's lines are written; that of guests is the same for all: they share the id."""
    return caller.staff.id if caller.staff else caller.writes_as or ""


def as_body(attachment: Attachment) -> dict[str, object]:
    """A file as the API gives it."""
    return {
        "id": attachment.id,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
    }


def _megabytes(request: Request, parts: Services) -> int:
    """How much is announced, in whole megabytes; the most there may be where nothing is."""
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else parts.attachments.limits.size
    return max(1, -(-size // MIB))


def _headers(found: Attachment, trusted: bool) -> dict[str, str]:
    """What keeps a file from doing anything in the browser but being seen or saved."""
    place = "inline" if trusted and found.media_type in SHOWN_AS_IMAGE else "attachment"
    return {
        "Content-Disposition": f"{place}; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
