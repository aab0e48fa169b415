"""What `askwell doctor` says of mail: it connects as the server would, and sends and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from api.checks import Check, State
from api.mail import make_mailbox, make_mailer, reply_address, takes_answers
from core.clock import system_clock
from core.errors import AppError, Misconfigured
from core.settings import Settings

_SMTP = "Correct ASKWELL_SMTP_URL or ASKWELL_MAIL_FROM; docs/mail.md shows their forms"
_IMAP = "Correct ASKWELL_IMAP_URL; docs/mail.md shows its form"
_REACH = "See whether host, port, user and password are right and whether a firewall stands in between"
SHORTEST_SECRET = 16
"""Characters of ASKWELL_INBOUND_MAIL_SECRET below which it may be guessed."""


def mail_checks(settings: Settings) -> Iterator[Check]:
    """How sending and receiving would go; nothing where no mail is set up."""
    yield from _sending(settings)
    yield from _receiving(settings)
    yield from _answers(settings)


def _sending(settings: Settings) -> Iterator[Check]:
    try:
        mailer = make_mailer(settings, system_clock)
        if mailer is not None:
            yield Check("sending mail", State.OK, mailer.check())
    except AppError as error:
        yield Check("sending mail", State.PROBLEM, error.message, _mend(error, _SMTP))


def _receiving(settings: Settings) -> Iterator[Check]:
    try:
        mailbox = make_mailbox(settings)
        if mailbox is not None:
            yield Check("receiving mail", State.OK, mailbox.check())
    except AppError as error:
        yield Check("receiving mail", State.PROBLEM, error.message, _mend(error, _IMAP))


def _answers(settings: Settings) -> Iterator[Check]:
    try:
        reply_address(settings)
    except AppError as error:
        mend = "Set ASKWELL_MAIL_REPLY_TO to an address whose + forms are delivered to that mailbox"
        yield Check("answers by mail", State.PROBLEM, error.message, mend)
        return
    if settings.mail_reply_to and not takes_answers(settings):
        detail = "ASKWELL_MAIL_REPLY_TO is set, but nothing brings the answers in: letters name no reply address."
        yield Check("answers by mail", State.PROBLEM, detail, "Set ASKWELL_IMAP_URL or ASKWELL_INBOUND_MAIL_SECRET")
    secret = settings.inbound_mail_secret
    if secret is not None and len(secret.get_secret_value()) < SHORTEST_SECRET:
        mend = f"Make it at least {SHORTEST_SECRET} characters long, here and at your mail server"
        yield Check("answers by mail", State.NOTE, "ASKWELL_INBOUND_MAIL_SECRET is short and can be guessed.", mend)


def _mend(error: AppError, setting: str) -> str:
    return setting if isinstance(error, Misconfigured) else _REACH
