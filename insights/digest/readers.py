"""Who wants the weekly letter, and the links that end it. Methods take the caller's open session."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from core.clock import Clock, timestamp
from core.db import Session

_MAY_READ = "s.disabled_at IS NULL AND s.role IN ('content', 'admin')"


class DigestReaders:
    """Readers of the weekly letter, by their staff id."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        """`key` signs the links that end the letters."""
        self._key = hmac.digest(key, b"askwell weekly letters", hashlib.sha256)
        self._clock = clock

    def wants(self, session: Session, staff_id: str) -> bool:
        """Whether somebody wants the letter."""
        found = session.execute("SELECT 1 FROM digest_readers WHERE staff_id = ?", (staff_id,))
        return found.fetchone() is not None

    def add(self, session: Session, staff_id: str, week: str) -> None:
        """Send it from now on; `week`, the first day of the last one that is over, is not told any more."""
        session.execute(
            "INSERT INTO digest_readers (staff_id, week, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (staff_id, week, timestamp(self._clock())),
        )

    def remove(self, session: Session, staff_id: str) -> None:
        """Send no more."""
        session.execute("DELETE FROM digest_readers WHERE staff_id = ?", (staff_id,))

    def due(self, session: Session, week: str) -> Sequence[str]:
        """Ids of those who have yet to be told of the week that begins on this day."""
        rows = session.execute(
            f"""SELECT r.staff_id FROM digest_readers r JOIN staff s ON s.id = r.staff_id
                WHERE r.week < ? AND {_MAY_READ} ORDER BY r.staff_id""",  # noqa: S608 - fixed text
            (week,),
        )
        return [str(row["staff_id"]) for row in rows]

    def settle(self, session: Session, staff_id: str, week: str) -> None:
        """Note that this week needs no further letter."""
        session.execute("UPDATE digest_readers SET week = ? WHERE staff_id = ?", (week, staff_id))

    def reader(self, session: Session, staff_id: str) -> tuple[str, str, str] | None:
        """E-mail, name and languages (as JSON) of a reader; None when they want, or may read, no letters any more."""
        row = session.execute(
            f"""SELECT s.email, s.name, s.languages FROM digest_readers r JOIN staff s ON s.id = r.staff_id
                WHERE r.staff_id = ? AND {_MAY_READ}""",  # noqa: S608 - fixed text
            (staff_id,),
        ).fetchone()
        return None if row is None else (row["email"], row["name"], row["languages"])

    def token(self, staff_id: str) -> str:
        """What a link must hold to end somebody's letters; it stays good."""
        return f"{staff_id}.{self._sign(staff_id)}"

    def whose(self, token: str) -> str | None:
        """Whose letters a link ends; None for one that was not made here."""
        staff_id, _, signature = token.partition(".")
        good = hmac.compare_digest(signature.encode(), self._sign(staff_id).encode())
        return staff_id if good else None

    def _sign(self, staff_id: str) -> str:
        digest = hmac.new(self._key, staff_id.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()
