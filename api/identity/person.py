"""Somebody whom the site vouches for, as its claims say: every one checked before it is believed or stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from answering.conversations.customer_facts import Attributes
from api.schemas.fields import attributes_in, clean, plain

MAX_SUBJECT = 255
MAX_EMAIL = 254
MAX_NAME = 200
MAX_AUDIENCES = 50
MAX_AUDIENCE = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a visitor is, according to the site."""

    subject: str
    email: str | None
    name: str | None
    audiences: frozenset[str]
    expires_at: int
    """Seconds since 1970."""
    attributes: Attributes = field(default_factory=dict)
    """The claim `attributes`, and `plan` if it stands by itself."""
    signed: bool = True
    """Whether e-mail address and name are vouched for too, and not only the id."""


def person_of(claims: Mapping[str, Any], expires_at: int) -> Identity:
    """Who the claims of a verified token name; ValueError says what is wrong with them."""
    return Identity(
        subject_in(claims.get("sub")),
        _optional("email", claims.get("email"), MAX_EMAIL),
        _optional("name", claims.get("name"), MAX_NAME),
        _audiences(claims.get("audiences")),
        expires_at,
        _attributes(claims),
    )


def subject_in(found: object) -> str:
    """A user's id as it came, to the letter; ValueError when it cannot be one."""
    if not isinstance(found, str) or not 0 < len(found) <= MAX_SUBJECT or not found.strip():
        raise ValueError(f"`sub` must be a text of 1 to {MAX_SUBJECT} characters")
    return plain(found)


def _optional(name: str, found: object, longest: int) -> str | None:
    if found is None:
        return None
    if not isinstance(found, str):
        raise ValueError(f"`{name}` must be text")
    return clean(found)[:longest] or None


def _audiences(found: object) -> frozenset[str]:
    names = [] if found is None else found
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("`audiences` must be a list of names")
    if len(names) > MAX_AUDIENCES or any(len(name) > MAX_AUDIENCE for name in names):
        raise ValueError(f"`audiences` may hold {MAX_AUDIENCES} names of {MAX_AUDIENCE} characters")
    # To the letter: a name that looks alike is another audience.
    return frozenset(map(plain, names))


def _attributes(claims: Mapping[str, Any]) -> Attributes:
    plan = {"plan": claims["plan"]} if claims.get("plan") is not None else {}
    attributes = claims.get("attributes") or {}
    if not isinstance(attributes, dict):
        raise ValueError("`attributes` must be an object")
    try:
        return attributes_in({**plan, **attributes})
    except ValueError as error:
        raise ValueError(f"`attributes` {error}") from error
