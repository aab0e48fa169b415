"""What `askwell doctor` says of signing in: visitors by the site's server, staff by a provider."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from api.checks import Check, State
from api.identity.assembly import configured_keys, make_identities, make_key_set, shared_secrets
from api.staffing.assembly import check_single_sign_on
from core.clock import system_clock
from core.errors import AppError, Misconfigured
from core.settings import Settings

SHORTEST_SECRET = 32
"""Bytes of a shared HS256 secret (RFC 7518, section 3.2)."""
_NAME = "identity"
_SHORT = "ASKWELL_IDENTITY_SECRET or ASKWELL_IDENTITY_OLD_SECRET is short and can be guessed."


def identity_checks(settings: Settings) -> Iterator[Check]:
    """How visitors' identities would be verified; nothing where none is set up. Published keys are fetched."""
    try:
        make_identities(settings, system_clock)
        secrets, keys = shared_secrets(settings), configured_keys(settings)
    except Misconfigured as error:
        yield Check(_NAME, State.PROBLEM, error.message, "Correct it; docs/reference.md shows the forms")
        return
    for secret in secrets:
        if len(secret.encode()) < SHORTEST_SECRET:
            mend = f"Make it at least {SHORTEST_SECRET} bytes long, on both servers"
            yield Check("identity secret", State.PROBLEM, _SHORT, mend)
    yield from _published(settings)
    if secrets or keys or settings.identity_jwks_url:
        yield from _advice(settings, bool(secrets))


def sign_on_checks(settings: Settings) -> Iterator[Check]:
    """Whether the provider that staff sign in with is named as providers name themselves."""
    issuer = settings.oidc_issuer
    if issuer is None:
        return
    try:
        check_single_sign_on(settings)
    except Misconfigured as error:
        yield Check("single sign-on", State.PROBLEM, error.message, "Correct it; docs/reference.md shows the form")
    parts = urlsplit(issuer)
    schemes = {"https", "http"} if settings.oidc_allow_private else {"https"}
    if not parts.netloc or parts.scheme not in schemes or parts.query or parts.fragment:
        mend = "Write it exactly as the provider names itself: https://, without ? and #"
        yield Check("single sign-on", State.PROBLEM, f"ASKWELL_OIDC_ISSUER {issuer!r} is no issuer.", mend)
    elif "/.well-known/" in parts.path:
        mend = "Leave out /.well-known/ and what follows"
        yield Check("single sign-on", State.PROBLEM, f"ASKWELL_OIDC_ISSUER {issuer!r} is a file of the issuer.", mend)


def _published(settings: Settings) -> Iterator[Check]:
    keys = make_key_set(settings)
    if keys is None:
        return
    try:
        names = keys.names()
    except AppError as error:
        mend = "See whether ASKWELL_IDENTITY_JWKS_URL is right and can be reached from here"
        yield Check("identity keys", State.PROBLEM, error.message, mend)
        return
    detail = f"{len(names)} published at {settings.identity_jwks_url}"
    advice = None if names else "See whether the address is that of the keys (JWKS)"
    yield Check("identity keys", State.OK if names else State.PROBLEM, detail, advice)


def _advice(settings: Settings, hashes: bool) -> Iterator[Check]:
    if not settings.identity_audience:
        detail = "ASKWELL_IDENTITY_AUDIENCE is not set: any token of your server for nobody in particular is accepted."
        yield Check(_NAME, State.NOTE, detail, "Have your server write `aud` into its tokens, and set the same here")
    if hashes and settings.identity_hash:
        detail = "Users by hash are accepted; such a hash never ends."
        yield Check(_NAME, State.NOTE, detail, "Set ASKWELL_IDENTITY_HASH=false once your server signs tokens")
    if settings.identity_allow_private:
        detail = "ASKWELL_IDENTITY_ALLOW_PRIVATE lets the keys come from a private network, without TLS."
        yield Check(_NAME, State.NOTE, detail, "Unset it unless the keys are published in your own network")
