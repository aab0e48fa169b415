"""Reply addresses and Message-IDs: both name a conversation by a random token that is signed.

Neither holds an id of the database, and a token that was not made here is known without looking anything up. Everything
is in lower case letters and digits, because some mail servers change the case of addresses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

from escalation.mail.address import wire_address

RANDOM_BYTES = 10
_RANDOM, _SIGNATURE = 16, 10
"""Characters of base32: 80 random bits, 50 bits of signature."""
_CANDIDATE = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{_RANDOM + _SIGNATURE}}}(?![a-z0-9])")
MAX_SEARCHED = 20_000
"""Characters of headers that are searched for a token."""


class ReplyTokens:
    """Makes and reads tokens, reply addresses and Message-IDs."""

    def __init__(self, key: bytes, address: str) -> None:
        """`address` such as `reply@example.com`: mail to `reply+TOKEN@example.com` must come back to Askwell."""
        self._key = hmac.digest(key, b"askwell reply addresses", hashlib.sha256)
        self._local, _, self._domain = wire_address(address).rpartition("@")

    def new(self) -> str:
        """A token nobody can guess."""
        random = base64.b32encode(secrets.token_bytes(RANDOM_BYTES)).decode().lower()
        return random + self._sign(random)

    def address(self, token: str) -> str:
        """Where replies to this conversation go."""
        return f"{self._local}+{token}@{self._domain}"

    def message_id(self, token: str | None, key: str) -> str:
        """The Message-ID of the letter with this outbox key: the same each time it is sent."""
        name = hmac.new(self._key, key.encode(), hashlib.sha256).hexdigest()[:32]
        return f"<{name}.{token}@{self._domain}>" if token else f"<{name}@{self._domain}>"

    def thread_id(self, token: str) -> str:
        """What every letter of a conversation refers to, so that mail programs show them together."""
        return f"<thread.{token}@{self._domain}>"

    def find(self, texts: Iterable[str]) -> str | None:
        """The first token of ours in headers; forged ones are passed over."""
        searched = " ".join(texts)[:MAX_SEARCHED].lower()
        return next((found for found in _CANDIDATE.findall(searched) if self._is_ours(found)), None)

    def is_own(self, address: str) -> bool:
        """Whether this is a reply address, with or without a token: mail from it is our own coming back."""
        local, _, domain = wire_address(address.strip()).casefold().rpartition("@")
        return domain == self._domain.casefold() and local.partition("+")[0] == self._local.casefold()

    def _is_ours(self, token: str) -> bool:
        return hmac.compare_digest(token[_RANDOM:], self._sign(token[:_RANDOM]))

    def _sign(self, random: str) -> str:
        digest = hmac.new(self._key, b"token\0" + random.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:_SIGNATURE]
