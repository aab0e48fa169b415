"""Asks a gap's question again today, without storing anything, and notes what tells its cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from answering.answerer import Answered, Answerer, Question
from answering.understanding.hints import hints_of
from answering.understanding.kinds import KINDS, shipped
from core.db import Database, Session
from insights.causes.comparing import Comparing
from insights.causes.documents import document_rows, found_documents, is_untranslated, languages_of
from insights.causes.families import families_of
from insights.causes.landscape import Landscape
from insights.causes.model import Asked, Found, Observation
from retrieval.analysis import analyse
from retrieval.meta import read_state
from retrieval.retriever import Hit, Retrieval, RetrievalQuery, Retriever

DEPTH = 50
"""Passages that are looked at for where a document ranks."""
IN_A_LANGUAGE = 20
OF_A_LANGUAGE = 3
"""Passages of a language whose documents are kept."""
FAMILIES = 10
LANGUAGES = 5
"""Other languages that are searched, those with most documents first."""
LONGEST_REPLY = 600
"""Characters of an agent's reply that are compared with the content."""


class Observer:
    """Looks at questions with the parts that answer customers."""

    def __init__(
        self,
        database: Database,
        answerer: Answerer,
        retriever: Retriever,
        embedder_id: str,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """`give_way` is called before each search."""
        self._database = database
        self._answerer = answerer
        self._retriever = retriever
        self._embedder_id = embedder_id
        self._give_way = give_way
        self._comparing = Comparing()
        self._landscape = Landscape({}, -1)

    def observe(self, asked: Asked, excluded: frozenset[str] = frozenset()) -> Observation:
        """What comes of this question today; `excluded` documents are as if they were not there."""
        answered = self._answerer.answer(Question(asked.text, asked.lang, asked.audiences, exclude_documents=excluded))
        lang = answered.answer.lang
        wide = self._search(answered.standalone, lang, asked, excluded)
        elsewhere = {
            other: self._search(answered.standalone, other, asked, excluded, own=True).hits for other in self._langs()
        }
        replied = [self._search(reply.text[:LONGEST_REPLY], lang, asked, excluded) for reply in asked.replies]
        with self._database.read() as session:
            documents = found_documents(session, wide.hits, lang, excluded)
            near = [found for one in replied for found in found_documents(session, one.hits[:3], lang, excluded)]
            return Observation(
                asked=asked,
                lang=lang,
                decision=answered.answer.decision,
                reason=answered.answer.reason,
                confidence=answered.answer.confidence,
                sure_from=self._answerer.fit.thresholds.answer,
                signals=answered.answer.signals,
                documents=documents,
                by_language=tuple(
                    found
                    for hits in elsewhere.values()
                    for found in found_documents(session, _nearest(hits), lang, excluded)
                ),
                families=tuple(families_of(session, elsewhere, lang, excluded)[:FAMILIES]),
                standing=self._landscape_now(session).standing(wide.vector, lang, excluded),
                standing_elsewhere=self._landscape_now(session).elsewhere(wide.vector, lang, excluded),
                unknown_terms=_unknown(session, wide.terms),
                missing_terms=_missing(wide, documents),
                disagreements=self._comparing.disagreements(session, asked, documents, lang),
                reply_documents=tuple(near),
                reply_nearness=max((found.nearness for found in near), default=0.0) if replied else None,
                reply_document=_told(session, asked, near, documents, lang),
                changed=_changed(session, asked),
                kinds=self._kinds(asked.text, answered, wide),
            )

    def _langs(self) -> list[str]:
        with self._database.read() as session:
            return languages_of(session, LANGUAGES)

    def _landscape_now(self, session: Session) -> Landscape:
        if self._landscape.generation != read_state(session).generation:
            self._landscape = Landscape.read(session, self._embedder_id)
        return self._landscape

    def _search(self, text: str, lang: str, asked: Asked, excluded: frozenset[str], *, own: bool = False) -> Retrieval:
        """`own`: in documents of that language only."""
        self._give_way()
        depth = IN_A_LANGUAGE if own else DEPTH
        return self._retriever.retrieve(RetrievalQuery(text, lang, asked.audiences, depth, own, excluded))

    def _kinds(self, text: str, answered: Answered, wide: Retrieval) -> dict[str, float]:
        model = shipped()
        vector = wide.vector if self._embedder_id == model.embedder and answered.standalone == text else None
        head = model.portable if vector is None else model.full
        scores = head.scores(hints_of(text), vector)
        return {kind: float(score) for kind, score in zip(KINDS, scores, strict=True)}


def _unknown(session: Session, terms: Sequence[str]) -> float:
    """Which share of a question's words no document at all holds."""
    if not terms:
        return 1.0
    marks = ",".join("?" * len(terms))
    known = session.execute(f"SELECT count(*) FROM passages_terms WHERE term IN ({marks})", list(terms))  # noqa: S608
    return 1.0 - float(known.fetchone()[0]) / len(terms)


def _nearest(hits: Sequence[Hit]) -> Sequence[Hit]:
    return sorted(hits, key=lambda hit: -hit.dense)[:OF_A_LANGUAGE]


def _missing(wide: Retrieval, documents: Sequence[Found]) -> tuple[str, ...]:
    """The question's words, as they are indexed, that no found passage of the best document holds; rarest first."""
    if not documents:
        return wide.terms
    best = documents[0].document_id
    passages = [hit.passage for hit in wide.hits if hit.passage.document_id == best]
    held = {
        term
        for passage in passages
        for part in (passage.title, *passage.heading, passage.text)
        for term in analyse(part, passage.lang)
    }
    missing = [term for term in wide.terms if term not in held]
    return tuple(sorted(missing, key=lambda term: -wide.idf.get(term, 0.0)))


def _told(session: Session, asked: Asked, near: Sequence[Found], documents: Sequence[Found], lang: str) -> Found | None:
    """The document that agents pointed at, else the one nearest to what they wrote."""
    cited = document_rows(session, [name for reply in asked.replies for name in reply.documents])
    for row in cited.values():
        known = next((found for found in documents if found.document_id == row["id"]), None)
        if known is not None:
            return known
        untranslated = is_untranslated(session, row["id"], row["lang"], lang)
        return Found(row["id"], row["title"], row["lang"], 0, 0.0, 0.0, 0.0, None, "", untranslated)
    return max(near, key=lambda found: found.nearness, default=None)


def _changed(session: Session, asked: Asked) -> tuple[tuple[str, str, str], ...]:
    rows = document_rows(session, [shown.document_id for shown in asked.shown])
    return tuple(
        (row["id"], row["title"], row["removed_at"] or row["as_of"])
        for shown in asked.shown
        if (row := rows.get(shown.document_id)) is not None
        and (row["removed_at"] is not None or row["version"] != shown.version)
    )
