"""Has a generator write an answer anew that was decided on with the evidence alone.

Search and the evidence decide first. Only what would be shown is written, so that a model is never asked about what
nothing was found for. What the writing told goes into the same confidence, and the same thresholds decide again; that
the model finds an answer, or none, counts for as much as its record says (`answering/model/record.py`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from answering.answerer import Answered
from answering.confidence import MODEL_TERMS, MODEL_VERDICT
from answering.decision import SHOWN, Thresholds, decide
from answering.evidence.generator import AnswerGenerator, Draft, Listener, Terms
from answering.evidence.selection import Evidence
from answering.model.record import ModelRecords
from answering.reasons import doubts_of
from answering.showing import opening, related, worded
from answering.understanding.kind_replies import FOR_A_PERSON, for_a_person
from core.model import Citation, Decision
from retrieval.retriever import Retrieval


class Writer:
    """Writes what would be shown."""

    def __init__(self, generator: AnswerGenerator, thresholds: Thresholds, records: ModelRecords) -> None:
        """`thresholds`: those of the answerer whose answers are written."""
        self._generator = generator
        self._thresholds = thresholds
        self._records = records

    def takes(self, answered: Answered) -> bool:
        """Whether there is anything to write: an answer made from evidence, which would be shown."""
        return answered.evidence is not None and answered.draft is not None and answered.answer.decision in SHOWN

    def write(self, answered: Answered, terms: Terms, listener: Listener | None = None) -> Answered:
        """The same answer in the generator's words, judged anew; the same in its own words where that fails.

        `listener` is told of the text as the customer will see it, from its first sentence on.
        """
        retrieval, evidence = answered.retrieval, answered.evidence
        if retrieval is None or evidence is None or not self.takes(answered):
            return answered
        started = time.perf_counter()
        told = _Opened(listener, opening(answered.answer.decision, retrieval.lang)) if listener else None
        draft = self._generator.generate(retrieval.text, evidence, lang=retrieval.lang, listener=told, terms=terms)
        written = self._judged(answered, retrieval, evidence, draft)
        written.answer.timings["write"] = (time.perf_counter() - started) * 1000
        return written

    def _judged(self, answered: Answered, retrieval: Retrieval, evidence: Evidence, draft: Draft) -> Answered:
        if answered.workings is None:
            return answered
        model = answered.workings.model
        signals = {**answered.answer.signals, **self._told(draft), **self._verdict(answered, draft)}
        confidence = model.confidence(signals)
        ruling = decide(confidence, self._thresholds)
        shown = ruling.decision in SHOWN
        answer = replace(
            answered.answer,
            decision=ruling.decision,
            confidence=round(confidence, 4),
            text=worded(ruling, draft, retrieval.lang),
            citations=draft.citations if shown else (),
            related=related(retrieval, draft) if shown else (),
            reason=ruling.reason,
            generator=draft.generator,
            signals=signals,
        )
        if answered.kind in FOR_A_PERSON and ruling.decision is not Decision.ANSWER:
            answer = for_a_person(answer, answered.kind)
        sure = ruling.decision is Decision.ANSWER
        doubts = () if sure else doubts_of(retrieval, evidence, signals, model)
        workings = replace(answered.workings, decision=ruling.decision, reason=ruling.reason)
        return replace(answered, answer=answer, draft=draft, doubts=doubts, workings=workings)

    def _told(self, draft: Draft) -> dict[str, float]:
        """What its text says of the evidence, drawn to what is typical as far as the model's word is not trusted."""
        if not draft.signals:
            return {}
        trust, typical = self._records.trust(self._generator.id), {one: term.mean for one, term in MODEL_TERMS.items()}
        return {
            name: typical[name] + trust * (value - typical[name]) if name in typical else value
            for name, value in draft.signals.items()
        }

    def _verdict(self, answered: Answered, draft: Draft) -> dict[str, float]:
        """What it is worth that the model finds an answer, or none."""
        if draft.declares is None:
            return {}
        confidence = answered.answer.confidence
        return {MODEL_VERDICT: self._records.take(self._generator.id, confidence, declares=draft.declares)}


class _Opened:
    """Tells a listener of a draft with what stands before it."""

    def __init__(self, listener: Listener, opening: str) -> None:
        self._listener = listener
        self._opening = opening
        self._begun = False

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        before = "" if self._begun else self._opening
        self._begun = True
        self._listener.sentence(before + text, citations)

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        self._begun = True
        self._listener.replace(self._opening + text, citations)
