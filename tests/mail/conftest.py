"""Mail servers that really listen."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from core.db import Database
from tests.mail.imap_server import ImapServer
from tests.mail.mail_desk import HandClock, MailDesk, MailServer, server_context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def make_mail_server() -> Iterator[Callable[..., MailServer]]:
    """Starts SMTP servers; `tls`: `none`, `starttls` or `implicit`."""
    running: list[Controller] = []

    def make(*, tls: str = "none", auth: bool = False, utf8: bool = True) -> MailServer:
        made = MailServer()
        options: dict[str, Any] = {"enable_SMTPUTF8": utf8}
        if auth:
            options |= {"auth_required": True, "authenticator": made.authenticate}
        if tls == "starttls":
            options |= {"tls_context": server_context(), "require_starttls": True}
        if tls == "implicit":
            options |= {"ssl_context": server_context()}
        controller = Controller(made, hostname="127.0.0.1", port=free_port(), ready_timeout=10, **options)
        controller.start()
        running.append(controller)
        made.port = controller.port
        return made

    yield make
    for controller in running:
        controller.stop()


@pytest.fixture
def mail_server(make_mail_server: Callable[..., MailServer]) -> MailServer:
    return make_mail_server()


@pytest.fixture
def imap_server() -> Iterator[ImapServer]:
    with ImapServer("desk@example.com", "secret") as server:
        yield server


@pytest.fixture
def desk(database: Database, mail_server: MailServer) -> MailDesk:
    return MailDesk(database, HandClock(), mail_server)
