"""Asks the same questions with and without a chat model: what it adds, what it costs, and whether its proof holds."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from answering.answerer import Answered, Answerer, Question
from answering.confidence import MODEL_TERMS
from answering.evidence.generator import EXTRACTIVE, Terms
from answering.generator_openai.tongue import strays
from answering.phrases import Phrase, say
from answering.writing import Writer
from core.language import UNKNOWN
from core.model import Answer, Citation, Decision
from eval.dataset import DataSet, Query
from eval.measures.answers import quote_is_verbatim
from eval.measures.doubt import auroc, losses
from retrieval.documents import DocumentStore

QUESTIONS = "queries"
"""The file of a set that holds what customers ask, and not summaries or follow-ups."""
_MARKED = re.compile(r"(?:\s*\[\d{1,2}\])+\s*$")
_FRAMES = (Phrase.CAVEAT, Phrase.CAVEAT_OFFER)


@dataclass(frozen=True, slots=True)
class Pair:
    """One question, answered by quoting alone and by the model."""

    lang: str
    answerable: bool
    quoted_right: bool
    """Answered without a doubt, from a document that answers it."""
    written_right: bool
    quoted_answered: bool
    written_answered: bool
    by_model: bool
    """Whether what is shown was written by the model."""
    confidence: tuple[float, float]
    """Of the quotes, and after the model wrote."""
    right: tuple[bool, bool]
    """Whether what was found, and then what was written, cites a document that answers the question, shown or not."""
    signals: dict[str, float]
    """What the model's text says of the evidence; empty where it was not asked, or where it failed."""
    failure: str
    proven: bool
    """Every line that is shown ends in a citation, and every quote is verbatim."""
    in_language: bool
    seconds: float
    first: float | None
    """Seconds until the first checked sentence; None where none came."""
    text: str
    question: str


def drawn(sets: Sequence[DataSet], count: int, seed: int, *, answerable: bool) -> list[tuple[DataSet, Query]]:
    """`count` questions, as evenly as can be over sets and languages."""
    groups: dict[tuple[str, str], list[tuple[DataSet, Query]]] = {}
    for data in sets:
        for query in (one for file in data.files if file.name == QUESTIONS for one in file.queries):
            if query.answerable is answerable:
                groups.setdefault((data.name, query.lang), []).append((data, query))
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    for group in groups.values():
        chance.shuffle(group)
    return _in_turn([groups[key] for key in sorted(groups)], count)


def _in_turn(groups: list[list[tuple[DataSet, Query]]], count: int) -> list[tuple[DataSet, Query]]:
    found: list[tuple[DataSet, Query]] = []
    while len(found) < count and any(groups):
        for group in groups:
            if group and len(found) < count:
                found.append(group.pop())
    return found


class ModelAsker:
    """Asks one filled store with and without the model."""

    def __init__(
        self, store: DocumentStore, answerer: Answerer, writer: Writer, languages: Sequence[str], seconds: float
    ) -> None:
        """`seconds`: what the model has for one answer."""
        self._store = store
        self._answerer = answerer
        self._writer = writer
        self._languages = languages
        self._seconds = seconds

    def ask(self, query: Query) -> Pair:
        """One question, both ways."""
        lang = None if query.lang == UNKNOWN else query.lang
        quoted = self._answerer.answer(Question(query.text, lang, query.audiences, strict_lang=lang is not None))
        heard, started = _First(), time.perf_counter()
        written = self._writer.write(quoted, Terms(self._seconds), heard)
        seconds = time.perf_counter() - started
        answer = written.answer
        draft = written.draft
        return Pair(
            lang=query.lang,
            answerable=query.answerable,
            quoted_right=_right(quoted, query),
            written_right=_right(written, query),
            quoted_answered=quoted.answer.decision is Decision.ANSWER,
            written_answered=answer.decision is Decision.ANSWER,
            by_model=bool(answer.citations) and answer.generator != EXTRACTIVE,
            confidence=(quoted.answer.confidence, answer.confidence),
            right=(_cites_right(quoted, query), _cites_right(written, query)),
            signals={name: answer.signals[name] for name in MODEL_TERMS if name in answer.signals},
            failure=draft.failure or "" if draft else "",
            proven=self._proven(answer, query.audiences),
            in_language=not strays(answer.text, query.lang, self._languages),
            seconds=seconds,
            first=heard.at - started if heard.at else None,
            text=answer.text,
            question=query.text,
        )

    def _proven(self, answer: Answer, audiences: frozenset[str]) -> bool:
        if not answer.citations:
            return True
        verbatim = all(self._verbatim(one, audiences) for one in answer.citations)
        return verbatim and not (answer.generator != EXTRACTIVE and list(uncited(answer)))

    def _verbatim(self, one: Citation, audiences: frozenset[str]) -> bool:
        version = self._store.version(one.document_id, one.document_version, audiences)
        return version is not None and quote_is_verbatim(one.quote, one.start, one.end, version.text)


class _First:
    """Notes when the first sentence came."""

    at: float | None = None

    def sentence(self, text: str, citations: Sequence[Citation]) -> None:
        self.at = self.at or time.perf_counter()

    def replace(self, text: str, citations: Sequence[Citation]) -> None:
        self.at = self.at or time.perf_counter()


def uncited(answer: Answer) -> Iterator[str]:
    """Lines of a model's answer that no citation ends and that lead up to nothing."""
    own = {say(phrase, answer.lang) for phrase in _FRAMES}
    outside = re.sub(r"```.*?```", "", answer.text, flags=re.DOTALL)
    for line in outside.split("\n"):
        text = line.strip()
        if (
            text
            and text not in own
            and not text.startswith("|")
            and not _MARKED.search(text)
            and text[-1] not in ":：*"
        ):
            yield text


def _right(answered: Answered, query: Query) -> bool:
    answer = answered.answer
    cited = {one.document_id for one in answer.citations}
    return answer.decision is Decision.ANSWER and bool(cited & query.relevant)


def _cites_right(answered: Answered, query: Query) -> bool:
    return answered.draft is not None and any(one.document_id in query.relevant for one in answered.draft.citations)


Share = tuple[int, int]
"""How many, of how many."""


def figures(pairs: Sequence[Pair]) -> dict[str, Share]:
    """What is counted of some questions."""
    asked, shown = [one for one in pairs if one.answerable], [one for one in pairs if one.by_model]
    others = [one for one in pairs if not one.answerable]
    return {
        "right, quoting": _share(asked, lambda one: one.quoted_right),
        "right, with the model": _share(asked, lambda one: one.written_right),
        "false answers, quoting": _share(others, lambda one: one.quoted_answered),
        "false answers, with the model": _share(others, lambda one: one.written_answered),
        "written by the model": _share(pairs, lambda one: one.by_model),
        "proof holds": _share(pairs, lambda one: one.proven),
        "in the language of the question": _share(shown, lambda one: one.in_language),
    }


@dataclass(frozen=True, slots=True)
class Joined:
    """What the model's signals do to the confidence of the answers that it told something of."""

    answers: int
    auroc: tuple[float | None, float | None]
    """Right against wrong by the confidence of the quotes, and by the one that the model's signals joined."""
    log_loss: tuple[float, float]


def joined(pairs: Sequence[Pair]) -> Joined | None:
    """None where the model told nothing."""
    told = [pair for pair in pairs if pair.signals]
    if not told:
        return None
    right = np.array([pair.right[1] for pair in told])
    before, after = (np.array([pair.confidence[place] for pair in told]) for place in (0, 1))
    return Joined(
        len(told),
        (auroc(before, right), auroc(after, right)),
        (float(losses(before, right).mean()), float(losses(after, right).mean())),
    )


def _share(pairs: Iterable[Pair], holds: Callable[[Pair], bool]) -> Share:
    listed = list(pairs)
    return sum(map(holds, listed)), len(listed)
