"""ID tokens: what one must be before a word of it is believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt

from api.staffing.oidc_provider import Provider
from core.errors import Forbidden

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key only: `none` and shared secrets are never accepted, whatever a token says of itself."""
LEEWAY = timedelta(seconds=60)
"""How far the provider's clock may be off."""
OLDEST = timedelta(minutes=10)
"""Age of a token at which it cannot belong to a sign-in that has just happened."""
MAX_TOKEN = 20_000

_log = logging.getLogger("askwell.sign_in")


class TokenRefused(Forbidden):
    """The sign-in provider's answer could not be verified. Begin anew; if it happens again, tell your administrator."""


def checked_claims(provider: Provider, token: object, nonce: str, now: float) -> Mapping[str, Any]:
    """What a valid ID token for this very sign-in says; raises TokenRefused, Unavailable.

    `now` is in seconds since 1970. The reason of a refusal goes to the log, not to the browser.
    """
    try:
        claims = _verified(provider, token)
        _require_ours(claims, provider.account.client_id, nonce, now)
    except (jwt.PyJWTError, ValueError) as error:
        _log.warning("An ID token was refused: %s", error)
        raise TokenRefused from error
    return claims


def _verified(provider: Provider, token: object) -> Mapping[str, Any]:
    if not isinstance(token, str) or len(token) > MAX_TOKEN:
        raise ValueError("there is none, or it is too long")
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise ValueError(f"algorithm {str(header.get('alg'))[:20]!r}")
    key = provider.key(header.get("kid"))
    if key is None:
        raise ValueError("signed with a key that the provider does not publish")
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=[header["alg"]],
        audience=provider.account.client_id,
        issuer=provider.account.issuer,
        leeway=LEEWAY,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    return claims


def _require_ours(claims: Mapping[str, Any], client_id: str, nonce: str, now: float) -> None:
    """Made for us, and for this sign-in."""
    audience, party = claims["aud"], claims.get("azp")
    if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in {None, client_id}:
        raise ValueError("made for another client")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ValueError("nonce of another sign-in")
    if claims["iat"] < now - OLDEST.total_seconds():
        raise ValueError("made long ago")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise ValueError("no subject")
