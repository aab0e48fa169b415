"""Puts together from settings what verifies identities; a wrong setting stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from pydantic import SecretStr

from api.identity.hashes import IdentityHashes
from api.identity.keys import PEM, IdentityKeys, VerifyingKey, public_keys
from api.identity.tokens import Addressee, IdentityTokens
from api.key_set import KeySet
from core.clock import Clock
from core.errors import AppError, Misconfigured, Unavailable
from core.json_body import fetch, parsed_object
from core.outbound import anywhere, guarded_client, is_public
from core.settings import Settings

OWN_NAME = "askwell"
"""What a token may name as its audience when the operator has set nothing."""


@dataclass(frozen=True, slots=True)
class Identities:
    """What reads who a visitor is."""

    tokens: IdentityTokens
    hashes: IdentityHashes


def make_identities(settings: Settings, clock: Clock) -> Identities:
    """What these settings accept; raises Misconfigured."""
    keys = IdentityKeys(shared_secrets(settings), configured_keys(settings), make_key_set(settings))
    audiences = tuple(settings.identity_audience)
    if settings.identity_jwks_url and not audiences:
        raise Misconfigured(
            "ASKWELL_IDENTITY_JWKS_URL needs ASKWELL_IDENTITY_AUDIENCE: the same keys sign tokens for others too."
        )
    own = (OWN_NAME, *([settings.public_url, settings.public_url.rstrip("/")] if settings.public_url else []))
    tokens = IdentityTokens(keys, Addressee(audiences, own, settings.identity_issuer), clock)
    return Identities(tokens, IdentityHashes(keys.secrets, settings.identity_hash, clock))


def shared_secrets(settings: Settings) -> list[str]:
    """The present secret and the one before it; raises Misconfigured for what is no secret."""
    found = []
    for name in ("identity_secret", "identity_old_secret"):
        secret: SecretStr | None = getattr(settings, name)
        if secret is None or not secret.get_secret_value():
            continue
        if PEM in secret.get_secret_value():
            raise Misconfigured(
                f"ASKWELL_{name.upper()} holds a key in PEM. A public key belongs in ASKWELL_IDENTITY_PUBLIC_KEY."
            )
        found.append(secret.get_secret_value())
    return found


def configured_keys(settings: Settings) -> list[VerifyingKey]:
    """The public keys of the setting, which holds them or names their file; raises Misconfigured."""
    value = settings.identity_public_key
    if not value:
        return []
    if PEM in value:
        return public_keys(value)
    try:
        return public_keys(Path(value).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"ASKWELL_IDENTITY_PUBLIC_KEY: the file {value} cannot be read.") from error


def make_key_set(settings: Settings) -> KeySet | None:
    """The published keys, fetched through the guard when they are first needed; raises Misconfigured."""
    address = settings.identity_jwks_url
    if not address:
        return None
    private = settings.identity_allow_private
    parts = urlsplit(address)
    if not parts.netloc or parts.scheme not in ({"https", "http"} if private else {"https"}):
        raise Misconfigured("ASKWELL_IDENTITY_JWKS_URL must be an address that begins with https://.")
    client = guarded_client(allowed=anywhere if private else is_public)
    return KeySet(lambda: published(client, address))


def published(client: httpx2.Client, address: str) -> Mapping[str, Any]:
    """The document with the keys; raises Unavailable in words for the operator, which visitors may see."""
    try:
        status, body = fetch(client, client.build_request("GET", address, headers={"Accept": "application/json"}))
    except (httpx2.TransportError, AppError) as error:
        raise Unavailable("The keys of identity tokens cannot be fetched. Try again in a moment.") from error
    try:
        if status != httpx2.codes.OK:
            raise ValueError(f"status {status}")
        return parsed_object(body)
    except ValueError as error:
        raise Unavailable("The address of the keys of identity tokens does not answer with keys.") from error
