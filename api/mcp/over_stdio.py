"""MCP over standard input and output, for a client that starts this process. Only the protocol goes to the output."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from api.mcp.server import Who, make_server
from api.services import Services


def serve(parts: Services, who: Who) -> None:
    """Serve until the client closes the input."""
    anyio.run(_serve, parts, who)


async def _serve(parts: Services, who: Who) -> None:
    server = make_server(parts, who)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
