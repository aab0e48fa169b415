"""The use case of a visitor's session: begun, renewed, or tied to the person a site vouches for."""

from __future__ import annotations

from typing import Any

from answering.visitors import VisitorStore
from api.tokens import Tokens, VisitorClaims
from core.clock import new_id
from core.db import Database


class Sessions:
    """Gives out visitor tokens."""

    def __init__(self, database: Database, visitors: VisitorStore, tokens: Tokens) -> None:
        self._database = database
        self._visitors = visitors
        self._tokens = tokens

    def open(self, old: str | None, identity: str | None) -> dict[str, Any]:
        """A token for the visitor of the token `old`, for the person of `identity`, or for somebody new.

        With both, what the visitor did anonymously goes over to the person. Raises Unauthorized for a token that is
        not valid; nothing is stored for an anonymous visitor before the first question.
        """
        before = self._tokens.renewable(old) if old else None
        claims = self._claims(before, identity)
        token, expires_in = self._tokens.issue(claims)
        return {
            "token": token,
            "expires_in": expires_in,
            "visitor_id": claims.visitor_id,
            "identified": claims.known_until is not None,
        }

    def _claims(self, before: VisitorClaims | None, identity: str | None) -> VisitorClaims:
        if identity is None:
            return before or VisitorClaims(new_id("vis"))
        person = self._tokens.identity(identity)
        with self._database.write() as session:
            visitor = self._visitors.identify(
                session,
                before.visitor_id if before and before.known_until is None else None,
                person.subject,
                email=person.email,
                name=person.name,
            )
        return VisitorClaims(visitor.id, person.audiences, person.expires_at, person.attributes)
