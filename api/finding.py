"""Searching the content while answering a customer: passages within what that customer may see, ready to be quoted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from answering.evidence.selection import EvidenceSelector
from api.replies import Citing, Pick
from retrieval.retriever import Hit, Retrieval, RetrievalQuery, Retriever

FOUND = 6
"""Passages shown."""
MAX_QUOTE = 700
"""Characters of a quote; of longer evidence only the piece is taken that fits best."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with the stretch of it that fits best."""

    hit: Hit
    pick: Pick
    quote: str


class Finder:
    """Finds passages to quote."""

    def __init__(self, retriever: Retriever, citing: Citing) -> None:
        self._retriever = retriever
        self._citing = citing
        self._selector = EvidenceSelector()

    def find(self, escalation_id: str, words: str, lang: str | None) -> tuple[Found, ...]:
        """The passages that fit `words` best, those in `lang` first; raises NotFound."""
        audiences = self._citing.audiences(escalation_id)
        retrieval = self._retriever.retrieve(RetrievalQuery(words, lang, audiences, k=FOUND))
        return tuple(self._found(retrieval, hit) for hit in retrieval.hits)

    def _found(self, retrieval: Retrieval, hit: Hit) -> Found:
        evidence = self._selector.select(replace(retrieval, hits=(hit,)))
        pieces = evidence.pieces
        passage, start, end = hit.passage, hit.passage.start, hit.passage.end
        if pieces:
            start, end = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
            if end - start > MAX_QUOTE:
                likeliest = max(evidence.scored, key=lambda one: one.score).unit
                best = next((one for one in pieces if one.start <= likeliest.start < one.end), pieces[0])
                start, end = best.start, best.end
        start, end = max(start, passage.start), min(end, passage.end)
        quote = passage.text[start - passage.start : end - passage.start]
        return Found(hit, Pick(1, passage.document_id, passage.version, start, end), quote)
