"""A mailbox on an IMAP server (RFC 3501), reached with what Python brings."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from core.errors import Misconfigured, Unavailable

TIMEOUT_S = 30.0
PORTS = {"imaps": 993, "imap": 143, "imap+plain": 143}


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """How the mailbox is reached."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    mailbox: str

    @classmethod
    def parsed(cls, url: str) -> ImapAccount:
        """From `imaps://user:password@host:993/INBOX` (TLS), `imap://…` (STARTTLS) or `imap+plain://…`."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError as error:
            raise Misconfigured(f"ASKWELL_IMAP_URL cannot be read: {error}.") from error
        if parts.scheme not in PORTS or not parts.hostname or not parts.username or parts.password is None:
            raise Misconfigured("ASKWELL_IMAP_URL must be imaps://user:password@host/INBOX, or imap:// for STARTTLS.")
        mailbox = unquote(parts.path.strip("/")) or "INBOX"
        if not mailbox.isascii() or not mailbox.isprintable():
            raise Misconfigured("ASKWELL_IMAP_URL: write the mailbox's name in ASCII, as the server lists it.")
        user, password = unquote(parts.username), unquote(parts.password)
        return cls(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, password, mailbox)


class ImapMailbox:
    """Opens a mailbox."""

    def __init__(self, account: ImapAccount, context: ssl.SSLContext | None = None) -> None:
        """`context` decides which certificates are trusted."""
        self.account = account
        self._context = context or ssl.create_default_context()

    def check(self) -> str:
        """Open it without changing anything; returns where it is. Raises Unavailable."""
        with self.opened(readonly=True):
            return f"{self.account.mailbox} on {self.account.host}:{self.account.port}"

    @contextmanager
    def opened(self, *, readonly: bool) -> Iterator[imaplib.IMAP4]:
        """Signed in, with the mailbox selected; raises Unavailable, also for what goes wrong inside the block."""
        account = self.account
        with _translated():
            if account.scheme == "imaps":
                mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                    account.host, account.port, ssl_context=self._context, timeout=TIMEOUT_S
                )
            else:
                mailbox = imaplib.IMAP4(account.host, account.port, timeout=TIMEOUT_S)
            try:
                if account.scheme == "imap":
                    mailbox.starttls(self._context)
                mailbox.login(account.user, account.password)
                answered(mailbox.select(_quoted(account.mailbox), readonly=readonly))
                yield mailbox
                with suppress(imaplib.IMAP4.error, OSError):
                    mailbox.logout()
            finally:
                # Also after a failure, when nobody would answer a farewell any more.
                with suppress(OSError):
                    mailbox.shutdown()


def answered(result: tuple[str, list[Any]]) -> list[Any]:
    """What the server says to a command; raises Unavailable when it refuses."""
    status, found = result
    if status != "OK":
        raise Unavailable(f"The mailbox refuses: {found!r:.200}")
    return found


def _quoted(mailbox: str) -> str:
    escaped = mailbox.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Unavailable(f"The certificate of the mailbox's server is not good: {error.verify_message}.") from error
    except imaplib.IMAP4.error as error:
        raise Unavailable(f"The mailbox refuses: {error!s:.200}") from error
    except OSError as error:
        raise Unavailable(f"The mailbox does not answer: {type(error).__name__} {error}".strip()) from error
