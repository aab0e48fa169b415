"""One answer to a message that asks several things: each question in the customer's words, and what answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from answering.decision import SHOWN
from answering.evidence.generator import Draft, quoted
from answering.evidence.harmless import label
from answering.evidence.selection import Evidence
from answering.phrases import Phrase, say, says_part_open
from answering.showing import MOST_RELATED, introduced
from answering.understanding.intents import Intent
from core.model import Answer, Citation, Decision, Reason, RelatedDocument
from retrieval.results import Hit, Retrieval

if TYPE_CHECKING:
    from answering.answerer import Answered


def combined(whole: str, parts: Sequence[str], answers: Sequence[Answered]) -> Answered | None:
    """The answers to the `parts` of a message as one; None where the message is better looked up as a `whole`.

    It is as sure as its least sure part, and what is not answered is said to be open beside what is answered plainly.
    No two parts may be answered from the same document: they then ask about one matter.
    """
    given = [one for one in answers if one.answer.decision in SHOWN]
    sources = {one.draft.citations[0].document_id for one in given if one.draft}
    if (
        any(one.kind is not Intent.QUESTION or one.answer.decision is Decision.CLARIFY for one in answers)
        or not (len(given) == len(answers) or any(one.answer.decision is Decision.ANSWER for one in given))
        or len(sources) < len(given)
    ):
        return None
    least = min(answers, key=lambda one: one.answer.confidence)
    draft = _draft(parts, answers)
    return replace(
        least,
        answer=_answer(parts, answers, least, draft),
        retrieval=_found(whole, least, answers),
        draft=draft,
        # What is left open cannot be written anew: a model would be asked for it without evidence.
        evidence=_evidence(given) if len(given) == len(answers) else None,
    )


def _draft(parts: Sequence[str], answers: Sequence[Answered]) -> Draft:
    """What answers the parts, each below its question."""
    texts: list[str] = []
    citations: tuple[Citation, ...] = ()
    for part, one in zip(parts, answers, strict=True):
        if one.answer.decision in SHOWN and one.evidence is not None:
            written = quoted(one.evidence, first=len(citations) + 1, level=3)
            citations += written.citations
            texts.append(f"## {label(part)}\n\n{introduced(written, one.answer.lang)}")
    return Draft("\n\n".join(texts), citations)


def _answer(parts: Sequence[str], answers: Sequence[Answered], least: Answered, draft: Draft) -> Answer:
    lang = least.answer.lang
    texts = [draft.text]
    for part, one in zip(parts, answers, strict=True):
        if one.answer.decision not in SHOWN:
            texts.append(says_part_open(label(part), lang))
    sure = least.answer.decision is Decision.ANSWER
    if not sure:
        texts = [*([] if len(texts) > 1 else [say(Phrase.CAVEAT, lang)]), *texts, say(Phrase.CAVEAT_OFFER, lang)]
    return replace(
        least.answer,
        decision=Decision.ANSWER if sure else Decision.CAVEAT,
        reason=None if sure else Reason.LOW_CONFIDENCE,
        text="\n\n".join(texts),
        citations=draft.citations,
        related=_related(answers, draft),
        timings=_summed(answers),
    )


def _related(answers: Sequence[Answered], draft: Draft) -> tuple[RelatedDocument, ...]:
    cited = {citation.document_id for citation in draft.citations}
    every = chain.from_iterable(one.answer.related for one in answers)
    found = {document.document_id: document for document in every if document.document_id not in cited}
    return tuple(found.values())[:MOST_RELATED]


def _summed(answers: Sequence[Answered]) -> dict[str, float]:
    """The time of all parts, by stage."""
    stages = dict.fromkeys(chain.from_iterable(one.answer.timings for one in answers))
    return {stage: sum(one.answer.timings.get(stage, 0.0) for one in answers) for stage in stages}


def _found(whole: str, least: Answered, answers: Sequence[Answered]) -> Retrieval | None:
    """What was found for the least sure part, which is what content may lack, and then for the others."""
    if least.retrieval is None:
        return None
    others = [one.retrieval for one in answers if one is not least and one.retrieval is not None]
    every = [least.retrieval, *others]
    hits: dict[tuple[str, int], Hit] = {}
    for hit in chain.from_iterable(one.hits for one in every):
        hits.setdefault((hit.passage.document_id, hit.passage.ordinal), hit)
    return replace(
        least.retrieval,
        query=replace(least.retrieval.query, text=whole),
        hits=tuple(hits.values()),
        corrections=tuple(dict.fromkeys(chain.from_iterable(one.corrections for one in every))),
        missing_codes=tuple(dict.fromkeys(chain.from_iterable(one.missing_codes for one in every))),
    )


def _evidence(answers: Sequence[Answered]) -> Evidence:
    every = [one.evidence for one in answers if one.evidence is not None]
    return Evidence(
        pieces=tuple(chain.from_iterable(one.pieces for one in every)),
        asked=every[0].asked,
        scored=tuple(chain.from_iterable(one.scored for one in every)),
        coverage=min(one.coverage for one in every),
    )
