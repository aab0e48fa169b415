"""The passages nearest to a question, read deeper than results need, so that translations can speak for documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from core.db import Session, marks
from retrieval.plan import Plan

OWN = 160
"""Passages of the question's language that are looked up; those beyond the first have to be recommended by a
translation."""
OTHERS = 400
"""Passages of other languages. What speaks for a document stands well above the last of them."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A document that is a translation of another one."""

    document_id: str
    translation_id: str
    lang: str
    """The translation's language."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Cosines by passage, best first, of what the asker may see."""

    own: Mapping[int, float]
    """In the question's language."""
    others: Mapping[int, float]
    """In other languages."""

    def candidates(self, session: Session, plan: Plan) -> frozenset[int]:
        """The passages that results are chosen from.

        Own and foreign passages each have their places, so that neither crowds out the other. Own ones whose
        translations are among the foreign ones come along.
        """
        nearest, foreign = (frozenset(islice(found, plan.limit)) for found in (self.own, self.others))
        further = self.own.keys() - nearest
        return nearest | _translated(session, further, foreign) | (foreign if plan.foreign else frozenset())

    def best_by_document(self, session: Session) -> dict[str, float]:
        """The cosine of the best passage of each document in another language."""
        owners = owners_of(session, self.others)
        best: dict[str, float] = {}
        for passage, cosine in self.others.items():  # best first
            if passage in owners:
                best.setdefault(owners[passage], cosine)
        return best

    @property
    def floor(self) -> float:
        """No passage in another language that is missing here is nearer than this."""
        return min(self.others.values(), default=-1.0)


def visible_translations(session: Session, documents: Sequence[str], plan: Plan) -> list[Translation]:
    """The translations of `documents` that the asker may see and that are not excluded."""
    rows = session.execute(
        f"""SELECT t.document_id, t.translation_id, d.lang FROM translations t
            JOIN documents d ON d.id = t.translation_id
            WHERE t.document_id IN ({marks(documents)}) AND d.scope_id IN ({marks(plan.others)})
            AND d.removed_at IS NULL""",  # noqa: S608 - marks only
        [*documents, *plan.others],
    )
    return [Translation(*row) for row in rows if row["translation_id"] not in plan.excluded_documents]


def _translated(session: Session, passages: Collection[int], foreign: Collection[int]) -> frozenset[int]:
    """Those of `passages` that belong to translations of the documents that `foreign` belong to."""
    rows = session.execute(
        f"""SELECT p.id FROM passages p WHERE p.id IN ({marks(passages)}) AND p.document_id IN (
            SELECT t.translation_id FROM passages f JOIN translations t ON t.document_id = f.document_id
            WHERE f.id IN ({marks(foreign)}))""",  # noqa: S608 - marks only
        [*passages, *foreign],
    )
    return frozenset(row[0] for row in rows)


def owners_of(session: Session, passages: Collection[int]) -> dict[int, str]:
    """The document of each of `passages`."""
    rows = session.execute(
        f"SELECT id, document_id FROM passages WHERE id IN ({marks(passages)})",  # noqa: S608 - marks only
        list(passages),
    )
    return {row[0]: row[1] for row in rows}
