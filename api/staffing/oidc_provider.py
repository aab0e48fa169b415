"""A provider of OpenID Connect, over HTTP: its addresses, its keys, and the exchange of a code for tokens.

Every request goes through the guard of `core/outbound.py`. What the provider says of itself is kept for an hour.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx2
import jwt

from api.key_set import KeySet
from core.errors import AppError, Unavailable
from core.json_body import fetch, parsed_object

KEPT_S = 3_600.0
_PATH = "/.well-known/openid-configuration"

_log = logging.getLogger("askwell.sign_in")


@dataclass(frozen=True, slots=True)
class ClientAccount:
    """How Askwell is known to the provider."""

    issuer: str
    client_id: str
    secret: str | None
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    secret_in_body: bool
    """Whether it takes the client's secret only as a field of the form."""
    says_issuer: bool
    """Whether its answers name the issuer (RFC 9207)."""


class Provider:
    """One provider; safe to use from several threads. Whatever goes wrong there is an `Unavailable` in plain words."""

    def __init__(
        self,
        account: ClientAccount,
        client: httpx2.Client,
        *,
        plain_http: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`plain_http` allows addresses without TLS; `clock` gives seconds."""
        self.account = account
        self._client = client
        self._plain_http = plain_http
        self._clock = clock
        self._lock = threading.Lock()
        self._addresses: tuple[float, Addresses] | None = None
        self._keys = KeySet(lambda: self._json(client.build_request("GET", self.addresses().keys)), clock)

    def addresses(self) -> Addresses:
        """Where to send people and requests."""
        with self._lock:
            if self._addresses is None or self._clock() - self._addresses[0] > KEPT_S:
                self._addresses = (self._clock(), self._discover())
            return self._addresses[1]

    def key(self, key_id: str | None) -> jwt.PyJWK | None:
        """The key of that id, or the only one there is when a token names none; None when there is none such."""
        return self._keys.key(key_id)

    def exchange(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The tokens for a code; a code that the provider refuses is an `Unavailable` too, since only it knows why."""
        account, addresses = self.account, self.addresses()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": account.redirect_uri,
            "code_verifier": verifier,
        }
        basic = account.secret is not None and not addresses.secret_in_body
        if not basic:
            form |= {"client_id": account.client_id} | ({"client_secret": account.secret} if account.secret else {})
        request = self._client.build_request("POST", addresses.token, data=form, headers={"Accept": "application/json"})
        if basic:
            # The guarded client knows no credentials of its own: they go with this one request only.
            request = next(_basic(account).auth_flow(request))
        return self._json(request)

    def userinfo(self, access_token: str) -> Mapping[str, Any]:
        """What the provider tells of a person beside the ID token; nothing when it has no such address."""
        address = self.addresses().userinfo
        if address is None:
            return {}
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        return self._json(self._client.build_request("GET", address, headers=headers))

    def _discover(self) -> Addresses:
        issuer = self.account.issuer
        found = self._json(self._client.build_request("GET", self._checked(issuer.rstrip("/") + _PATH)))
        if found.get("issuer") != issuer:
            said = str(found.get("issuer"))[:200]
            raise Unavailable(f"The provider calls itself {said!r}. Set ASKWELL_OIDC_ISSUER to exactly that.")
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return Addresses(
            self._checked(found.get("authorization_endpoint")),
            self._checked(found.get("token_endpoint")),
            self._checked(found.get("jwks_uri")),
            self._checked(found["userinfo_endpoint"]) if found.get("userinfo_endpoint") else None,
            "client_secret_basic" not in methods,
            found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _checked(self, address: Any) -> str:
        """`address` when requests may go there: with TLS, unless the operator allowed otherwise."""
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
        if parts.scheme != "https" and not (self._plain_http and parts.scheme == "http"):
            raise Unavailable("The provider names an address that is missing or not protected by TLS.")
        return str(address)

    def _json(self, request: httpx2.Request) -> dict[str, Any]:
        """The JSON object that answers a request."""
        try:
            status, body = fetch(self._client, request)
        except (httpx2.TransportError, AppError) as error:
            _log.warning("The sign-in provider cannot be reached: %s", type(error).__name__)
            raise Unavailable("The sign-in provider cannot be reached. Try again, or sign in another way.") from error
        return self._object(status, body)

    def _object(self, status: int, body: bytes) -> dict[str, Any]:
        try:
            found = parsed_object(body)
        except ValueError as error:
            raise Unavailable(f"The sign-in provider answered with something unreadable (status {status}).") from error
        if status != 200:
            # `error` is one of a few fixed words (RFC 6749, 5.2); the description may hold anything.
            word = str(found.get("error", ""))[:60] if str(found.get("error", "")).isascii() else ""
            _log.warning("The sign-in provider refused a request: status %d %s", status, word)
            raise Unavailable(f"The sign-in provider refused ({word or status}). Begin anew.")
        return found


def _basic(account: ClientAccount) -> httpx2.BasicAuth:
    # RFC 6749, 2.3.1: both are encoded like a form before they become user and password.
    return httpx2.BasicAuth(quote_plus(account.client_id), quote_plus(account.secret or ""))
