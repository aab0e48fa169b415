"""Mail: what comes in through a mail server, and transcripts that customers ask for."""

from __future__ import annotations

import base64
import hmac
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from api.auth import AgentSide, LimitedVisitor, ServicesDep
from api.callers import own_conversation
from api.errors import responses
from api.idempotency import ticket
from api.routes.headers import IdempotencyKey
from api.schemas.mail import InboundBody, InboundListBody, TranscriptBody, TranscriptRequest
from core.db import Session
from core.errors import NotFound, TooLarge, Unauthorized, Unavailable
from escalation.mail.parse import MAX_MAIL

router = APIRouter(prefix="/v1", tags=["mail"])

_RAW = {
    "requestBody": {
        "required": True,
        "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/inbound-mail",
    summary="Hand over an e-mail that came in",
    response_model=InboundBody,
    responses=responses(401, 404, 413, 503),
    openapi_extra=_RAW,
)
async def take(request: Request, parts: ServicesDep) -> Response:
    """The whole e-mail as it came over the network, with `Authorization: Bearer ASKWELL_INBOUND_MAIL_SECRET`.

    The answer is 200 whatever becomes of it, and the same e-mail may come again; only after a 503 it has to.
    """
    secret = parts.settings.inbound_mail_secret
    if secret is None or not secret.get_secret_value():  # an empty one would let everybody in
        raise NotFound("No mail is taken here: ASKWELL_INBOUND_MAIL_SECRET is not set.")
    if not _knows(request.headers.get("authorization", ""), secret.get_secret_value()):
        raise Unauthorized("Send the secret as `Authorization: Bearer …`, or as the password of basic authentication.")
    receipt = await to_thread.run_sync(parts.mail.inbound.take, await _body(request))
    return JSONResponse({"outcome": receipt.outcome, "conversation_id": receipt.conversation_id})


@router.get(
    "/inbound-mail",
    summary="List what became of mail that came in",
    response_model=InboundListBody,
    responses=responses(401, 403, 422, 503),
)
def outcomes(_caller: AgentSide, parts: ServicesDep, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """The latest e-mails with their outcome, newest first; never their words."""
    with parts.database.read() as session:
        rows = parts.mail.store.latest(session, limit)
    items = [{**_plain(row)} for row in rows]
    return JSONResponse({"items": items})


@router.post(
    "/conversations/{conversation_id}/transcript",
    summary="Have the conversation sent by e-mail",
    response_model=TranscriptBody,
    responses=responses(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def transcript(
    conversation_id: str,
    caller: LimitedVisitor,
    parts: ServicesDep,
    body: TranscriptRequest | None = None,
    key: IdempotencyKey = None,
) -> Response:
    """To the address on file, or to the one given; three times at most, and not again while nothing new was said."""
    wish = body or TranscriptRequest(email=None, lang=None)
    if parts.mail.target is None:
        raise Unavailable("No e-mail can be sent from here.")

    def act(session: Session) -> dict[str, Any]:
        own_conversation(session, parts.conversations, caller, conversation_id)
        transcripts = parts.mail.transcripts
        if caller.key is None and wish.email and not transcripts.is_on_file(session, conversation_id, wish.email):
            parts.transcript_limits.check(caller.address, wish.email)
        transcripts.request(session, conversation_id, wish.email, wish.lang)
        return {"conversation_id": conversation_id, "queued": True}

    paper = ticket(caller.name, key, "transcript", conversation_id, wish.model_dump())
    return JSONResponse(parts.idempotency.once(paper, act))


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > MAX_MAIL:
            raise TooLarge(f"An e-mail may have {MAX_MAIL} bytes at most.")
    return bytes(found)


def _knows(header: str, secret: str) -> bool:
    scheme, _, credentials = header.partition(" ")
    sent = credentials.strip()
    if scheme.lower() == "basic":
        try:
            sent = base64.b64decode(sent, validate=True).decode("utf-8").partition(":")[2]
        except ValueError:
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(sent.encode(), secret.encode())


def _plain(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("conversation_id", "outcome", "detail", "received_at")}
