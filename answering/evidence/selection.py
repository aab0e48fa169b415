"""Chooses the stretches of content that bear the answer.

For a task or a problem it is whatever is likeliest to help, steps whole and with what introduces them; a fact gives the
best sentences, with the one before where a sentence leans on it. Pieces are verbatim stretches of a document version
and never hold headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from answering.evidence.composing import Composer, EvidenceLimits
from answering.evidence.page import VersionReader
from answering.evidence.pieces import Piece
from answering.evidence.scoring import Scored, coverage, score_passages, weights_for
from answering.evidence.units import terms_of, units_of
from answering.understanding.asked import FACT_KINDS, Asked, ask
from retrieval.retriever import Hit, Retrieval


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answer is made of, in the order it is read."""

    pieces: tuple[Piece, ...] = ()
    asked: Asked | None = None
    """The question as matched with the language of the pieces."""
    scored: tuple[Scored, ...] = ()
    """Every piece that was weighed, with its score."""
    coverage: float = 0.0
    """Weighted share of the question's words in the chosen pieces."""


KEPT_VERSIONS = 64


class EvidenceSelector:
    """Chooses evidence from what was retrieved."""

    def __init__(self, versions: VersionReader | None = None, limits: EvidenceLimits | None = None) -> None:
        """`versions` lets a list that a passage cuts be shown whole; without it, what the passage holds is shown."""
        self._limits = limits or EvidenceLimits()
        # A version never changes, and the same few articles answer most questions.
        kept = lru_cache(maxsize=KEPT_VERSIONS)(versions) if versions else None
        self._composer = Composer(kept, self._limits)

    def select(self, retrieval: Retrieval) -> Evidence:
        """The pieces that bear the answer; empty when nothing was found."""
        first = next((hit for hit in retrieval.hits if units_of(hit.passage)), None)
        if first is None:
            return Evidence()
        lang = first.passage.lang
        asked = ask(retrieval.text, retrieval.lang, retrieval.idf, lang)
        scored = self._weigh(asked, first, retrieval)
        pieces = self._composer.compose(asked, scored, foreign=lang != retrieval.lang)
        terms = frozenset(term for piece in pieces for term in terms_of(piece.text, lang))
        return Evidence(tuple(pieces), asked, tuple(scored), coverage(asked, terms))

    def _weigh(self, asked: Asked, first: Hit, retrieval: Retrieval) -> list[Scored]:
        """The pieces of the best document, and those of others in its language.

        Unless a fact is asked for, those of others are weighed only when the best document leaves much open.
        """
        limits, later = self._limits, [hit for hit in retrieval.hits if hit.rank > first.rank]
        weights = weights_for(asked, retrieval.hits)
        document = first.passage.document_id
        # How a page begins often sums it up: that goes before what only looks nearer.
        further = sorted(retrieval.further, key=lambda hit: hit.passage.ordinal != 0)
        own = [hit for hit in (*later, *further) if hit.passage.document_id == document]
        scored = score_passages(asked, [first, *own[: limits.own_passages - 1]], first.score, weights)
        seen = frozenset[str]().union(*(one.unit.terms for one in scored))
        is_fact = asked.kind in FACT_KINDS
        if not is_fact and 1 - coverage(asked, seen) < limits.choice.gain_elsewhere:
            return scored
        floor, lang = limits.relative_score * first.score, first.passage.lang
        others = [hit for hit in later if hit not in own and hit.passage.lang == lang and hit.score >= floor]
        return scored + score_passages(
            asked, others[: limits.fact_passages if is_fact else limits.other_passages], first.score, weights
        )
