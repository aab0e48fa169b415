"""`askwell serve`: the server, and with `--sample` something to try it with."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any

import click
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.logs import configure
from api.metrics import SHARED_FOLDER
from api.sample import first_administrator, load_sample
from api.services import Services
from api.wiring import build
from cli.progress import shown_progress
from cli.staff import sign_in_link
from core.allocator import share_arenas
from core.errors import Misconfigured
from core.settings import Settings, load_settings
from retrieval.meta import read_state

GRACE_S = 10
"""Seconds that open requests get to finish at shutdown."""
BACKLOG = 2_048


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--sample", is_flag=True, help="Load the sample help centre on the first run, and make a sign-in link.")
def serve(host: str, port: int, workers: int, sample: bool) -> None:
    """Run the server."""
    share_arenas()
    settings = load_settings()
    with _listen(host, port) as listener:
        _serve(settings, listener, host, workers, sample)


def _serve(settings: Settings, listener: socket.socket, host: str, workers: int, sample: bool) -> None:
    address = settings.public_url or _address(host, listener.getsockname()[1])
    parts = build(settings)
    try:
        with parts.database.read() as session:
            read_state(session).require(parts.embedder.id)
        if sample:
            with shown_progress("Loading the sample help centre (once, about a minute)") as progress:
                load_sample(parts, progress)
        _announce(address.rstrip("/"), parts, sample)
        if workers == 1:
            _run(settings, listener, create_app(services=parts))
    finally:
        parts.close()
    if workers > 1:
        _run_several(settings, listener, workers)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done, so that a second start fails at once."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Named explicitly: asyncio sends small packets at once (TCP_NODELAY) only where the protocol says TCP, and
        # without it every response would wait 40 ms for the client's acknowledgement.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise Misconfigured(f"Cannot listen on {host}: {error.strerror or error}.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} is in use. Stop what uses it, or choose another: --port N, with make run PORT=N"
        raise Misconfigured(f"{reason}.") from error
    return listener


def _announce(address: str, parts: Services, sample: bool) -> None:
    click.echo(f"Askwell listens on {address}")
    for path, what in (
        ("/demo", "a page with the help window"),
        ("/help", "the sample help centre"),
        ("/desk", "the desk, for agents"),
        ("/content", "the content board"),
    ):
        click.echo(f"  {address + path:42} {what}")
    if sample:
        member = first_administrator(parts.staff)
        link = sign_in_link(parts.staff, member, address)
        click.echo(f"Sign in as {member.email}, once within 24 hours: {link}")
    else:
        click.echo("For a sign-in link: askwell staff add EMAIL --role admin")


def _run(settings: Settings, listener: socket.socket, app: FastAPI) -> None:
    configure(settings.log_level)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_config(app)).run(sockets=[listener])


def _run_several(settings: Settings, listener: socket.socket, workers: int) -> None:
    configure(settings.log_level)
    with TemporaryDirectory(prefix="askwell-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        Multiprocess(_config("api.app:serve_app", factory=True, workers=workers), sockets=[listener]).run()


def _config(app: FastAPI | str, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=30,
        **more,
    )


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
