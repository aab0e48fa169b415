"""Single sign-on: authorization code flow with PKCE (RFC 7636), state and nonce; each used once, by one browser.

What has to be remembered between the two halves is in the database under a hash of the state; the browser that began
holds a secret in a cookie, so that nobody can be signed in with a code that another browser obtained.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from api.staffing.oidc_provider import Provider
from api.staffing.oidc_tokens import checked_claims
from api.staffing.secrets import hashed, new_secret
from core.clock import Clock, timestamp
from core.db import Database
from core.errors import Forbidden

LIFETIME = timedelta(minutes=10)
"""How long somebody may take at the provider."""
_ERRORS = {
    "access_denied": "The sign-in was cancelled, or the provider does not let you use Askwell.",
    "login_required": "The provider wants you to sign in there first.",
    "temporarily_unavailable": "The provider is not available just now. Try again in a minute.",
}


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that goes on at the provider."""

    address: str
    """Where the browser goes."""
    browser_secret: str
    """For the cookie of the browser that began."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the provider vouches for."""

    subject: str
    """Unique over all providers."""
    claims: Mapping[str, Any]


class SingleSignOn:
    """Both halves of a sign-in at the provider."""

    def __init__(self, provider: Provider, database: Database, clock: Clock, scopes: str, button: str) -> None:
        self._provider = provider
        self._database = database
        self._clock = clock
        self._scopes = scopes
        self.button = button

    def begin(self, following: str) -> Begun:
        """Remember a new sign-in that shall lead to the page `following`; raises Unavailable."""
        state, nonce, verifier, browser = new_secret(), new_secret(), new_secret(), new_secret()
        addresses, account = self._provider.addresses(), self._provider.account
        query = {
            "response_type": "code",
            "client_id": account.client_id,
            "redirect_uri": account.redirect_uri,
            "scope": self._scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        with self._database.write() as session:
            session.execute(
                "INSERT INTO oidc_sign_ins (state_hash, browser_hash, nonce, verifier, next, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [hashed(state), hashed(browser), nonce, verifier, following, timestamp(self._clock() + LIFETIME)],
            )
        joint = "&" if "?" in addresses.authorization else "?"
        return Begun(f"{addresses.authorization}{joint}{urlencode(query)}", browser)

    def finish(self, query: Mapping[str, str], browser_secret: str) -> tuple[Identity, str]:
        """Who came back from the provider, and the page to go to; raises Forbidden, TokenRefused and Unavailable."""
        row = self._taken(query.get("state", ""), browser_secret)
        self._require_code(query)
        tokens = self._provider.exchange(query["code"], row["verifier"])
        claims = dict(checked_claims(self._provider, tokens.get("id_token"), row["nonce"], self._clock().timestamp()))
        if not isinstance(claims.get("email"), str):
            claims |= self._more(claims["sub"], tokens.get("access_token"))
        return Identity(f"{self._provider.account.issuer} {claims['sub']}", claims), row["next"]

    def purge(self) -> int:
        """Forget sign-ins that never came back; returns how many."""
        with self._database.write() as session:
            now = timestamp(self._clock())
            return session.execute("DELETE FROM oidc_sign_ins WHERE expires_at < ?", [now]).rowcount

    def _taken(self, state: str, browser_secret: str) -> sqlite3.Row:
        """What was remembered; forgotten at once, so that it is good for one answer."""
        with self._database.write() as session:
            row: sqlite3.Row | None = session.execute(
                "DELETE FROM oidc_sign_ins WHERE state_hash = ? AND expires_at > ? RETURNING *",
                [hashed(state), timestamp(self._clock())],
            ).fetchone()
        if row is None:
            raise Forbidden("This sign-in has been used or took longer than ten minutes. Begin anew.")
        if not hmac.compare_digest(row["browser_hash"], hashed(browser_secret)):
            raise Forbidden("This sign-in was begun in another browser. Begin anew in this one.")
        return row

    def _require_code(self, query: Mapping[str, str]) -> None:
        if "error" in query:
            raise Forbidden(_ERRORS.get(query["error"], "The provider did not sign you in."))
        expected, said = self._provider.account.issuer, query.get("iss")
        if (said is not None and said != expected) or (said is None and self._provider.addresses().says_issuer):
            raise Forbidden("The answer came from another provider than the one asked. Begin anew.")
        if not query.get("code"):
            raise Forbidden("The provider's answer is incomplete. Begin anew.")

    def _more(self, subject: str, access_token: object) -> Mapping[str, Any]:
        """What the provider tells elsewhere, if it is about the same person (OpenID Connect Core 1.0, 5.3.2)."""
        if not isinstance(access_token, str):
            return {}
        found = self._provider.userinfo(access_token)
        kept = ("email", "email_verified", "name", "preferred_username")
        return {name: found[name] for name in kept if name in found} if found.get("sub") == subject else {}


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
