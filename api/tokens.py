"""Tokens of visitors: the short-lived one Askwell signs, and the identity token a site's own server signs.

Both are JWTs with HS256 and nothing else: the algorithm is never taken from the token (RFC 8725, section 3.1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt

from answering.customer_facts import Attributes
from api.schemas.fields import attributes_in
from core.clock import Clock
from core.errors import Misconfigured, Unauthorized

ALGORITHM = "HS256"
ISSUER = "askwell"
AUDIENCE = "askwell:visitor"
LIFETIME = timedelta(hours=1)
RENEWABLE = timedelta(days=30)
"""How long after its end an anonymous token can still be exchanged for a new one."""
IDENTITY_LIFETIME = timedelta(hours=24)
"""The longest life of an identity token that is accepted."""
LEEWAY = timedelta(seconds=30)
"""How far the clock of the site's server may be off."""


@dataclass(frozen=True, slots=True)
class VisitorClaims:
    """What a visitor token says."""

    visitor_id: str
    audiences: frozenset[str] = frozenset()
    known_until: int | None = None
    """When the identity behind it ends, in seconds since 1970; None for an anonymous visitor."""
    attributes: Attributes = field(default_factory=dict)
    """What the site's server says of an identified visitor."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a visitor is, according to the site."""

    subject: str
    email: str | None
    name: str | None
    audiences: frozenset[str]
    expires_at: int
    attributes: Attributes = field(default_factory=dict)
    """The claim `attributes`, and `plan` if it stands by itself."""


class Tokens:
    """Signs and reads tokens."""

    def __init__(self, key: bytes, identity_secret: str | None, clock: Clock) -> None:
        self._key = key
        self._identity_secret = identity_secret
        self._clock = clock

    def issue(self, claims: VisitorClaims) -> tuple[str, int]:
        """A signed token and the seconds it lives; it never outlives the identity behind it."""
        now = int(self._clock().timestamp())
        expires = now + int(LIFETIME.total_seconds())
        if claims.known_until is not None:
            expires = min(expires, claims.known_until)
        payload: dict[str, Any] = {"iss": ISSUER, "aud": AUDIENCE, "sub": claims.visitor_id, "iat": now, "exp": expires}
        if claims.known_until is not None:
            payload |= {"audiences": sorted(claims.audiences), "known_until": claims.known_until}
            payload |= {"attributes": dict(claims.attributes)} if claims.attributes else {}
        return jwt.encode(payload, self._key, algorithm=ALGORITHM), expires - now

    def visitor(self, token: str) -> VisitorClaims:
        """What a valid visitor token says; raises Unauthorized."""
        return self._read_visitor(token, timedelta(0))

    def renewable(self, token: str) -> VisitorClaims:
        """Like `visitor`, but an anonymous token is also good for a while after its end."""
        claims = self._read_visitor(token, RENEWABLE)
        if claims.known_until is not None:
            return self._read_visitor(token, timedelta(0))
        return claims

    def _read_visitor(self, token: str, grace: timedelta) -> VisitorClaims:
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
        except jwt.InvalidTokenError as error:
            raise Unauthorized("The session token is not valid. Get a new one from POST /v1/sessions.") from error
        return VisitorClaims(
            payload["sub"],
            frozenset(payload.get("audiences", ())),
            payload.get("known_until"),
            payload.get("attributes", {}),
        )

    def identity(self, token: str) -> Identity:
        """Who the site says the visitor is; raises Unauthorized, or Misconfigured without a shared secret."""
        if not self._identity_secret:
            raise Misconfigured("Identity tokens need ASKWELL_IDENTITY_SECRET, which is not set.")
        try:
            payload = jwt.decode(
                token,
                self._identity_secret,
                algorithms=[ALGORITHM],
                leeway=LEEWAY,
                options={"require": ["exp", "sub"], "verify_aud": False},
            )
        except jwt.InvalidTokenError as error:
            raise Unauthorized(f"The identity token is not valid: {error}.") from error
        return self._checked_identity(payload)

    def _checked_identity(self, payload: dict[str, Any]) -> Identity:
        latest = self._clock() + IDENTITY_LIFETIME + LEEWAY
        if payload["exp"] > latest.timestamp():
            raise Unauthorized("The identity token is not valid: it lives longer than 24 hours.")
        audiences = payload.get("audiences", [])
        if not isinstance(audiences, list) or not all(isinstance(name, str) for name in audiences):
            raise Unauthorized("The identity token is not valid: `audiences` must be a list of names.")
        email, name = payload.get("email"), payload.get("name")
        if not all(value is None or isinstance(value, str) for value in (email, name)):
            raise Unauthorized("The identity token is not valid: `email` and `name` must be text.")
        return Identity(payload["sub"], email, name, frozenset(audiences), int(payload["exp"]), _signed(payload))


def _signed(payload: dict[str, Any]) -> Attributes:
    plan = {"plan": payload["plan"]} if payload.get("plan") is not None else {}
    try:
        return attributes_in({**plan, **(payload.get("attributes") or {})})
    except (TypeError, ValueError) as error:
        raise Unauthorized(f"The identity token is not valid: `attributes` {error}.") from error
