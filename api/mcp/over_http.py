"""MCP over HTTP: one request, one JSON document, no session, so that any worker process can take the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.mcp.access import Access
from api.mcp.inputs import LARGEST_REQUEST
from api.services import Services

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class Served(Response):
    """Has the SDK answer one request of somebody who may call."""

    def __init__(self, parts: Services, access: Access) -> None:
        super().__init__()
        self._parts = parts
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        # Loading the SDK takes half a second, in a thread so that nobody else waits for it.
        manager = await to_thread.run_sync(_manager, self._parts, self._access)
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def _manager(parts: Services, access: Access) -> StreamableHTTPSessionManager:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.mcp.server import make_server

    return StreamableHTTPSessionManager(
        make_server(parts, lambda: access),
        json_response=True,
        stateless=True,
        max_request_body_size=LARGEST_REQUEST,
    )
