"""From a question to an answer: intent, follow-up, retrieval, evidence, generator, confidence, decision.

Reads only; who calls it stores what it gives.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from answering.choices import choices_for
from answering.confidence import CALIBRATED, Calibration
from answering.decision import Ruling, Thresholds, decide
from answering.evidence import Evidence, EvidenceSelector
from answering.followup import self_contained
from answering.generator import AnswerGenerator, Draft, ExtractiveGenerator
from answering.intents import Intent, affirms, by_model, by_rule
from answering.kind_replies import FOR_A_PERSON, NO_QUESTION, for_a_person
from answering.page import VersionReader
from answering.phrases import Phrase, is_clarification, is_offer, say, says_other_language
from answering.signals import signals_of
from core.language import detect, primary, tell
from core.model import Answer, Author, Decision, Reason, RelatedDocument, Turn
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever

MOST_RELATED = 3
RELATED_SHARE = 0.5
"""Share of the best score from which a document is worth reading next."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, and what was said before."""

    text: str
    lang: str | None = None
    """None: detected."""
    audiences: frozenset[str] = frozenset()
    history: tuple[Turn, ...] = ()
    strict_lang: bool = False
    """Answer only from documents in `lang`."""
    exclude_documents: frozenset[str] = frozenset()
    """Documents to act as if they were not there."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and how it came about."""

    answer: Answer
    standalone: str
    """The question made self-contained, as it was searched for."""
    retrieval: Retrieval | None
    """What was found; None where nothing had to be looked up."""
    kind: Intent = Intent.QUESTION
    draft: Draft | None = None
    """The best answer found, also when the decision was not to show it."""


@dataclass(slots=True)
class _Stopwatch:
    laps: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now


class Answerer:
    """Answers questions from the content."""

    def __init__(
        self,
        retriever: Retriever,
        *,
        versions: VersionReader | None = None,
        embedder: str | None = None,
        selector: EvidenceSelector | None = None,
        generator: AnswerGenerator | None = None,
        calibration: Calibration | None = None,
        target_precision: float = 0.9,
        languages: Sequence[str] = ("en", "es", "fr", "zh"),
    ) -> None:
        """`versions` reads a document version, so that lists a passage cuts are shown whole.

        `embedder`: id of the one in use; unless the calibration was fitted to it, and to the reranker if one had a
        share, answers say `calibrated` 0.
        `target_precision`: share of plain answers that should be right, 0 to 1. `languages`: expected in questions,
        the first being the default.
        """
        self._retriever = retriever
        self._selector = selector or EvidenceSelector(versions)
        self._generator = generator or ExtractiveGenerator()
        fitted = calibration or Calibration.load()
        self._embedder = embedder
        self._calibration = fitted
        self._thresholds = Thresholds.for_precision(fitted.model_for(embedder), target_precision)
        self._languages = tuple(languages)

    def answer(self, question: Question) -> Answered:
        """The answer to one question; raises `IndexStale` when the index was made by another embedder."""
        watch = _Stopwatch()
        intent = self._intent(question)
        watch.lap("intent")
        if intent in NO_QUESTION:
            return self._no_question(question, intent, watch)
        lang = self._lang(question)
        standalone = self_contained(question.text, question.history, lang or self._languages[0])
        watch.lap("follow_up")
        retrieval = self._retriever.retrieve(
            RetrievalQuery(
                text=standalone,
                lang=lang,
                audiences=question.audiences,
                strict_lang=question.strict_lang,
                exclude_documents=question.exclude_documents,
            )
        )
        watch.lap("retrieval")
        intent = self._intent_seen(question, standalone, retrieval)
        if intent in NO_QUESTION:
            return self._no_question(question, intent, watch)
        answer, draft = self._from(question, retrieval, watch)
        if intent in FOR_A_PERSON and answer.decision is not Decision.ANSWER:
            answer = for_a_person(answer, intent)
        answer.timings.update({**retrieval.timings, **watch.laps})
        return Answered(answer, standalone, retrieval, intent, draft)

    def _intent(self, question: Question) -> Intent:
        said = _last_reply(question.history)
        if said and is_offer(said) and affirms(question.text):
            return Intent.WANTS_PERSON
        return by_rule(question.text)

    def _intent_seen(self, question: Question, standalone: str, retrieval: Retrieval) -> Intent:
        """The intent of what no rule covers; the embedding helps where it is that of the very message."""
        vector = retrieval.vector if standalone == question.text else None
        return by_model(question.text, vector, self._embedder)

    def _lang(self, question: Question) -> str | None:
        """The question's language; None to have it found among those of the content as well.

        A question that could be in any language ("wifi") is in that of the conversation so far.
        """
        if question.lang:
            return primary(question.lang)
        said = _said(question.history)
        if not said or tell(question.text, self._languages):
            return None
        return detect(said, self._languages, default=self._languages[0])

    def _no_question(self, question: Question, intent: Intent, watch: _Stopwatch) -> Answered:
        decision, reason, phrase = NO_QUESTION[intent]
        default = detect(_said(question.history), self._languages, default=self._languages[0])
        lang = primary(question.lang) if question.lang else detect(question.text, self._languages, default=default)
        answer = Answer(decision, 0.0, lang, say(phrase, lang), reason=reason, timings=watch.laps)
        return Answered(answer, question.text, None, intent)

    def _from(self, question: Question, retrieval: Retrieval, watch: _Stopwatch) -> tuple[Answer, Draft | None]:
        evidence = self._selector.select(retrieval)
        watch.lap("evidence")
        if not evidence.pieces:
            text = say(Phrase.NO_CONTENT, retrieval.lang)
            return Answer(Decision.ESCALATE, 0.0, retrieval.lang, text, reason=Reason.NO_CONTENT), None
        draft = self._generator.generate(retrieval.query.text, evidence)
        watch.lap("generate")
        signals = signals_of(retrieval, evidence)
        found_by = (self._embedder, retrieval.reranker)
        confidence = self._calibration.model_for(*found_by).confidence(signals)
        ruling = decide(confidence, self._thresholds, self._choices(question, retrieval, evidence))
        shown = ruling.decision in (Decision.ANSWER, Decision.CAVEAT)
        answer = Answer(
            decision=ruling.decision,
            confidence=round(confidence, 4),
            lang=retrieval.lang,
            text=_worded(ruling, draft, retrieval.lang),
            citations=draft.citations if shown else (),
            related=_related(retrieval, draft) if shown else (),
            choices=ruling.choices,
            reason=ruling.reason,
            generator=self._generator.id,
            signals={**signals, CALIBRATED: float(self._calibration.fits(*found_by))},
        )
        watch.lap("decide")
        return answer, draft

    def _choices(self, question: Question, retrieval: Retrieval, evidence: Evidence) -> tuple[str, ...]:
        """What a question back could offer; none right after one, so that two never follow each other."""
        said = _last_reply(question.history)
        if (said and is_clarification(said)) or evidence.asked is None:
            return ()
        return choices_for(evidence.asked, retrieval.hits)


def _last_reply(history: Sequence[Turn]) -> str | None:
    return next((turn.text for turn in reversed(history) if turn.author is Author.ASSISTANT), None)


def _said(history: Sequence[Turn]) -> str:
    """All that the visitor has written."""
    return " ".join(turn.text for turn in history if turn.author is Author.VISITOR)


def _worded(ruling: Ruling, draft: Draft, lang: str) -> str:
    """What the customer reads: the draft with what has to be said about it, or what happens instead."""
    if ruling.decision is Decision.ESCALATE:
        return say(Phrase.LOW_CONFIDENCE, lang)
    if ruling.decision is Decision.CLARIFY:
        return say(Phrase.CLARIFY, lang)
    parts = [draft.text]
    content_lang = draft.citations[0].lang
    if primary(content_lang) != primary(lang):
        parts.insert(0, says_other_language(content_lang, lang))
    if ruling.decision is Decision.CAVEAT:
        parts = [say(Phrase.CAVEAT, lang), *parts, say(Phrase.CAVEAT_OFFER, lang)]
    return "\n\n".join(parts)


def _related(retrieval: Retrieval, draft: Draft) -> tuple[RelatedDocument, ...]:
    """Further documents worth reading, in the language of the answer, best first."""
    cited = {citation.document_id for citation in draft.citations}
    lang, floor = draft.citations[0].lang, RELATED_SHARE * retrieval.hits[0].score
    found: dict[str, RelatedDocument] = {}
    for hit in retrieval.hits:
        passage = hit.passage
        if passage.document_id not in cited and passage.lang == lang and hit.score >= floor:
            found.setdefault(passage.document_id, RelatedDocument(passage.document_id, passage.title, passage.url))
    return tuple(found.values())[:MOST_RELATED]
