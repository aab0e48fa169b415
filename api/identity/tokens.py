"""Identity tokens: JWTs that the site's own server signs, and what one must be before a word of it is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from api.identity.keys import ALGORITHMS, IdentityKeys, key_id_of
from api.identity.person import Identity, person_of
from core.clock import Clock
from core.errors import IdentityRefused, Misconfigured

LONGEST_LIFE = timedelta(hours=24)
"""The longest life of an identity that is accepted."""
LEEWAY = timedelta(seconds=30)
"""How far the clock of the site's server may be off."""
_TYPES = frozenset({None, "JWT", "jwt"})
_OPTIONS: Any = {"require": ["exp", "sub"], "verify_aud": False, "verify_iss": False}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom tokens have to be made for, and by whom."""

    audiences: Sequence[str] = ()
    """What `aud` has to name one of, when set."""
    own_names: Sequence[str] = ()
    """What `aud` may name when nothing is set; a token made for somebody else is refused in any case."""
    issuer: str | None = None


class IdentityTokens:
    """Reads identity tokens."""

    def __init__(self, keys: IdentityKeys, addressee: Addressee, clock: Clock) -> None:
        self._keys = keys
        self._addressee = addressee
        self._clock = clock

    def read(self, token: str) -> Identity:
        """Who the site says the visitor is.

        Raises IdentityRefused, Misconfigured without any key, and Unavailable when published keys cannot be fetched.
        """
        if not self._keys:
            raise Misconfigured(
                "Identity tokens need ASKWELL_IDENTITY_SECRET, ASKWELL_IDENTITY_PUBLIC_KEY or "
                "ASKWELL_IDENTITY_JWKS_URL; none is set."
            )
        try:
            claims = self._verified(token)
            self._check_addressee(claims)
            return person_of(claims, self._end(claims))
        except jwt.ExpiredSignatureError as error:
            raise IdentityRefused("The identity token has expired. Have your server sign a new one.") from error
        # A payload that is no JSON we know can fail in more ways than the library foresees.
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise IdentityRefused(f"The identity token is not valid: {str(error).rstrip('.')}.") from error

    def _verified(self, token: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise ValueError(f"it must be signed with {', '.join(ALGORITHMS)}")
        if header.get("typ") not in _TYPES or "crit" in header:
            raise ValueError("it is another kind of token")
        key_id = key_id_of(header)
        for key in self._keys.candidates(algorithm, key_id):
            try:
                found: dict[str, Any] = jwt.decode(token, key, algorithms=[algorithm], leeway=LEEWAY, options=_OPTIONS)
            except (jwt.InvalidSignatureError, jwt.InvalidKeyError):
                continue
            return found
        raise ValueError("it is not signed with a key that is known here")

    def _check_addressee(self, claims: Mapping[str, Any]) -> None:
        addressee, found = self._addressee, claims.get("aud")
        named = {name for name in (found if isinstance(found, list) else [found]) if isinstance(name, str)}
        if addressee.audiences and not named & set(addressee.audiences):
            raise ValueError("`aud` does not name this server (ASKWELL_IDENTITY_AUDIENCE)")
        if not addressee.audiences and found is not None and not named & set(addressee.own_names):
            raise ValueError(
                "`aud` names somebody else. Set ASKWELL_IDENTITY_AUDIENCE to what your server writes there"
            )
        if addressee.issuer is not None and claims.get("iss") != addressee.issuer:
            raise ValueError("`iss` is not the issuer expected here (ASKWELL_IDENTITY_ISSUER)")

    def _end(self, claims: Mapping[str, Any]) -> int:
        end, longest = int(claims["exp"]), (LONGEST_LIFE + LEEWAY).total_seconds()
        begin = min(self._clock().timestamp(), int(claims.get("iat", self._clock().timestamp())))
        if end - begin > longest:
            raise ValueError("it lives longer than 24 hours")
        return end
