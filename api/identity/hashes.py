"""Users by an HMAC of their id, for sites that come from a product that works so.

Weaker than a token, since a hash never ends and covers nothing but the id: it brings no audiences and no attributes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from api.identity.person import Identity
from api.identity.tokens import LONGEST_LIFE
from core.clock import Clock
from core.errors import IdentityRefused, Misconfigured


@dataclass(frozen=True, slots=True)
class HashedUser:
    """What a page says of its user."""

    id: str
    hash: str
    """HMAC-SHA256 of the id in UTF-8, in hexadecimal digits."""
    email: str | None = None
    name: str | None = None


class IdentityHashes:
    """Verifies users by hash."""

    def __init__(self, secrets: Sequence[str], allowed: bool, clock: Clock) -> None:
        """`secrets`: those of the identity tokens."""
        self._secrets = tuple(secret.encode() for secret in secrets)
        self._allowed = allowed
        self._clock = clock

    def read(self, user: HashedUser) -> Identity:
        """Who the site says the visitor is; raises IdentityRefused, or Misconfigured without a secret."""
        if not self._allowed:
            raise IdentityRefused("Users by hash are switched off (ASKWELL_IDENTITY_HASH). Send a signed token.")
        if not self._secrets:
            raise Misconfigured("Users by hash need ASKWELL_IDENTITY_SECRET, which is not set.")
        if not any(_fits(secret, user) for secret in self._secrets):
            raise IdentityRefused("The hash of the user's id is not right: HMAC-SHA256 of `id`, in hexadecimal digits.")
        ends = int((self._clock() + LONGEST_LIFE).timestamp())
        return Identity(user.id, user.email, user.name, frozenset(), ends, signed=False)


def _fits(secret: bytes, user: HashedUser) -> bool:
    wanted = hmac.new(secret, user.id.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), user.hash.lower().encode())
