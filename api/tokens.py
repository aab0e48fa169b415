"""The short-lived token of a visitor, signed by Askwell and bound to the web origin that it was issued to.

A JWT with HS256 and nothing else: the algorithm is never taken from the token (RFC 8725, section 3.1). Who a visitor
is, according to the site, is read by `api/identity/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt

from answering.conversations.customer_facts import Attributes
from core.clock import Clock
from core.errors import Unauthorized

ALGORITHM = "HS256"
ISSUER = "askwell"
AUDIENCE = "askwell:visitor"
LIFETIME = timedelta(hours=1)
RENEWABLE = timedelta(days=30)
"""How long after its end an anonymous token can still be exchanged for a new one."""
NO_BROWSER = ""
"""The origin of a token that somebody without one has, such as a program."""


@dataclass(frozen=True, slots=True)
class VisitorClaims:
    """What a visitor token says."""

    visitor_id: str
    audiences: frozenset[str] = frozenset()
    known_until: int | None = None
    """When the identity behind it ends, in seconds since 1970; None for an anonymous visitor."""
    attributes: Attributes = field(default_factory=dict)
    """What the site's server says of an identified visitor."""
    origin: str | None = NO_BROWSER
    """The web origin it was issued to; None in tokens from before they were bound to one."""


class Tokens:
    """Signs and reads visitor tokens."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def issue(self, claims: VisitorClaims) -> tuple[str, int]:
        """A signed token and the seconds it lives; it never outlives the identity behind it."""
        now = int(self._clock().timestamp())
        expires = now + int(LIFETIME.total_seconds())
        if claims.known_until is not None:
            expires = min(expires, claims.known_until)
        payload: dict[str, Any] = {"iss": ISSUER, "aud": AUDIENCE, "sub": claims.visitor_id, "iat": now, "exp": expires}
        payload |= {} if claims.origin is None else {"origin": claims.origin}
        if claims.known_until is not None:
            payload |= {"audiences": sorted(claims.audiences), "known_until": claims.known_until}
            payload |= {"attributes": dict(claims.attributes)} if claims.attributes else {}
        return jwt.encode(payload, self._key, algorithm=ALGORITHM), expires - now

    def visitor(self, token: str) -> VisitorClaims:
        """What a valid visitor token says; raises Unauthorized."""
        return self._read(token, timedelta(0))

    def renewable(self, token: str) -> VisitorClaims:
        """Like `visitor`, but also for a while after the token's end; what that is worth is for `Sessions` to say."""
        return self._read(token, RENEWABLE)

    def _read(self, token: str, grace: timedelta) -> VisitorClaims:
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=grace,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthorized("The session token has expired. Get a new one from POST /v1/sessions.") from error
        # A payload that is no JSON we know can fail in more ways than the library foresees.
        except (jwt.InvalidTokenError, ValueError, OverflowError, RecursionError) as error:
            raise Unauthorized("The session token is not valid. Get a new one from POST /v1/sessions.") from error
        return VisitorClaims(
            payload["sub"],
            frozenset(payload.get("audiences", ())),
            payload.get("known_until"),
            payload.get("attributes", {}),
            payload.get("origin"),
        )
