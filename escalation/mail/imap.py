"""Fetches mail from an IMAP mailbox, in a thread of its own.

An e-mail is marked as read only after what became of it is stored, so none is lost when a process ends in between; the
next to fetch it finds it taken. Any number of processes may look into the same mailbox.
"""

from __future__ import annotations

import imaplib
import logging
import re
import threading

from core.errors import AppError
from escalation.mail.inbound import InboundMail
from escalation.mail.mailbox import ImapMailbox, answered
from escalation.mail.outcomes import Outcome
from escalation.mail.parse import MAX_MAIL

_log = logging.getLogger("askwell.mail")
AT_ONCE = 50
"""E-mails fetched in one round."""
LONGEST_PAUSE_S = 600.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class ImapFetcher:
    """Takes the mail of one mailbox."""

    def __init__(self, mailbox: ImapMailbox, inbound: InboundMail) -> None:
        self._mailbox = mailbox
        self._inbound = inbound

    def fetch(self) -> int:
        """Take every unread e-mail; returns how many. Raises Unavailable."""
        with self._mailbox.opened(readonly=False) as opened:
            found = answered(opened.uid("SEARCH", "UNSEEN"))
            numbers = (found[0] or b"").split()[:AT_ONCE]
            for number in numbers:
                self._take(opened, number.decode("ascii"))
            return len(numbers)

    def _take(self, opened: imaplib.IMAP4, number: str) -> None:
        sized = answered(opened.uid("FETCH", number, "(RFC822.SIZE)"))
        size = _SIZE.search(b" ".join(part for part in sized if isinstance(part, bytes)))
        if size and int(size.group(1)) > MAX_MAIL:
            account = self._mailbox.account
            self._inbound.refuse(f"imap:{account.host}:{account.mailbox}:{number}", Outcome.TOO_LARGE)
        else:
            fetched = answered(opened.uid("FETCH", number, "(BODY.PEEK[])"))
            raw = next((part[1] for part in fetched if isinstance(part, tuple)), None)
            if raw is None:  # somebody has removed it meanwhile
                return
            self._inbound.take(raw)
        answered(opened.uid("STORE", number, "+FLAGS", r"(\Seen)"))


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
