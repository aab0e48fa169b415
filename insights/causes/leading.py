"""Where a text leads by its meaning: to documents in its own language, and to articles in others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.db import Session
from insights.causes.families import Family, families_of
from insights.causes.nearby import Near, NearByDocument

FAMILIES = 10
"""Articles that are kept."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where one text leads."""

    nearest: float
    """Cosine of the nearest document in the text's language; 0 where there is none."""
    standing: float
    """How far that document stands above the others near the text, in standard deviations."""
    ahead: float
    """By how many of them it is nearer than the second."""
    elsewhere: float
    """Cosine of the nearest document in other languages."""
    families: tuple[Family, ...] = ()
    """Articles that other languages lead to, best first."""


def lead_of(
    session: Session, near: Mapping[str, NearByDocument], lang: str, excluded: frozenset[str] = frozenset()
) -> Lead:
    """Where a text in `lang` leads, from the documents near it in each language."""
    own = list(near.get(lang, {}).values())
    first, second = (own[place] if place < len(own) else None for place in (0, 1))
    return Lead(
        nearest=_cosine(first),
        standing=_standing(first),
        ahead=_standing(first) - _standing(second),
        elsewhere=max((_cosine(found) for code in near if code != lang for found in near[code].values()), default=0.0),
        families=tuple(families_of(session, near, lang, excluded)[:FAMILIES]),
    )


def _cosine(near: Near | None) -> float:
    return near.cosine if near else 0.0


def _standing(near: Near | None) -> float:
    return near.standing if near else 0.0
