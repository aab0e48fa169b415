"""Documents that are translations of each other, found for one question in every language at once.

A question that leads nowhere in its own language may well lead to the same article in three others: then the article
exists, and is either untranslated or hard to find in the question's words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.db import Session
from core.language import primary
from retrieval.retriever import Hit


@dataclass(frozen=True, slots=True)
class Family:
    """An article in the languages in which it was found."""

    documents: tuple[str, ...]
    score: float
    """How far it stands above the other documents found, in standard deviations: the mean over other languages."""
    own: str | None
    """The document in the question's own language, found or not; None: there is none."""
    own_rank: int
    """Its rank in that language; 0: not among those found."""


def families_of(
    session: Session, by_language: Mapping[str, Sequence[Hit]], lang: str, excluded: frozenset[str] = frozenset()
) -> list[Family]:
    """What other languages' documents say, best first; nothing where the content has one language."""
    others = {code: _standing(hits) for code, hits in by_language.items() if code != lang and len(hits) > 1}
    if not others:
        return []
    ranks = {name: rank for rank, name in enumerate(_standing(by_language.get(lang, ())), 1)}
    relatives = _relatives(session, {name for found in others.values() for name in found}, excluded)
    families: dict[frozenset[str], Family] = {}
    for found in others.values():
        for name in found:
            members = frozenset((name, *relatives.get(name, {})))
            score = sum(max((one.get(m, -1.0) for m in members), default=-1.0) for one in others.values())
            own = next((m for m, code in relatives.get(name, {}).items() if code == lang), None)
            families.setdefault(
                members, Family(tuple(sorted(members)), score / len(others), own, ranks.get(own or "", 0))
            )
    return sorted(families.values(), key=lambda family: -family.score)


def _standing(hits: Sequence[Hit]) -> dict[str, float]:
    """By document, best first, how far its nearness is above the mean, in standard deviations."""
    best: dict[str, float] = {}
    for hit in hits:
        name = hit.passage.document_id
        best[name] = max(best.get(name, 0.0), hit.dense)
    values = list(best.values())
    mean = sum(values) / max(len(values), 1)
    deviation = (sum((value - mean) ** 2 for value in values) / max(len(values), 1)) ** 0.5 or 1.0
    ordered = sorted(best.items(), key=lambda pair: -pair[1])
    return {name: (value - mean) / deviation for name, value in ordered}


def _relatives(session: Session, names: set[str], excluded: frozenset[str]) -> dict[str, dict[str, str]]:
    """By document, its translations with their languages."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    marks = ",".join("?" * len(names))
    rows = session.execute(
        f"""SELECT t.document_id, t.translation_id, d.lang FROM translations t
            JOIN documents d ON d.id = t.translation_id
            WHERE t.document_id IN ({marks}) AND d.removed_at IS NULL""",  # noqa: S608 - marks only
        sorted(names),
    )
    for row in rows:
        if row["translation_id"] not in excluded:
            found[row["document_id"]][row["translation_id"]] = primary(row["lang"])
    return found
