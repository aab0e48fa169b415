"""Sends letters by SMTP (RFC 5321), with what Python brings."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from core.clock import Clock
from core.errors import Misconfigured
from escalation.delivery.handoff import Refused, TargetDown
from escalation.mail.address import wire_address
from escalation.mail.message import Enclosure, Letter, as_message

__all__ = ["Enclosure", "Letter", "LetterDeferred", "Mailer", "SmtpAccount", "SmtpMailer"]

TIMEOUT_S = 15.0
"""Of silence, after which the server is given up."""
TOTAL_S = 45.0
"""After which a connection is cut however busy it is: less than the lease of a letter in the outbox."""
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


class LetterDeferred(Exception):  # noqa: N818 - named after the fact it states, as all errors here
    """The mail server does not take this letter just now."""


class Mailer(Protocol):
    """Sends letters."""

    def send(self, letter: Letter) -> None:
        """Return once a mail server has taken it; raises Refused (for good), LetterDeferred (for now) or TargetDown."""


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """How the mail server is reached."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None

    @classmethod
    def parsed(cls, url: str) -> SmtpAccount:
        """From `smtp://user:password@host:587` (STARTTLS), `smtps://…` (TLS from the start) or `smtp+plain://host`."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError as error:
            raise Misconfigured(f"ASKWELL_SMTP_URL cannot be read: {error}.") from error
        if parts.scheme not in PORTS or not parts.hostname:
            raise Misconfigured("ASKWELL_SMTP_URL must be smtp://, smtps:// or smtp+plain:// with user and host.")
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        if user and parts.scheme == "smtp+plain":
            raise Misconfigured("ASKWELL_SMTP_URL: smtp+plain:// would send the password in the open; use smtp://.")
        return cls(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, password)


class SmtpMailer:
    """Opens a connection for each letter."""

    def __init__(
        self, account: SmtpAccount, sender: tuple[str, str], clock: Clock, context: ssl.SSLContext | None = None
    ) -> None:
        """`sender`: name and address; `context` decides which certificates are trusted."""
        self._account = account
        self._sender = sender
        self._clock = clock
        self._context = context or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        """Hand it to the mail server; see `Mailer.send`."""
        message = as_message(letter, self._sender, self._clock())
        sender, recipient = wire_address(self._sender[1]), wire_address(letter.to)
        with _translated(), self._connected() as server:
            server.send_message(message, from_addr=sender, to_addrs=[recipient])

    def check(self) -> str:
        """Connect and sign in without sending anything; returns how. Raises TargetDown."""
        with _translated(), self._connected() as server:
            server.noop()
        secured = "without TLS" if self._account.scheme == "smtp+plain" else "with TLS"
        return f"{self._account.host}:{self._account.port} {secured}"

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        account = self._account
        if account.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=TIMEOUT_S, context=self._context
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=TIMEOUT_S)
        cut = threading.Timer(TOTAL_S, _shut, [server])
        cut.daemon = True
        cut.start()
        try:
            if account.scheme == "smtp":
                server.starttls(context=self._context)
            if account.user is not None:
                server.login(account.user, account.password or "")
            yield server
            with suppress(smtplib.SMTPException, OSError):  # it has been taken: how the server parts does not matter
                server.quit()
        finally:
            cut.cancel()
            server.close()


def _shut(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        raise _refusal(code, reason) from error
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        if "SMTPUTF8" in str(error):
            raise Refused("The mail server takes no addresses with letters outside ASCII.") from error
        raise TargetDown(f"The mail server cannot do what is asked of it: {error}") from error
    except smtplib.SMTPAuthenticationError as error:
        raise TargetDown(f"The mail server refuses user or password: {error.smtp_code}.") from error
    except smtplib.SMTPResponseException as error:
        # A sender that is refused is a mistake in the settings, which somebody will mend.
        raise TargetDown(f"The mail server answers {_told(error.smtp_code, error.smtp_error)}") from error
    except ssl.SSLCertVerificationError as error:
        raise TargetDown(f"The certificate of the mail server is not good: {error.verify_message}.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise TargetDown(f"The mail server does not answer: {type(error).__name__} {error}".strip()) from error


def _refusal(code: int, reason: bytes | str) -> Exception:
    """5xx is for good, 4xx for now (RFC 5321, section 4.2.1)."""
    told = f"The mail server answers {_told(code, reason)}"
    return Refused(told) if 500 <= code < 600 else LetterDeferred(told)


def _told(code: int, reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return f"{code} {' '.join(text.split())[:200]}"
