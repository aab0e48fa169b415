"""What happens to every request: a trace id, one log line, metrics, origin rules and security headers.

Plain ASGI, because Starlette's function middleware would run streams in a task of their own.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ORIGIN_NOT_ALLOWED, body_of, internal, problem
from api.logs import FIELDS
from api.metrics import Metrics
from api.origins import OriginRule

_log = logging.getLogger("askwell.http")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMEABLE_HEADERS: Mapping[str, str] = {
    **SECURITY_HEADERS,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}
CORS_METHODS = "GET, POST, DELETE, OPTIONS"
CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"
CORS_EXPOSED = "X-Request-Id, Retry-After"
MCP = "/mcp"
FRAMED_BY_US = frozenset({"/demo"})
"""Pages that pages of this server may show in a frame; nobody may frame any other, so that clicks cannot be stolen."""
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class TraceMiddleware:
    """Gives each request a trace id, logs it and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["trace_id"] = trace_id = secrets.token_hex(16)
        started = time.perf_counter()

        async def send_traced(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-Id"] = trace_id
                self._count(scope, message["status"], time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_traced)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or "(none)"
        self._metrics.request(scope["method"], route, status, seconds)
        fields = {
            "trace_id": scope["trace_id"],
            "method": scope["method"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        _log.info("request", extra={FIELDS: fields})


class HeadMiddleware:
    """Answers HEAD as GET is answered, without the body: monitors and link checkers ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        work = anyio.CancelScope()

        async def send_head(message: Message) -> None:
            if work.cancel_called:
                return
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)
            if message["type"] == "http.response.start" and _is_stream(message):
                await send({"type": "http.response.body", "body": b""})
                work.cancel()  # a stream of events would not end by itself

        with work:
            await self._app({**scope, "method": "GET"}, receive, send_head)


def _is_stream(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")


class OriginMiddleware:
    """Refuses browsers on origins that are not allowed, and answers CORS preflights for those that are.

    Credentials are never allowed across origins: the widget sends its token in a header, and staff cookies stay home.
    """

    def __init__(self, app: ASGIApp, rule: OriginRule) -> None:
        self._app = app
        self._rule = rule

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        origin = headers.get("origin") if headers else None
        api = scope["type"] == "http" and scope["path"].startswith("/v1/")
        if headers is None or origin is None or not (api or scope["method"] in UNSAFE):
            # A cache must not hand to a browser of another site what it kept for somebody without an origin.
            await self._app(scope, receive, _with_headers(send, {"Vary": "Origin"}) if api else send)
            return
        # Agents are no pages: a browser comes here only from an origin that is named, whatever it says its host is.
        named = scope["path"] == MCP
        if not (self._rule.names(origin) if named else self._rule.allows(origin, headers.get("host", ""))):
            detail = f"The site {origin} may not call this server. Add it to ASKWELL_ALLOWED_ORIGINS to allow it."
            body = body_of(Request(scope), 403, ORIGIN_NOT_ALLOWED, detail)
            await problem(body, {"Vary": "Origin"})(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_preflight(origin))(scope, receive, send)
            return
        await self._app(scope, receive, _with_headers(send, _cors(origin)))


class FailureMiddleware:
    """Turns an unforeseen failure into a problem; innermost, so that the other headers are still added."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        begun = False

        async def send_watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        except Exception:  # the edge: whatever failed, the caller gets a problem and the log gets the cause
            if scope["type"] != "http":
                raise
            _log.exception("Unhandled error", extra={FIELDS: {"trace_id": scope["trace_id"]}})
            if not begun:
                await internal(Request(scope))(scope, receive, send)


class SecurityHeadersMiddleware:
    """Adds the headers that keep a browser strict; a response that sets one itself keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = scope["path"] in FRAMED_BY_US
        await self._app(scope, receive, _with_headers(send, FRAMEABLE_HEADERS if own else SECURITY_HEADERS))


def _cors(origin: str) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": CORS_EXPOSED, "Vary": "Origin"}


def _preflight(origin: str) -> dict[str, str]:
    return {
        **_cors(origin),
        "Access-Control-Allow-Methods": CORS_METHODS,
        "Access-Control-Allow-Headers": CORS_HEADERS,
        "Access-Control-Max-Age": "600",
    }


def _with_headers(send: Send, extra: Mapping[str, str]) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in extra.items():
                if name == "Vary":
                    headers.add_vary_header(value)
                else:
                    headers.setdefault(name, value)
        await send(message)

    return wrapped
