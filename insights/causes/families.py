"""Documents that are translations of each other, found for one text in every language at once.

A question that leads nowhere in its own language may well lead to the same article in three others: then the article
exists, and is either untranslated or hard to find in the question's words. What an agent wrote leads there likewise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.db import Session
from core.language import primary
from insights.causes.nearby import Near, NearByDocument

OF_A_LANGUAGE = 15
"""Documents of another language whose translations are looked at, the nearest first."""
_DOUBT = 0.5
"""Languages in which an article is taken to stand out by nothing: one that several lead to is surer."""
_UNSEEN = -0.5
"""Standing of a translation that is not among the documents near the text."""


@dataclass(frozen=True, slots=True)
class Family:
    """An article in the languages in which it was found."""

    documents: tuple[str, ...]
    score: float
    """How far it stands above the other documents near the text, in standard deviations: the mean over the other
    languages it is in, drawn towards 0 where these are few."""
    own: str | None
    """The document in the text's own language, found or not; None: there is none."""
    own_rank: int
    """Its rank in that language; 0: not among those found."""


def families_of(
    session: Session, near: Mapping[str, NearByDocument], lang: str, excluded: frozenset[str] = frozenset()
) -> list[Family]:
    """What other languages' documents say, best first; nothing where the content has one language."""
    others = [code for code in near if code != lang and near[code]]
    leading = {name for code in others for name in list(near[code])[:OF_A_LANGUAGE]}
    ranks = {name: rank for rank, name in enumerate(near.get(lang, {}), 1)}
    families: dict[frozenset[str], Family] = {}
    for relatives in _relatives(session, leading, excluded).values():
        own = min((other for other, code in relatives.items() if code == lang), key=_place(ranks), default=None)
        foreign = {other: code for other, code in relatives.items() if code in others}
        found = [_best(near[code], foreign, code) for code in set(foreign.values())]
        score = sum(found) / (len(found) + _DOUBT)
        members = frozenset(relatives)
        families.setdefault(members, Family(tuple(sorted(members)), score, own, ranks.get(own or "", 0)))
    return sorted(families.values(), key=lambda family: -family.score)


def _place(ranks: Mapping[str, int]) -> Callable[[str], tuple[int, str]]:
    return lambda name: (ranks.get(name, len(ranks) + 1), name)


def _best(near: NearByDocument, members: Mapping[str, str], lang: str) -> float:
    return max(_standing(near.get(name)) for name, code in members.items() if code == lang)


def _standing(near: Near | None) -> float:
    return _UNSEEN if near is None else near.standing


def _relatives(session: Session, names: set[str], excluded: frozenset[str]) -> dict[str, dict[str, str]]:
    """By document, itself and its translations with their languages, and what those are paired with.

    Pairs are found by meaning, two languages at a time, and some are missed: over a third language most of them show.
    """
    first = _pairs(session, names, excluded)
    second = _pairs(session, {other for found in first.values() for other in found}, excluded)
    own = _languages(session, names)
    return {
        name: {
            **{other: code for one in first.get(name, {}) for other, code in second.get(one, {}).items()},
            **first.get(name, {}),
            name: own[name],
        }
        for name in names
    }


def _pairs(session: Session, names: set[str], excluded: frozenset[str]) -> dict[str, dict[str, str]]:
    rows = session.execute(
        f"""SELECT t.document_id, t.translation_id, d.lang FROM translations t
            JOIN documents d ON d.id = t.translation_id
            WHERE t.document_id IN ({",".join("?" * len(names))}) AND d.removed_at IS NULL""",  # noqa: S608
        sorted(names),
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row["translation_id"] not in excluded:
            found[row["document_id"]][row["translation_id"]] = primary(row["lang"])
    return found


def _languages(session: Session, names: set[str]) -> dict[str, str]:
    rows = session.execute(
        f"SELECT id, lang FROM documents WHERE id IN ({','.join('?' * len(names))})",  # noqa: S608 - marks only
        sorted(names),
    )
    return {row["id"]: primary(row["lang"]) for row in rows}
