"""The keys that identity tokens are verified with. Each serves one algorithm only.

So a token cannot choose: named HS256, it meets shared secrets and never a public key (RFC 8725, 2.1 and 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from api.key_set import KeySet
from core.errors import Misconfigured

HS256, RS256, ES256 = "HS256", "RS256", "ES256"
ALGORITHMS = (HS256, RS256, ES256)
SHORTEST_RSA = 2_048
"""Bits (RFC 7518, section 3.3)."""
PEM = "-----BEGIN"
_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----", re.DOTALL)

VerifyingKey = str | RSAPublicKey | EllipticCurvePublicKey


class IdentityKeys:
    """Shared secrets, public keys, and keys that an issuer publishes."""

    def __init__(
        self, secrets: Sequence[str] = (), public: Sequence[Any] = (), published: KeySet | None = None
    ) -> None:
        """`secrets` and `public` in the order in which they are tried; two at once serve while one replaces another."""
        self.secrets = tuple(secrets)
        self._fixed: Mapping[str, tuple[Any, ...]] = {
            HS256: self.secrets,
            RS256: tuple(key for key in public if isinstance(key, RSAPublicKey)),
            ES256: tuple(key for key in public if isinstance(key, EllipticCurvePublicKey)),
        }
        self._published = published

    def __bool__(self) -> bool:
        return self._published is not None or any(self._fixed.values())

    def candidates(self, algorithm: str, key_id: str | None) -> Iterator[Any]:
        """Keys that a token of this algorithm may be signed with; raises Unavailable when they cannot be fetched."""
        yield from self._fixed.get(algorithm, ())
        if self._published is not None and algorithm in {RS256, ES256}:
            found = self._published.key(key_id)
            if found is not None and found.algorithm_name == algorithm and _is_strong(found.key):
                yield found.key


def public_keys(text: str) -> list[VerifyingKey]:
    """The public keys of a text in PEM; raises Misconfigured, in words for the operator."""
    blocks = list(_BLOCK.finditer(text.replace("\\n", "\n")))
    if not blocks:
        raise Misconfigured("ASKWELL_IDENTITY_PUBLIC_KEY holds no key in PEM.")
    return [_public_key(block[1], block[0]) for block in blocks]


def _public_key(kind: str, block: str) -> VerifyingKey:
    if "PRIVATE" in kind:
        raise Misconfigured(
            "ASKWELL_IDENTITY_PUBLIC_KEY holds a private key. Keep that on your own server, and set the public one."
        )
    try:
        key = load_pem_public_key(block.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Misconfigured("ASKWELL_IDENTITY_PUBLIC_KEY cannot be read: it must be a public key in PEM.") from error
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey) or not _is_strong(key):
        raise Misconfigured(
            f"ASKWELL_IDENTITY_PUBLIC_KEY must be an RSA key of {SHORTEST_RSA} bits or more, or one of the curve P-256."
        )
    return key


def _is_strong(key: Any) -> bool:
    if isinstance(key, RSAPublicKey):
        return key.key_size >= SHORTEST_RSA
    return isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)


def key_id_of(header: Mapping[str, Any]) -> str | None:
    """The key a token names, if it names one; raises `jwt.InvalidTokenError` for anything but text."""
    found = header.get("kid")
    if found is not None and not isinstance(found, str):
        raise jwt.InvalidTokenError("`kid` must be text")
    return found
