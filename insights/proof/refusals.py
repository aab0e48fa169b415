"""Who wants no letters of a kind: a signed address to say so with, and the list of those who did.

Only a hash of the address is kept, under the server's key.
"""

from __future__ import annotations

import hashlib
import hmac

from core.clock import Clock, timestamp
from core.db import Session

ANSWERS = "answers"
"""The kind of letters that tell of answers."""
_DIGITS = 32


class Refusals:
    """Addresses that letters of a kind no longer go to."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = hmac.digest(key, b"askwell letters refused", hashlib.sha256)
        self._clock = clock

    def name_of(self, address: str) -> str:
        """What an address is called where it must not be readable; letter case makes no difference."""
        return self._digest(b"address\0" + address.strip().casefold().encode())

    def token(self, address: str, kind: str) -> str:
        """What stops letters of this kind to this address; nobody else can make it."""
        name = self.name_of(address)
        return f"{kind}.{name}.{self._signature(kind, name)}"

    def refuse(self, session: Session, token: str) -> bool:
        """Send no more letters of the token's kind to its address; False for a token that is not ours."""
        found = self._read(token)
        if found is None:
            return False
        kind, name = found
        session.execute(
            "INSERT INTO mail_refusals (address, kind, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (name, kind, timestamp(self._clock())),
        )
        return True

    def is_token(self, token: str) -> bool:
        """Whether the token is one of ours."""
        return self._read(token) is not None

    def allow(self, session: Session, address: str, kind: str) -> None:
        """Take a refusal back, because its owner asked for such letters again."""
        session.execute("DELETE FROM mail_refusals WHERE address = ? AND kind = ?", (self.name_of(address), kind))

    def refused(self, session: Session, address: str, kind: str) -> bool:
        """Whether letters of this kind are not wanted there."""
        return self.refused_name(session, self.name_of(address), kind)

    def refused_name(self, session: Session, name: str, kind: str) -> bool:
        """The same by the name of an address."""
        row = session.execute("SELECT 1 FROM mail_refusals WHERE address = ? AND kind = ?", (name, kind)).fetchone()
        return row is not None

    def _read(self, token: str) -> tuple[str, str] | None:
        kind, _, rest = token.partition(".")
        name, _, signature = rest.partition(".")
        good = hmac.compare_digest(signature.encode(), self._signature(kind, name).encode())
        return (kind, name) if good and kind and name else None

    def _signature(self, kind: str, name: str) -> str:
        return self._digest(b"token\0" + kind.encode() + b"\0" + name.encode())

    def _digest(self, data: bytes) -> str:
        return hmac.new(self._key, data, hashlib.sha256).hexdigest()[:_DIGITS]
