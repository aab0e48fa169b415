"""Calling a tool: arguments checked, the use case run, and what came of it told, whatever that is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.errors import INTERNAL
from api.logs import FIELDS
from api.mcp.access import Access
from api.mcp.framing import framed
from api.mcp.tools import ToolKind
from api.services import Services
from core.errors import AppError, Forbidden, InvalidInput, RateLimited

_log = logging.getLogger("askwell.mcp")


@dataclass(frozen=True, slots=True)
class Called:
    """What a call gives: data with the same in words, or why it failed."""

    text: str
    body: dict[str, Any] | None
    code: str = "ok"


def call(parts: Services, who: Callable[[], Access], tool: ToolKind, arguments: Mapping[str, Any]) -> Called:
    """Run a tool for whoever `who` says it is now. Never raises: a model has to read what was wrong."""
    started = time.perf_counter()
    try:
        access = who()
        called = _run(parts, access, tool, arguments)
        name = access.name
    except AppError as error:
        called, name = Called(_told(error), None, error.code), None
    except Exception:  # the edge: a bug must not tell the model about the insides, nor end the process
        _log.exception("A tool failed", extra={FIELDS: {"tool": tool.name}})
        called, name = Called(f"{INTERNAL}: Something went wrong here. The log has the cause.", None, INTERNAL), None
    ms = round((time.perf_counter() - started) * 1000, 1)
    _log.info("tool", extra={FIELDS: {"tool": tool.name, "caller": name, "outcome": called.code, "ms": ms}})
    return called


def _run(parts: Services, access: Access, tool: ToolKind, arguments: Mapping[str, Any]) -> Called:
    access.require(tool.scopes)
    if not tool.open_to(access):
        raise Forbidden(
            f"{tool.name} is switched off on this server: it is read-only. "
            "The operator can set ASKWELL_MCP_DRAFTS=true, or start `askwell mcp --drafts`."
        )
    try:
        given = tool.takes.model_validate(dict(arguments))
    except ValidationError as error:
        raise InvalidInput(_wrong(error)) from error
    body = tool.run(parts, access, given).model_dump(mode="json")
    return Called(framed({name: value for name, value in body.items() if name != "notice"}), body)


def _wrong(error: ValidationError) -> str:
    """Which arguments are wrong and how, without their values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    said = [(".".join(str(part) for part in item["loc"]), item["msg"].removeprefix("Value error, ")) for item in found]
    return "; ".join(f"{where}: {message}" for where, message in said[:5])


def _told(error: AppError) -> str:
    wait = f" Try again in {error.retry_after} seconds." if isinstance(error, RateLimited) else ""
    return f"{error.code}: {error.message}{wait}"
