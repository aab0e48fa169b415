"""Fetches mail from an IMAP mailbox (RFC 3501), in a thread of its own.

An e-mail is marked as read only after what became of it is stored, so none is lost when a process ends in between; the
next to fetch it finds it taken. Any number of processes may look into the same mailbox.
"""

from __future__ import annotations

import imaplib
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from core.errors import AppError, Misconfigured, Unavailable
from escalation.mail_inbound import InboundMail
from escalation.mail_outcomes import Outcome
from escalation.mail_parse import MAX_MAIL

_log = logging.getLogger("askwell.mail")
TIMEOUT_S = 30.0
AT_ONCE = 50
"""E-mails fetched in one round."""
LONGEST_PAUSE_S = 600.0
PORTS = {"imaps": 993, "imap": 143, "imap+plain": 143}
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


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


class ImapFetcher:
    """Looks into one mailbox."""

    def __init__(self, account: ImapAccount, inbound: InboundMail, context: ssl.SSLContext | None = None) -> None:
        """`context` decides which certificates are trusted."""
        self._account = account
        self._inbound = inbound
        self._context = context or ssl.create_default_context()

    def fetch(self) -> int:
        """Take every unread e-mail; returns how many. Raises Unavailable."""
        with self._opened(readonly=False) as mailbox:
            found = _answer(mailbox.uid("SEARCH", "UNSEEN"))
            numbers = (found[0] or b"").split()[:AT_ONCE]
            for number in numbers:
                self._take(mailbox, number.decode("ascii"))
            return len(numbers)

    def check(self) -> str:
        """Open the mailbox without changing anything; returns where it is. Raises Unavailable."""
        with self._opened(readonly=True):
            return f"{self._account.mailbox} on {self._account.host}:{self._account.port}"

    def _take(self, mailbox: imaplib.IMAP4, number: str) -> None:
        sized = _answer(mailbox.uid("FETCH", number, "(RFC822.SIZE)"))
        size = _SIZE.search(b" ".join(part for part in sized if isinstance(part, bytes)))
        if size and int(size.group(1)) > MAX_MAIL:
            self._inbound.refuse(f"imap:{self._account.host}:{self._account.mailbox}:{number}", Outcome.TOO_LARGE)
        else:
            fetched = _answer(mailbox.uid("FETCH", number, "(BODY.PEEK[])"))
            raw = next((part[1] for part in fetched if isinstance(part, tuple)), None)
            if raw is None:  # somebody has removed it meanwhile
                return
            self._inbound.take(raw)
        _answer(mailbox.uid("STORE", number, "+FLAGS", r"(\Seen)"))

    @contextmanager
    def _opened(self, *, readonly: bool) -> Iterator[imaplib.IMAP4]:
        account = self._account
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
                _answer(mailbox.select(_quoted(account.mailbox), readonly=readonly))
                yield mailbox
            finally:
                with suppress(imaplib.IMAP4.error, OSError):
                    mailbox.logout()


class ImapWatch:
    """Fetches every few seconds, in a thread of its own; after failures less often."""

    def __init__(self, fetcher: ImapFetcher, pause_s: float) -> None:
        self._fetcher = fetcher
        self._pause_s = pause_s
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="askwell-imap", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """End, waiting at most `timeout` seconds for the e-mail in hand."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout)
            self._thread = None

    def _run(self) -> None:
        pause = self._pause_s
        while not self._stop.is_set():
            try:
                more = self._fetcher.fetch() == AT_ONCE
                pause = 0.0 if more else self._pause_s
            except AppError as error:
                _log.error("The mailbox cannot be read: %s", error.message)
                pause = min(LONGEST_PAUSE_S, max(pause, self._pause_s) * 2)
            except Exception:  # the thread must outlive whatever one e-mail or one server does
                _log.exception("The mailbox cannot be read")
                pause = min(LONGEST_PAUSE_S, max(pause, self._pause_s) * 2)
            self._stop.wait(pause)


def _answer(result: tuple[str, list[Any]]) -> list[Any]:
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
    except (OSError, socket.gaierror) as error:
        raise Unavailable(f"The mailbox does not answer: {type(error).__name__} {error}".strip()) from error
