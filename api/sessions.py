"""The use case of a visitor's session: begun, renewed, or tied to the person a site vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answering.conversations.visitors import VisitorStore
from api.identity.assembly import Identities
from api.identity.hashes import HashedUser
from api.identity.person import Identity
from api.origins import OriginRule
from api.tokens import NO_BROWSER, Tokens, VisitorClaims
from core.clock import new_id
from core.db import Database
from core.errors import TokenOfAnotherOrigin, Unauthorized


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page or program asks for, and from where."""

    old: str | None = None
    """The token it has."""
    identity: str | None = None
    """JWT of the site's server; counts before `user`."""
    user: HashedUser | None = None
    origin: str | None = None
    """Web origin of the page; None for a program."""
    host: str = ""
    """The name that this server was called by."""


class Sessions:
    """Gives out visitor tokens, and reads them for the origin that they come from."""

    def __init__(
        self, database: Database, visitors: VisitorStore, tokens: Tokens, identities: Identities, origins: OriginRule
    ) -> None:
        self._database = database
        self._visitors = visitors
        self._tokens = tokens
        self._identities = identities
        self._origins = origins

    def open(self, wish: Wish) -> dict[str, Any]:
        """A token for the visitor of the old one, for the person whom the site vouches for, or for somebody new.

        With both, what the visitor did anonymously goes over to the person. Raises Unauthorized for a token that is
        not valid here; nothing is stored for an anonymous visitor before the first question.
        """
        person = self._person(wish)
        before = self._anonymous(wish, known=person is not None) if wish.old else None
        claims = self._claims(wish, before, person)
        token, expires_in = self._tokens.issue(claims)
        return {
            "token": token,
            "expires_in": expires_in,
            "visitor_id": claims.visitor_id,
            "identified": claims.known_until is not None,
        }

    def claims(self, token: str, origin: str | None, host: str) -> VisitorClaims:
        """What a valid token says; raises Unauthorized, also for one that was issued to another origin."""
        found = self._tokens.visitor(token)
        if not self._origins.fits(found.origin, origin, host):
            raise TokenOfAnotherOrigin
        return found

    def _person(self, wish: Wish) -> Identity | None:
        if wish.identity is not None:
            return self._identities.tokens.read(wish.identity)
        return self._identities.hashes.read(wish.user) if wish.user is not None else None

    def _anonymous(self, wish: Wish, known: bool) -> str | None:
        """The anonymous visitor of the old token; None when it is somebody's whom the site has vouched for.

        Such a session is not renewed by itself: it ends an hour after the site last said who is there, so that signing
        out there ends it here, and nobody who comes after is taken for them.
        """
        found = self._tokens.renewable(wish.old or "")
        # Tokens from before they were bound to an origin are bound now, by whoever has them.
        if found.origin is not None and not self._origins.fits(found.origin, wish.origin, wish.host):
            raise TokenOfAnotherOrigin
        if found.known_until is None and not self._is_somebody(found.visitor_id):
            return found.visitor_id
        if not known:
            raise Unauthorized("This session is a signed-in visitor's: send the identity along to renew it.")
        return None

    def _is_somebody(self, visitor_id: str) -> bool:
        with self._database.read() as session:
            return self._visitors.is_known(session, visitor_id)

    def _claims(self, wish: Wish, before: str | None, person: Identity | None) -> VisitorClaims:
        origin = wish.origin.lower() if wish.origin else NO_BROWSER
        if person is None:
            return VisitorClaims(before or new_id("vis"), origin=origin)
        with self._database.write() as session:
            visitor = self._visitors.identify(
                session, before, person.subject, email=person.email, name=person.name, vouched=person.signed
            )
        return VisitorClaims(visitor.id, person.audiences, person.expires_at, person.attributes, origin)
