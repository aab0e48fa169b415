"""How large a request body may be, whether it says so beforehand or comes in chunks."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import body_of, problem
from api.mcp.inputs import LARGEST_REQUEST
from api.openai_form.errors import COMPLETIONS
from api.schemas.staffing import MAX_DOCUMENT
from core.errors import TooLarge
from escalation.mail.parse import MAX_MAIL

MAX_BODY = 64 * 1024
"""Bytes."""
MAX_CHAT_BODY = 512 * 1024
"""Bytes for a chat completion: its client sends along all that was said before."""
MAX_DOCUMENT_BODY = 6 * MAX_DOCUMENT
"""Bytes for routes that write documents: a character takes up to six in JSON."""
_DOCUMENTS = re.compile(r"/v1/documents|/v1/drafts(?:/.*)?|/content/drafts(?:/.*)?")
_MAIL = "/v1/inbound-mail"
_MCP = "/mcp"
_FILES = re.compile(r"/v1/conversations/[^/]+/attachments|/desk/[^/]+/attach")


class BodyLimitMiddleware:
    """Refuses a body that is too large as soon as that is known.

    Starlette has such a middleware too, but its refusal is plain text and cannot be made a problem.
    """

    def __init__(self, app: ASGIApp, largest_file: int) -> None:
        """`largest_file`: bytes that an attached file may have."""
        self._app = app
        self._largest_file = largest_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            detail = f"The body may have {limit} bytes at most."
            await problem(body_of(Request(scope), 413, TooLarge.code, detail))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)

    def _limit(self, path: str) -> int:
        if _DOCUMENTS.fullmatch(path):
            return MAX_DOCUMENT_BODY
        if path == _MAIL:
            return MAX_MAIL
        if path == COMPLETIONS:
            return MAX_CHAT_BODY
        if path == _MCP:
            return LARGEST_REQUEST
        # A form's other fields come along.
        return self._largest_file + MAX_BODY if _FILES.fullmatch(path) else MAX_BODY


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413)
        return message

    return counting
