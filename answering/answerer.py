"""From a question to an answer: intent, follow-up, retrieval, evidence, generator, confidence, decision.

Reads only; who calls it stores what it gives.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from answering.clarifying.asking_back import (
    Rewording,
    Understood,
    choices_of,
    narrowed,
    reply_to_choices,
    rivals,
    understand,
    without_variants,
)
from answering.clarifying.choice_replies import Choosing, Reply
from answering.combining import combined
from answering.confidence import CALIBRATED, Calibration
from answering.decision import SHOWN, Thresholds, decide
from answering.evidence.generator import AnswerGenerator, Draft, ExtractiveGenerator
from answering.evidence.page import VersionReader
from answering.evidence.selection import Evidence, EvidenceSelector
from answering.phrases import Phrase, is_offer, say
from answering.reasons import Doubt, doubts_of
from answering.showing import related, worded
from answering.signals import signals_of
from answering.understanding.courtesies import matter_of
from answering.understanding.intents import Intent, affirms, by_model, by_rule, is_courtesy
from answering.understanding.kind_replies import FOR_A_PERSON, NO_QUESTION, OVERRULED, for_a_person
from answering.understanding.parting import questions_in
from answering.workings import Workings, fit_of, workings_of
from core.language import detect, primary, recognise
from core.model import Answer, Author, Decision, Reason, Turn
from retrieval.question_language import language_after, question_language
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, and what was said before."""

    text: str
    lang: str | None = None
    """None: detected."""
    audiences: frozenset[str] = frozenset()
    history: tuple[Turn, ...] = ()
    page: tuple[str, ...] = ()
    """Address and title of the page it is asked on."""
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
    doubts: tuple[Doubt, ...] = ()
    """Why it is not a sure answer, the weightiest first."""
    workings: Workings | None = None
    """How what was found was judged; None where nothing was."""
    evidence: Evidence | None = None
    """What the best answer was made of; None where nothing was found."""
    standalone_by: str | None = None
    """The model, and its instruction, that made it self-contained; None: the rules."""


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
    ) -> None:
        """`versions` reads a document version, so that lists a passage cuts are shown whole.

        `embedder`: id of the one in use; unless the calibration was fitted to it, and to the reranker if one had a
        share, answers say `calibrated` 0.
        `target_precision`: share of plain answers that should be right, 0 to 1.
        """
        self._retriever = retriever
        self._selector = selector or EvidenceSelector(versions)
        self._generator = generator or ExtractiveGenerator()
        fitted = calibration or Calibration.load()
        self._embedder = embedder
        self._calibration = fitted
        self._thresholds = Thresholds.for_precision(fitted.model_for(embedder), target_precision)
        self.fit = fit_of(embedder, fitted, self._thresholds, target_precision)
        """What confidence and decisions follow from."""

    def answer(self, question: Question, rewording: Rewording | None = None) -> Answered:
        """The answer to one question; raises `IndexStale` when the index was made by another embedder.

        `rewording` is asked about messages after others; without it the rules make them self-contained.
        """
        parts = self._parts(question)
        if parts:
            answers = [self._answer(part, rewording) for part in parts]
            several = combined(question.text, [part.text for part in parts], answers)
            if several is not None:
                return several
        return self._answer(question, rewording)

    def _parts(self, question: Question) -> list[Question]:
        """The questions of a message that asks several things; none of one that asks one."""
        matter = matter_of(question.text)
        if by_rule(matter) in NO_QUESTION:
            return []
        lang = self._lang(question, None) or question_language(matter, self._known(question), self._known(question)[0])
        return [replace(question, text=part, lang=lang) for part in questions_in(matter, lang)]

    def _answer(self, question: Question, rewording: Rewording | None) -> Answered:
        watch = _Stopwatch()
        whole, question = question, _to_the_matter(question)
        intent = self._intent(question)
        reply = reply_to_choices(question.text, question.history, intent)
        watch.lap("intent")
        if reply is not None and reply.choosing is Choosing.NONE:
            return self._none_of_them(question, watch)
        if reply is None and intent in NO_QUESTION:
            return self._no_question(question, intent, watch)
        lang = self._lang(whole, reply)
        if lang is None and question.text != whole.text:
            lang = question_language(whole.text, self._known(whole), self._known(whole)[0])
        spoken = lang or self._known(question)[0]
        understood = understand(question.text, question.history, question.page, spoken, reply, rewording)
        watch.lap("follow_up")
        retrieval = self._retriever.retrieve(
            RetrievalQuery(
                text=understood.text,
                lang=lang,
                audiences=question.audiences,
                strict_lang=question.strict_lang,
                exclude_documents=question.exclude_documents,
            )
        )
        retrieval = narrowed(retrieval, understood)
        watch.lap("retrieval")
        intent = self._intent_seen(question, understood, retrieval)
        answered = self._from(understood, retrieval, watch)
        answer = answered.answer
        if intent in NO_QUESTION:
            if intent not in OVERRULED or answer.decision is not Decision.ANSWER:
                return self._no_question(question, intent, watch)
            intent = Intent.QUESTION
        if intent in FOR_A_PERSON and answer.decision is not Decision.ANSWER:
            answer = for_a_person(answer, intent)
        answer.timings.update({**retrieval.timings, **watch.laps})
        return replace(answered, answer=answer, kind=intent, standalone_by=understood.by)

    def _intent(self, question: Question) -> Intent:
        said = _last_reply(question.history)
        if said and is_offer(said) and affirms(question.text):
            return Intent.WANTS_PERSON
        return by_rule(question.text)

    def _intent_seen(self, question: Question, understood: Understood, retrieval: Retrieval) -> Intent:
        """The intent of what no rule covers; the embedding helps where it is that of the very message."""
        if understood.reply.question:
            return Intent.QUESTION
        vector = retrieval.vector if understood.text == question.text else None
        return by_model(question.text, vector, self._embedder)

    def _lang(self, question: Question, reply: Reply | None) -> str | None:
        """The question's language; None to have it found among those of the content as well.

        A question that could be in any language ("wifi") is in that of the conversation so far.
        """
        if question.lang:
            return primary(question.lang)
        before = self._lang_before(question)
        if before is None or reply is not None:
            return before
        return language_after(question.text, before, self._known(question))

    def _lang_before(self, question: Question) -> str | None:
        """The language of the conversation so far: that of the last message that shows one; None without any."""
        known = self._known(question)
        said = [turn.text for turn in question.history if turn.author is Author.VISITOR]
        if not said:
            return None
        likeliest = recognise(" ".join(said), known, default=known[0])
        return reduce(lambda before, text: language_after(text, before, known), said, likeliest)

    def _no_question(self, question: Question, intent: Intent, watch: _Stopwatch) -> Answered:
        decision, reason, phrase = NO_QUESTION[intent]
        lang = primary(question.lang) if question.lang else self._lang_of_talk(question, intent)
        answer = Answer(decision, 0.0, lang, say(phrase, lang), reason=reason, timings=watch.laps)
        return Answered(answer, question.text, None, intent)

    def _lang_of_talk(self, question: Question, intent: Intent) -> str:
        """The language of what is not looked up: its own, else that of the conversation so far."""
        known = self._known(question)
        before = self._lang_before(question) or known[0]
        # Letters at random are like some language or other.
        found_in = detect if intent is Intent.GIBBERISH else recognise
        return found_in(question.text, (*known, before), before)

    def _known(self, question: Question) -> tuple[str, ...]:
        """Languages that a message may be in when little speaks for any, the default first."""
        return self._retriever.languages(question.audiences)

    def _none_of_them(self, question: Question, watch: _Stopwatch) -> Answered:
        """None of the choices is meant: a person is offered, and nothing further asked."""
        lang = primary(question.lang) if question.lang else self._lang_before(question) or self._known(question)[0]
        text = say(Phrase.NONE_OF_THEM, lang)
        answer = Answer(Decision.CLARIFY, 0.0, lang, text, reason=Reason.AMBIGUOUS, timings=watch.laps)
        return Answered(answer, question.text, None)

    def _from(self, understood: Understood, retrieval: Retrieval, watch: _Stopwatch) -> Answered:
        evidence = self._selector.select(retrieval)
        watch.lap("evidence")
        if not evidence.pieces:
            text = say(Phrase.NO_CONTENT, retrieval.lang)
            answer = Answer(Decision.ESCALATE, 0.0, retrieval.lang, text, reason=Reason.NO_CONTENT)
            doubts = doubts_of(retrieval, evidence, {}, None)
            return Answered(answer, understood.text, retrieval, doubts=doubts)
        draft = self._generator.generate(retrieval.text, evidence)
        watch.lap("generate")
        signals = signals_of(rivals(retrieval, understood), evidence)
        found_by = (self._embedder, retrieval.reranker)
        model = self._calibration.model_for(*found_by)
        confidence = model.confidence(signals)
        choices = choices_of(retrieval, understood, evidence.asked)
        group = model.confidence(signals_of(without_variants(retrieval), evidence)) if choices else 0.0
        ruling = decide(max(confidence, group), self._thresholds, choices)
        shown = ruling.decision in SHOWN
        answer = Answer(
            decision=ruling.decision,
            confidence=round(confidence, 4),
            lang=retrieval.lang,
            text=worded(ruling, draft, retrieval.lang),
            citations=draft.citations if shown else (),
            related=related(retrieval, draft) if shown else (),
            choices=ruling.choices,
            reason=ruling.reason,
            generator=draft.generator,
            signals={**signals, CALIBRATED: float(self._calibration.fits(*found_by))},
        )
        sure = ruling.decision is Decision.ANSWER
        doubts = () if sure else doubts_of(retrieval, evidence, signals, model, ruling.choices)
        workings = workings_of(evidence, model, ruling, group if choices else None)
        watch.lap("decide")
        found = Answered(answer, understood.text, retrieval, draft=draft, doubts=doubts, workings=workings)
        return replace(found, evidence=evidence)


def _last_reply(history: Sequence[Turn]) -> str | None:
    return next((turn.text for turn in reversed(history) if turn.author is Author.ASSISTANT), None)


def _to_the_matter(question: Question) -> Question:
    """The question, and what the visitor has asked before, without greetings, courtesies and signatures."""
    said = (
        replace(turn, text=matter_of(turn.text)) if turn.author is Author.VISITOR else turn
        for turn in question.history
        if turn.author is not Author.VISITOR or not is_courtesy(turn.text)
    )
    return replace(question, text=matter_of(question.text), history=tuple(said))
