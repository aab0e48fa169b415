"""Asks a gap's question again today, without storing anything, and notes what tells its cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from answering.answerer import Answered, Answerer, Question
from answering.understanding.hints import hints_of
from answering.understanding.kinds import KINDS, shipped
from answering.understanding.topics import content
from core.db import Database, Session
from insights.causes.comparing import Comparing
from insights.causes.documents import document_rows, found_documents, is_untranslated, languages_of, near_documents
from insights.causes.leading import Lead, lead_of
from insights.causes.model import Asked, Found, Observation, Replied
from insights.causes.nearby import NearByDocument, nearby
from insights.causes.replies import held_words
from retrieval.analysis import analyse
from retrieval.embedder import Embedder, Vectors
from retrieval.index import IndexCache
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever

DEPTH = 50
"""Passages that are looked at for where a document ranks."""
LANGUAGES = 5
"""Other languages that are searched, those with most documents first."""
LONGEST_REPLY = 600
"""Characters of agents' replies that are compared with the content."""
REPLY_DOCUMENTS = 10
"""Documents whose words are compared with agents' replies."""
ALONE = 3
"""Documents kept that are not in the question's language."""


class Observer:
    """Looks at questions with the parts that answer customers."""

    def __init__(
        self,
        database: Database,
        answerer: Answerer,
        retriever: Retriever,
        index: IndexCache,
        embedder: Embedder,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """`give_way` is called before each search."""
        self._database = database
        self._answerer = answerer
        self._retriever = retriever
        self._index = index
        self._embedder = embedder
        self._give_way = give_way
        self._comparing = Comparing()

    def observe(self, asked: Asked, excluded: frozenset[str] = frozenset()) -> Observation:
        """What comes of this question today; `excluded` documents are as if they were not there."""
        self._give_way()
        answered = self._answerer.answer(Question(asked.text, asked.lang, asked.audiences, exclude_documents=excluded))
        lang = answered.answer.lang
        wide = self._search(answered.standalone, lang, asked, excluded)
        vector = self._embed(answered.standalone) if wide.vector is None else wide.vector
        replied = self._replied(asked, lang, excluded)
        with self._database.read() as session:
            documents = found_documents(session, wide.hits, lang, excluded)
            near = self._near(session, vector, asked, lang, excluded)
            return Observation(
                asked=asked,
                lang=lang,
                decision=answered.answer.decision,
                reason=answered.answer.reason,
                confidence=answered.answer.confidence,
                sure_from=self._answerer.fit.thresholds.answer,
                signals=answered.answer.signals,
                documents=documents,
                lead=(lead := lead_of(session, near, lang, excluded)),
                alone=near_documents(session, near, _alone(lead), lang, self._embedder.similarity_range),
                unknown_terms=_unknown(session, wide.terms),
                missing_terms=_missing(wide, documents),
                disagreements=self._comparing.disagreements(session, asked, documents, lang),
                replied=replied,
                reply_document=_told(session, asked, replied, documents, lang),
                changed=_changed(session, asked),
                kinds=self._kinds(asked.text, answered, wide),
            )

    def _replied(self, asked: Asked, lang: str, excluded: frozenset[str]) -> Replied | None:
        """Where what agents wrote leads; None where they wrote nothing."""
        text = "\n".join(reply.text for reply in asked.replies)[:LONGEST_REPLY]
        if not text:
            return None
        vector = self._embed(text)
        with self._database.read() as session:
            near = self._near(session, vector, asked, lang, excluded)
            best = list(near.get(lang, {}))[:REPLY_DOCUMENTS]
            lead = lead_of(session, near, lang, excluded)
            names = [*best[:1], *_alone(lead)]
            most, *others = held_words(session, text, best, lang) or [0.0]
            return Replied(
                lead=lead,
                words=most,
                words_ahead=most - max(others, default=0.0),
                words_apart=most - (sum(others) / len(others) if others else 0.0),
                documents=near_documents(session, near, names, lang, self._embedder.similarity_range),
            )

    def _near(
        self, session: Session, vector: Vectors, asked: Asked, lang: str, excluded: frozenset[str]
    ) -> dict[str, NearByDocument]:
        langs = dict.fromkeys([lang, *languages_of(session, LANGUAGES)])
        return nearby(session, self._index, vector, langs, asked.audiences, excluded)

    def _embed(self, text: str) -> Vectors:
        self._give_way()
        vector: Vectors = self._embedder.embed_queries([text])[0]
        return vector

    def _search(self, text: str, lang: str, asked: Asked, excluded: frozenset[str]) -> Retrieval:
        self._give_way()
        return self._retriever.retrieve(RetrievalQuery(text, lang, asked.audiences, DEPTH, False, excluded))

    def _kinds(self, text: str, answered: Answered, wide: Retrieval) -> dict[str, float]:
        model = shipped()
        vector = wide.vector if self._embedder.id == model.embedder and answered.standalone == text else None
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


def _alone(lead: Lead) -> list[str]:
    """Documents of the best articles that are not in the text's own language."""
    return [name for family in lead.families if family.own is None for name in family.documents][:ALONE]


def _missing(wide: Retrieval, documents: Sequence[Found]) -> tuple[str, ...]:
    """The question's words, as they are written, that no found passage of the best document holds; rarest first."""
    asked = {word.written: frozenset(analyse(word.written, wide.lang)) for word in content(wide.text, wide.lang)}
    best = documents[0].document_id if documents else None
    passages = [hit.passage for hit in wide.hits if hit.passage.document_id == best]
    held = {
        term
        for passage in passages
        for part in (passage.title, *passage.heading, passage.text)
        for term in analyse(part, passage.lang)
    }
    missing = [word for word, terms in asked.items() if not terms & held]
    return tuple(sorted(missing, key=lambda word: -max((wide.idf.get(term, 0.0) for term in asked[word]), default=0.0)))


def _told(
    session: Session, asked: Asked, replied: Replied | None, documents: Sequence[Found], lang: str
) -> Found | None:
    """The document that agents pointed at, else the one nearest to what they wrote."""
    cited = document_rows(session, [name for reply in asked.replies for name in reply.documents])
    for row in cited.values():
        known = next((found for found in documents if found.document_id == row["id"]), None)
        if known is not None:
            return known
        untranslated = is_untranslated(session, row["id"], row["lang"], lang)
        return Found(row["id"], row["title"], row["lang"], 0, 0.0, 0.0, 0.0, None, "", untranslated)
    nearest = max(replied.documents, key=lambda found: found.nearness, default=None) if replied else None
    ranked = (found for found in documents if nearest is not None and found.document_id == nearest.document_id)
    return next(ranked, nearest)


def _changed(session: Session, asked: Asked) -> tuple[tuple[str, str, str], ...]:
    rows = document_rows(session, [shown.document_id for shown in asked.shown])
    return tuple(
        (row["id"], row["title"], row["removed_at"] or row["as_of"])
        for shown in asked.shown
        if (row := rows.get(shown.document_id)) is not None
        and (row["removed_at"] is not None or row["version"] != shown.version)
    )
