"""Asks one question of a filled store and notes what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from answering.answerer import Answered, Answerer, Question
from core.language import UNKNOWN
from core.model import Author, Citation, Turn
from eval.dataset import Query
from eval.embedding_cache import CachedEmbedder
from eval.measures.answers import first_words, holds, holds_any, length, quote_is_verbatim
from eval.measures.ranking import DEPTH, documents_in_order
from eval.outcome import EARLY, Line, Outcome, Variant
from eval.references import References
from retrieval.documents import DocumentStore
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever

PASSAGES = 50
"""How deep passages are ranked, so that ten documents come together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is asked: names for the report, and the language of the documents to search."""

    set_name: str
    file: str
    corpus_lang: str | None
    """Search only documents in this language; None: the question's own preferred, others too."""


class Asker:
    """Asks the product, and its reference lines, the same questions."""

    def __init__(
        self,
        store: DocumentStore,
        retriever: Retriever,
        answerer: Answerer,
        embedder: CachedEmbedder,
        references: References,
    ) -> None:
        """All on one store; `embedder` is the one that the retriever uses, so that its time can be told apart."""
        self._store = store
        self._retriever = retriever
        self._answerer = answerer
        self._embedder = embedder
        self._references = references

    def ask(self, query: Query, place: Place, variant: Variant = Variant.AS_IS) -> Outcome:
        """One question, once."""
        withheld = query.relevant if variant is Variant.WITHHELD else frozenset()
        answerable = query.answerable and variant is Variant.AS_IS
        answered, milliseconds = self._answer(query, place, withheld)
        answer, draft = answered.answer, answered.draft
        found = draft.citations if draft else answer.citations
        text, golds = draft.text if draft else "", self._golds(query) if answerable else []
        verified = [self._verified(citation, query.audiences) for citation in found]
        return Outcome(
            set_name=place.set_name,
            file=place.file,
            query_id=query.id,
            text=query.text,
            lang=query.lang,
            kind=query.kind,
            variant=variant,
            answerable=answerable,
            relevant=query.relevant,
            decision=answer.decision,
            reason=answer.reason,
            confidence=answer.confidence,
            answer=draft.text if draft else answer.text,
            standalone=answered.standalone,
            best=_best(answered),
            found=_found(answered),
            cited=documents_in_order(citation.document_id for citation in answer.citations),
            drafted=documents_in_order(citation.document_id for citation in found),
            quote=found[0].quote if found else "",
            quotes=len(verified),
            quotes_verified=sum(verified),
            gold_held=holds_any(text, golds) if golds else None,
            gold_held_early=holds_any(first_words(text, EARLY), golds) if golds else None,
            length=length(text),
            rankings=self._rankings(query, place, answered.standalone) if answerable else {},
            signals=dict(answer.signals),
            milliseconds=milliseconds,
        )

    def known(self, query: Query, place: Place) -> tuple[Retrieval | None, list[str]]:
        """What is found for a question, and its gold answers that are a part of their document."""
        return self._answer(query, place, frozenset())[0].retrieval, self._golds(query)

    def _answer(self, query: Query, place: Place, withheld: frozenset[str]) -> tuple[Answered, float]:
        """The answer and the milliseconds it took beside embedding."""
        question = Question(
            query.text,
            place.corpus_lang or _known(query.lang),
            query.audiences,
            _turns(query),
            strict_lang=place.corpus_lang is not None,
            exclude_documents=withheld,
        )
        embedding, started = self._embedder.seconds, time.perf_counter()
        answered = self._answerer.answer(question)
        whole = time.perf_counter() - started
        return answered, (whole - (self._embedder.seconds - embedding)) * 1000

    def _rankings(self, query: Query, place: Place, standalone: str) -> dict[Line, tuple[str, ...]]:
        rankings = self._references.rankings(query.text, place.corpus_lang)
        rankings[Line.OURS] = self._search(standalone, query, place)
        if query.rewrite:
            rankings[Line.HUMAN] = self._search(query.rewrite, query, place)
        return rankings

    def _search(self, text: str, query: Query, place: Place) -> tuple[str, ...]:
        found = self._retriever.retrieve(
            RetrievalQuery(
                text,
                place.corpus_lang or _known(query.lang),
                query.audiences,
                k=PASSAGES,
                strict_lang=place.corpus_lang is not None,
            )
        )
        return documents_in_order(hit.passage.document_id for hit in found.hits)[:DEPTH]

    def _verified(self, citation: Citation, audiences: frozenset[str]) -> bool:
        version = self._store.version(citation.document_id, citation.document_version, audiences)
        return version is not None and quote_is_verbatim(citation.quote, citation.start, citation.end, version.text)

    def _golds(self, query: Query) -> list[str]:
        """Gold answers that are a part of their document: a free-text answer is not to be found word for word."""
        versions = (self._store.version(document, None, query.audiences) for document in query.relevant)
        sources = [version.text for version in versions if version]
        return [gold for gold in query.answers if any(holds(source, gold) for source in sources)]


def _known(lang: str) -> str | None:
    """None where the language has to be detected, as for a customer who does not say it."""
    return None if lang == UNKNOWN else lang


def _turns(query: Query) -> tuple[Turn, ...]:
    authors = {"user": Author.VISITOR, "assistant": Author.ASSISTANT}
    return tuple(Turn(authors.get(turn.role, Author.ASSISTANT), turn.text) for turn in query.history)


def _found(answered: Answered) -> tuple[str, ...]:
    hits = answered.retrieval.hits if answered.retrieval else ()
    return documents_in_order(hit.passage.document_id for hit in hits)[:DEPTH]


def _best(answered: Answered) -> str | None:
    """The document that the best answer rests on: what it cites first, else the best hit."""
    if answered.draft and answered.draft.citations:
        return answered.draft.citations[0].document_id
    hits = answered.retrieval.hits if answered.retrieval else ()
    return hits[0].passage.document_id if hits else None
