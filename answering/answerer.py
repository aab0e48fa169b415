"""From a question to an answer: intent, follow-up, retrieval, evidence, generator, confidence, decision.

Reads only; who calls it stores what it gives.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from answering.confidence import Calibration, load_calibration, signals_of
from answering.decision import Ruling, Thresholds, choices_for, decide
from answering.evidence import Evidence, EvidenceSelector
from answering.followup import self_contained
from answering.generator import AnswerGenerator, Draft, ExtractiveGenerator
from answering.intents import Intent, classify
from answering.phrases import Phrase, is_clarification, say, says_other_language
from core.language import detect, primary
from core.model import Answer, Author, Decision, Reason, RelatedDocument, Turn
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever

RELATED = 3
"""At most this many documents to read next."""

_SMALL_TALK = {
    Intent.GREETING: Phrase.GREETING,
    Intent.THANKS: Phrase.THANKS,
    Intent.GOODBYE: Phrase.GOODBYE,
    Intent.HOW_ARE_YOU: Phrase.HOW_ARE_YOU,
    Intent.WHO_ARE_YOU: Phrase.WHO_ARE_YOU,
}
_NO_QUESTION: Mapping[Intent, tuple[Decision, Reason, Phrase]] = {
    **{intent: (Decision.ANSWER, Reason.SMALL_TALK, phrase) for intent, phrase in _SMALL_TALK.items()},
    Intent.INSTRUCTION_PROBE: (Decision.ANSWER, Reason.INSTRUCTION_PROBE, Phrase.INSTRUCTION_PROBE),
    Intent.GIBBERISH: (Decision.CLARIFY, Reason.GIBBERISH, Phrase.GIBBERISH),
    Intent.WANTS_PERSON: (Decision.ESCALATE, Reason.ASKED_FOR_PERSON, Phrase.ASKED_FOR_PERSON),
}


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


class Answerer:
    """Answers questions from the content."""

    def __init__(
        self,
        retriever: Retriever,
        *,
        selector: EvidenceSelector | None = None,
        generator: AnswerGenerator | None = None,
        calibration: Calibration | None = None,
        target_precision: float = 0.9,
        languages: tuple[str, ...] = ("en", "es", "fr", "zh"),
    ) -> None:
        """`target_precision`: share of plain answers that should be right, 0 to 1."""
        self._retriever = retriever
        self._selector = selector or EvidenceSelector()
        self._generator = generator or ExtractiveGenerator()
        self._calibration = calibration or load_calibration()
        self._thresholds = Thresholds.for_precision(self._calibration, target_precision)
        self._languages = languages

    def answer(self, question: Question) -> Answered:
        """The answer to one question; raises `IndexStale` when the index was made by another embedder."""
        intent = classify(question.text)
        if intent in _NO_QUESTION:
            return self._no_question(question, intent)
        lang = question.lang or detect(question.text, self._languages, default=self._lang_of_history(question))
        standalone = self_contained(question.text, question.history, lang)
        retrieval = self._retriever.retrieve(
            RetrievalQuery(
                text=standalone,
                lang=question.lang,
                audiences=question.audiences,
                strict_lang=question.strict_lang,
                exclude_documents=question.exclude_documents,
            )
        )
        started = time.perf_counter()
        answer = self._from(question, retrieval)
        answer.timings.update(retrieval.timings, answering=(time.perf_counter() - started) * 1000)
        return Answered(answer, standalone, retrieval)

    def _no_question(self, question: Question, intent: Intent) -> Answered:
        decision, reason, phrase = _NO_QUESTION[intent]
        default = self._lang_of_history(question)
        lang = primary(question.lang) if question.lang else detect(question.text, self._languages, default=default)
        answer = Answer(decision, 0.0, lang, say(phrase, lang), reason=reason)
        return Answered(answer, question.text, None, intent)

    def _lang_of_history(self, question: Question) -> str:
        """The language the visitor wrote in before: an emoji or a number has none of its own."""
        said = " ".join(turn.text for turn in question.history if turn.author is Author.VISITOR)
        return detect(said, self._languages, default=self._languages[0])

    def _from(self, question: Question, retrieval: Retrieval) -> Answer:
        evidence = self._selector.select(retrieval)
        if not evidence.pieces:
            text = say(Phrase.NO_CONTENT, retrieval.lang)
            return Answer(Decision.ESCALATE, 0.0, retrieval.lang, text, reason=Reason.NO_CONTENT)
        draft = self._generator.generate(retrieval.query.text, evidence)
        signals = signals_of(retrieval, evidence)
        confidence = self._calibration.confidence(signals)
        ruling = decide(confidence, self._thresholds, self._choices(question, retrieval, evidence))
        shown = ruling.decision in (Decision.ANSWER, Decision.CAVEAT)
        return Answer(
            decision=ruling.decision,
            confidence=round(confidence, 4),
            lang=retrieval.lang,
            text=_worded(ruling, draft, retrieval.lang),
            citations=draft.citations if shown else (),
            related=_related(retrieval, {c.document_id for c in draft.citations} if shown else set()),
            choices=ruling.choices,
            reason=ruling.reason,
            generator=self._generator.id,
            signals=signals,
        )

    def _choices(self, question: Question, retrieval: Retrieval, evidence: Evidence) -> tuple[str, ...]:
        """What a question back could offer; none right after one, so that two never follow each other."""
        replies = [turn.text for turn in question.history if turn.author is Author.ASSISTANT]
        if (replies and is_clarification(replies[-1])) or evidence.asked is None:
            return ()
        return choices_for(retrieval.hits, len(evidence.asked.weights))


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


def _related(retrieval: Retrieval, cited: set[str]) -> tuple[RelatedDocument, ...]:
    found: dict[str, RelatedDocument] = {}
    for hit in retrieval.hits:
        passage = hit.passage
        if passage.document_id not in cited and hit.score >= 0.5 * retrieval.hits[0].score:
            found.setdefault(passage.document_id, RelatedDocument(passage.document_id, passage.title, passage.url))
    return tuple(found.values())[:RELATED]
