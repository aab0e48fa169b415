"""Files beside the lines of a conversation."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from answering.file_types import SHOWN_AS_IMAGE
from api.auth import AgentSide, AnyCaller, ServicesDep
from api.callers import Caller, readable_conversation
from api.errors import responses
from api.schemas.asking import AttachmentBody
from api.services import Services
from core.errors import Forbidden
from core.model import Attachment

router = APIRouter(prefix="/v1/conversations/{conversation_id}/attachments", tags=["conversations"])

_FILE = {"description": "The file.", "content": {"application/octet-stream": {}}}
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


@router.post(
    "",
    summary="Upload a file to be sent with the next line",
    response_model=AttachmentBody,
    responses=responses(400, 401, 403, 404, 413, 422, 429, 503),
    openapi_extra=_BODY,
)
async def upload(
    conversation_id: str,
    request: Request,
    caller: AgentSide,
    parts: ServicesDep,
    name: Annotated[str, Query(min_length=1, max_length=500, description="Name of the file.")],
) -> Response:
    """The body is the file itself. Images, PDF, text and CSV; what it is, its bytes decide. Kept a day if not sent."""
    await run_in_threadpool(check_writable, parts, caller, conversation_id)
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
    """A file of one's own conversation; agents get every one. Browsers may show images, and only save all else."""
    with parts.database.read() as session:
        conversation = readable_conversation(session, parts.conversations, caller, conversation_id)
        found, data = parts.attachments.read(session, conversation.id, attachment_id, writer(caller))
    return Response(data, media_type=found.media_type, headers=_headers(found))


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
    """Raise NotFound unless there is such a conversation, and Forbidden for a key: before the body is read."""
    if caller.staff is None:
        raise Forbidden("Files are attached by signed-in agents, not with a key.")
    with parts.database.read() as session:
        parts.conversations.get(session, conversation_id)


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


def _headers(found: Attachment) -> dict[str, str]:
    """What keeps a file from doing anything in the browser but being seen or saved."""
    place = "inline" if found.media_type in SHOWN_AS_IMAGE else "attachment"
    return {
        "Content-Disposition": f"{place}; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
