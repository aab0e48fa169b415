"""One-time sign-in links."""

from __future__ import annotations

from datetime import timedelta

from api.staffing.members import StaffMember
from api.staffing.secrets import hashed, new_secret
from core.clock import Clock, timestamp
from core.db import Database, Session
from core.errors import Unauthorized

LINK_LIFETIME = timedelta(hours=24)
LETTER_LIFETIME = timedelta(hours=1)
"""Of a link that somebody had sent to their own mailbox."""


class SignInLinks:
    """Tokens for `/sign-in?token=…` in the database; methods with a session work in the caller's transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, session: Session, member: StaffMember, lifetime: timedelta = LINK_LIFETIME) -> str:
        """A new token of that lifetime."""
        token = new_secret()
        session.execute(
            "INSERT INTO sign_in_links (token_hash, staff_id, expires_at) VALUES (?, ?, ?)",
            [hashed(token), member.id, timestamp(self._clock() + lifetime)],
        )
        return token

    def is_good(self, token: str) -> bool:
        """Whether `use` would accept `token` now; does not use it up, so that a mail scanner does no harm."""
        with self._database.read() as session:
            row = session.execute(
                """SELECT 1 FROM sign_in_links JOIN staff ON staff.id = staff_id
                WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? AND disabled_at IS NULL""",
                [hashed(token), timestamp(self._clock())],
            ).fetchone()
        return row is not None

    def use(self, session: Session, token: str) -> str:
        """Use a token up: the id of whom it belongs to; raises Unauthorized."""
        row = session.execute(
            """UPDATE sign_in_links SET used_at = ?1 WHERE token_hash = ?2 AND used_at IS NULL AND expires_at > ?1
            AND staff_id IN (SELECT id FROM staff WHERE disabled_at IS NULL) RETURNING staff_id""",
            [timestamp(self._clock()), hashed(token)],
        ).fetchone()
        if row is None:
            raise Unauthorized("This sign-in link has been used or has expired. Ask for a new one.")
        return str(row["staff_id"])

    def end_all(self, session: Session, staff_id: str) -> None:
        """Forget every link of a person."""
        session.execute("DELETE FROM sign_in_links WHERE staff_id = ?", [staff_id])

    def purge(self, session: Session) -> int:
        """Forget links that have ended; returns how many."""
        now = timestamp(self._clock())
        return session.execute("DELETE FROM sign_in_links WHERE expires_at < ?", [now]).rowcount
