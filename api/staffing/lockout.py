"""Lock-out: who guesses passwords has to wait, longer each time.

Failures are counted for the account and for the network address. An e-mail address that nobody has is counted like an
account, so that the answers do not tell the two apart. Each attempt is counted before the password is looked at and
taken back when it was right: many guesses at the same moment gain nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.limits import network_of
from core.clock import Clock, parse_timestamp, timestamp
from core.db import Session
from core.errors import RateLimited

FREE_FOR_ACCOUNT = 4
"""Wrong passwords before the first wait."""
FREE_FOR_ADDRESS = 19
"""An office shares an address."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


class LockedOut(RateLimited):
    """Too many wrong passwords; wait, or sign in with a link."""


@dataclass(frozen=True, slots=True)
class _Counter:
    """Where failures of one account or address are counted."""

    read: str
    write: str
    name: str
    free: int


_ACCOUNT = (
    "SELECT failed_sign_ins AS failures, locked_until, NULL AS last_at FROM staff WHERE id = :name",
    "UPDATE staff SET failed_sign_ins = :failures, locked_until = :until WHERE id = :name",
)
_OTHER = (
    "SELECT failures, locked_until, last_at FROM sign_in_failures WHERE subject = :name",
    """INSERT INTO sign_in_failures (subject, failures, locked_until, last_at) VALUES (:name, :failures, :until, :now)
    ON CONFLICT (subject) DO UPDATE SET failures = :failures, locked_until = :until, last_at = :now""",
)


class Lockout:
    """Counts failures in the database; methods work in the caller's transaction."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def begin(self, session: Session, email: str, staff_id: str | None, address: str) -> bool:
        """Count an attempt as failed until `succeeded` says otherwise; raises LockedOut when there is a wait.

        Returns whether the account has to wait from now on, should this attempt fail.
        """
        counters = self._counters(email, staff_id, address)
        for counter in counters:
            self._require_open(session, counter)
        account, _address = [self._count(session, counter) for counter in counters]
        return account

    def succeeded(self, session: Session, staff_id: str, address: str) -> None:
        """Take back what `begin` counted, and forget the failures of the account."""
        session.execute("UPDATE staff SET failed_sign_ins = 0, locked_until = NULL WHERE id = ?", [staff_id])
        session.execute(
            "UPDATE sign_in_failures SET failures = max(failures - 1, 0), locked_until = NULL WHERE subject = ?",
            [self._subject("address", network_of(address))],
        )

    def purge(self, session: Session) -> int:
        """Forget addresses that have not failed for a day; returns how many."""
        before = timestamp(self._clock() - FORGOTTEN_AFTER)
        return session.execute("DELETE FROM sign_in_failures WHERE last_at < ?", [before]).rowcount

    def _counters(self, email: str, staff_id: str | None, address: str) -> Sequence[_Counter]:
        nobodys = self._subject("email", email.strip().casefold())
        account = (
            _Counter(*_ACCOUNT, staff_id, FREE_FOR_ACCOUNT)
            if staff_id
            else _Counter(*_OTHER, nobodys, FREE_FOR_ACCOUNT)
        )
        return account, _Counter(*_OTHER, self._subject("address", network_of(address)), FREE_FOR_ADDRESS)

    def _require_open(self, session: Session, counter: _Counter) -> None:
        row = session.execute(counter.read, {"name": counter.name}).fetchone()
        if row is None or row["locked_until"] is None:
            return
        left = (parse_timestamp(row["locked_until"]) - self._clock()).total_seconds()
        if left > 0:
            raise LockedOut(f"Too many wrong passwords. {waiting_words(left)}", retry_after=math.ceil(left))

    def _count(self, session: Session, counter: _Counter) -> bool:
        now = self._clock()
        row = session.execute(counter.read, {"name": counter.name}).fetchone()
        old = row is not None and row["last_at"] is not None and row["last_at"] < timestamp(now - FORGOTTEN_AFTER)
        failures = 1 if row is None or old else row["failures"] + 1
        until = _locked_until(failures - counter.free, now)
        session.execute(
            counter.write,
            {
                "name": counter.name,
                "failures": failures,
                "until": timestamp(until) if until else None,
                "now": timestamp(now),
            },
        )
        return until is not None

    def _subject(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def waiting_words(seconds: float) -> str:
    """How long to wait, and what else can be done, for people."""
    minutes = math.ceil(seconds / 60)
    shown = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Try again in {shown}, or sign in with a link; an administrator can also unlock the account."


def _locked_until(beyond: int, now: datetime) -> datetime | None:
    """30 seconds for the first failure beyond the free ones, twice as long for each further one, an hour at most."""
    if beyond < 1:
        return None
    return now + min(FIRST_WAIT * (1 << min(beyond - 1, 20)), LONGEST_WAIT)
