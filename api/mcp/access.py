"""What whoever speaks MCP may do: the scopes and audiences of an API key, or what the command line was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.audit import COMMAND_LINE
from api.callers import Caller
from api.keys import Scope
from api.services import Services
from core.errors import Forbidden

MACHINE = "127.0.0.1"
LOCAL_VISITOR = "mcp_local"
"""Whose conversations those of `askwell mcp` without a key are."""
ALL_GAPS = (Scope.CONTENT,)
"""Scopes that see every gap; others see those whose askers may see nothing that they may not."""


@dataclass(frozen=True, slots=True)
class Access:
    """A caller, and whether drafts may be begun at all."""

    caller: Caller
    drafts: bool
    local: bool = False
    """Whether this is who started the process on the data folder: no scope is asked for."""
    trace_id: str | None = None
    """Of the request that this is about, where there is one."""

    @property
    def name(self) -> str:
        """Whom histories and logs name."""
        return COMMAND_LINE if self.local else self.caller.name

    def allows(self, scopes: Collection[Scope]) -> bool:
        """Whether one of these scopes is there."""
        return self.local or any(self.caller.has(scope) for scope in scopes)

    def require(self, scopes: Collection[Scope]) -> None:
        """Raise Forbidden without one of these scopes."""
        if not self.allows(scopes):
            names = " or ".join(f"`{scope}`" for scope in scopes)
            raise Forbidden(f"This API key lacks the scope {names}.")


def by_key(parts: Services, secret: str, address: str, *, drafts: bool, trace_id: str | None = None) -> Access:
    """The access of an API key, as it is now; raises Unauthorized."""
    key = parts.keys.authenticate(secret)
    return Access(Caller(address, key=key, audiences=key.audiences), drafts, trace_id=trace_id)


def on_this_machine(audiences: Collection[str], *, drafts: bool) -> Access:
    """The access of who can read the data folder anyway."""
    return Access(Caller(MACHINE, visitor_id=LOCAL_VISITOR, audiences=frozenset(audiences)), drafts, local=True)
