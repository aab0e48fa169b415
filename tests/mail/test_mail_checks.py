"""What the doctor says of mail: it connects, and names what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.checks import State
from api.mail import own_pages
from api.mail_checks import mail_checks
from core.settings import Settings
from tests.mail.imap_server import ImapServer
from tests.mail.mail_desk import MailServer

FROM = {"mail_from": "Help <help@example.com>"}
REPLY = {"mail_reply_to": "reply@example.com"}


def checks(**values: Any) -> dict[str, tuple[State, str]]:
    found = list(mail_checks(Settings(_env_file=None, **values)))
    assert all(check.mend for check in found if check.state is State.PROBLEM)
    assert "pass word" not in str(found)
    return {check.name: (check.state, check.detail) for check in found}


def test_without_mail_there_is_nothing_to_say() -> None:
    assert checks() == {}


def test_servers_that_answer_are_good(mail_server: MailServer, imap_server: ImapServer) -> None:
    smtp, imap = (f"127.0.0.1:{server.port}" for server in (mail_server, imap_server))
    found = checks(
        smtp_url=f"smtp+plain://{smtp}", imap_url=f"imap+plain://desk%40example.com:secret@{imap}", **FROM, **REPLY
    )
    assert found == {
        "sending mail": (State.OK, f"{smtp} without TLS"),
        "receiving mail": (State.OK, f"INBOX on {imap}"),
    }
    assert mail_server.kept == []


def test_a_wrong_password_a_closed_port_and_missing_tls_are_told(
    make_mail_server: Callable[..., MailServer], imap_server: ImapServer
) -> None:
    plain = make_mail_server()
    found = checks(
        smtp_url=f"smtp://me:pass%20word@localhost:{plain.port}",
        imap_url=f"imap+plain://me:pass%20word@127.0.0.1:{imap_server.port}",
        **FROM,
        **REPLY,
    )
    assert found["sending mail"][0] is State.PROBLEM
    assert "STARTTLS" in found["sending mail"][1]
    assert found["receiving mail"][0] is State.PROBLEM
    assert "refuses" in found["receiving mail"][1]
    closed = checks(smtp_url="smtp+plain://127.0.0.1:1", **FROM)["sending mail"]
    assert closed[0] is State.PROBLEM
    assert "does not answer" in closed[1]


@pytest.mark.parametrize(
    ("values", "name", "told"),
    [
        ({"smtp_url": "smtp+plain://127.0.0.1:1"}, "sending mail", "ASKWELL_MAIL_FROM"),
        ({"smtp_url": "mail.example", **FROM}, "sending mail", "ASKWELL_SMTP_URL"),
        ({"smtp_url": "smtp+plain://127.0.0.1:1", "mail_from": "Help"}, "sending mail", "ASKWELL_MAIL_FROM"),
        ({"imap_url": "imap.example", **REPLY}, "receiving mail", "ASKWELL_IMAP_URL"),
        ({"inbound_mail_secret": "x" * 20}, "answers by mail", "ASKWELL_MAIL_REPLY_TO"),
        (REPLY, "answers by mail", "nothing brings the answers in"),
    ],
    ids=["no sender", "no address of a server", "no address", "no mailbox", "no reply address", "no way in"],
)
def test_settings_that_do_not_fit_together_are_named(values: dict[str, str], name: str, told: str) -> None:
    state, detail = checks(**values)[name]
    assert state is State.PROBLEM
    assert told in detail


def test_a_star_for_the_widget_makes_no_page_ours() -> None:
    is_own = own_pages(
        Settings(_env_file=None, allowed_origins=("*", "https://*.shop.example"), public_url="https://help.example.com")
    )
    assert [is_own(url) for url in ("https://a.shop.example/x", "https://help.example.com/demo")] == [True, True]
    assert [is_own(url) for url in ("https://evil.example/", "https://shop.example.evil.example/", "x")] == [False] * 3
