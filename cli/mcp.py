"""`askwell mcp`: tools for a language model that starts this process, on the data folder."""

from __future__ import annotations

from collections.abc import Callable

import click

from api.logs import configure
from api.mcp.access import MACHINE, Access, by_key, on_this_machine
from api.services import Services
from api.wiring import build
from cli.context import require_data
from core.errors import Misconfigured
from core.settings import Settings, load_settings
from retrieval.meta import read_state


@click.command()
@click.option("--audience", "audiences", multiple=True, help="Group whose documents may be read; may be repeated.")
@click.option("--drafts/--no-drafts", default=None, help="Let drafts be proposed.  [default: ASKWELL_MCP_DRAFTS]")
def mcp(audiences: tuple[str, ...], drafts: bool | None) -> None:
    """Serve tools to a language model over standard input and output (MCP).

    Works on the data folder, beside a running server or without one. With ASKWELL_MCP_KEY the scopes and audiences of
    that API key count.
    """
    settings = load_settings()
    require_data(settings)
    if settings.mcp_key and audiences:
        raise Misconfigured("ASKWELL_MCP_KEY brings its own audiences: leave --audience out.")
    parts = build(settings)
    try:
        with parts.database.read() as session:
            read_state(session).require(parts.embedder.id)
        allowed = settings.mcp_drafts if drafts is None else drafts
        who = _who(settings, parts, audiences, drafts=allowed)
        who()
        configure(settings.log_level)
        _serve(parts, who)
    finally:
        parts.close()


def _serve(parts: Services, who: Callable[[], Access]) -> None:
    from api.mcp.over_stdio import serve  # the SDK takes half a second: wrong use is told before

    parts.readiness.warm_up()
    serve(parts, who)


def _who(settings: Settings, parts: Services, audiences: tuple[str, ...], *, drafts: bool) -> Callable[[], Access]:
    """Says for each call whose it is, so that a key that was revoked meanwhile ends there."""
    if settings.mcp_key is None:
        local = on_this_machine(audiences, drafts=drafts)
        return lambda: local
    secret = settings.mcp_key.get_secret_value()
    return lambda: by_key(parts, secret, MACHINE, drafts=drafts)
