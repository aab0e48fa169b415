"""Who is to have an escalation: by topic, by language, by load. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.language import primary
from escalation.fields import KNOWN_ONLY, Name, Texts


@dataclass(frozen=True, slots=True)
class Group:
    """A set of agents that a topic can be for."""

    __pydantic_config__ = KNOWN_ONLY

    name: Name
    members: Texts
    """E-mail addresses."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent as routing sees them."""

    id: str
    email: str
    languages: tuple[str, ...]
    """Codes; empty: nothing is known, so every language is tried."""
    capacity: int | None
    """Open conversations they take at most."""
    here: bool
    """Seen lately, and not away."""
    open: int
    """Conversations they have that are not put aside or settled."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an escalation needs."""

    lang: str | None
    members: frozenset[str] | None = None
    """Folded e-mail addresses of those it is for; None: everybody."""


def suits(colleague: Colleague, wanted: Wanted) -> bool:
    """Whether it is for this agent, however busy they are: their topic, and a language they read."""
    if wanted.members is not None and colleague.email.casefold() not in wanted.members:
        return False
    return reads(colleague, wanted.lang)


def reads(colleague: Colleague, lang: str | None) -> bool:
    """Whether the agent reads a language; who names none is taken to read every one."""
    return not colleague.languages or lang is None or _speaks(colleague, lang)


def has_room(colleague: Colleague, capacity: int) -> bool:
    """Whether the agent may be given one more; `capacity` holds for those without a limit of their own."""
    return colleague.open < (capacity if colleague.capacity is None else colleague.capacity)


def choose(colleagues: Iterable[Colleague], wanted: Wanted, *, capacity: int) -> Colleague | None:
    """Who is to have it: here, with room, known to speak the language before unknown, then with the fewest open.

    `capacity` holds for those without a limit of their own. None: it has to wait in the queue.
    """
    free = [one for one in colleagues if one.here and has_room(one, capacity) and suits(one, wanted)]
    return min(free, key=lambda one: (not _known(one, wanted.lang), one.open, one.id), default=None)


def members_of(route: str | None, groups: Sequence[Group]) -> frozenset[str] | None:
    """Folded e-mail addresses behind a route: a group's, or the one address it is; None without a route."""
    if not route:
        return None
    group = next((group for group in groups if group.name.casefold() == route.casefold()), None)
    return frozenset(name.casefold() for name in (group.members if group else (route,)))


def _speaks(colleague: Colleague, lang: str) -> bool:
    return primary(lang) in {primary(code) for code in colleague.languages}


def _known(colleague: Colleague, lang: str | None) -> bool:
    return lang is not None and _speaks(colleague, lang)
