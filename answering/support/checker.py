"""Whether the passage that is cited bears a sentence, and whether the sentence answers what was asked."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from answering.support.fit import SupportFit, shipped
from answering.support.hard_checks import failed_checks
from answering.support.overlap import Overlap, overlap
from answering.support.question_fit import Question, question_signals, read_question
from answering.support.source import KNOWN, Source, normal
from core.language import detect, primary
from retrieval.embedder import Embedder, SimilarityRange

OVERLAP = "overlap"
QUESTION = "question"
_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+(?=[\s.。!?！？]*$)")
_FAILED = 0.05
"""What is left of the probability of a sentence that fails a hard check."""
_FOREIGN = 0.5
"""Share of a sentence's terms from which on it is in the language of its source, whatever language was meant."""
_SOURCES, _QUESTIONS = 128, 512
T = TypeVar("T")
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Support:
    """What the check says of one sentence."""

    borne: bool
    """Whether it may be shown."""
    probability: float
    """That the source bears it and, where a question was given, that it answers it."""
    failed: tuple[str, ...]
    """What it failed: number, negation, name, code, link, overlap, question."""
    bearing: float = 0.0
    """The probability that the source bears it, whatever was asked."""
    answering: float | None = None
    """The probability that it answers the question; None without one."""


class SupportChecker:
    """Checks sentences against passages. Safe to call from several threads; keeps what it prepared of passages."""

    def __init__(self, embedder: Embedder, fit: SupportFit | None = None) -> None:
        """Use `fit`, or the one that ships with Askwell."""
        self._embedder = embedder
        self._fit = fit or shipped()
        self._matches = self._fit.embedder == embedder.id
        self._sources: _Kept[Source] = _Kept(_SOURCES)
        self._questions: _Kept[Vector] = _Kept(_QUESTIONS)

    def check(self, sentence: str, source: str, question: str = "", lang: str | None = None) -> Support:
        """Whether `source`, the text of the cited passage, bears `sentence`, which is in `lang`.

        With a `question` it must also answer that; leave it out for sentences that only are part of an answer.
        """
        text = normal(_MARKERS.sub("", sentence)).strip()
        prepared = self._source(source, lang)
        signals = self.signals(text, prepared, normal(question).strip(), lang)
        bearing = self._fit.bearing.probability(signals.bearing, fits=self._matches)
        answering = (
            self._fit.answering.probability(signals.answering, fits=self._matches) if signals.answering else None
        )
        return self._judged(bearing, answering, signals.failed)

    def signals(self, text: str, source: Source, question: str, lang: str | None) -> Signals:
        """What the probabilities are made of; `text` and `question` as `normal` gives them."""
        scale, vector = self._embedder.similarity_range, self._embedder.embed_passages([text])[0]
        found = overlap(text, vector, source, scale)
        is_foreign = lang is not None and primary(lang) != source.lang and found.coverage < _FOREIGN
        failed = failed_checks(text, source, question, same_language=not is_foreign)
        if is_foreign:
            found = found.across_languages(scale)
        if not question:
            return Signals(found.signals, {}, failed)
        return Signals(found.signals, self._answering(text, vector, source, question, found, scale, lang), failed)

    def _answering(
        self,
        text: str,
        vector: Vector,
        source: Source,
        question: str,
        found: Overlap,
        scale: SimilarityRange,
        lang: str | None,
    ) -> dict[str, float]:
        asked: Question = read_question(question, lang or source.lang, source, self._question(question))
        return question_signals(text, asked, source, found.best, vector, scale)

    def _judged(self, bearing: float, answering: float | None, failed: tuple[str, ...]) -> Support:
        probability = bearing if answering is None else bearing * answering
        cut = self._fit.cuts.bearing if answering is None else self._fit.cuts.joined
        reasons = list(failed)
        if probability < cut:
            reasons.append(OVERLAP if answering is None or bearing < answering else QUESTION)
        left = _FAILED if failed else 1.0
        return Support(not reasons, probability * left, tuple(reasons), bearing * left, answering)

    def _source(self, text: str, lang: str | None) -> Source:
        known = {*KNOWN, primary(lang)} if lang else set(KNOWN)
        own = detect(text, known, lang or KNOWN[0])
        return self._sources.get((text, own), lambda: Source(text, self._embedder, own))

    def _question(self, text: str) -> Vector:
        return self._questions.get(text, lambda: self._embedder.embed_queries([text])[0])


@dataclass(frozen=True, slots=True)
class Signals:
    """What is looked at of one sentence."""

    bearing: dict[str, float]
    answering: dict[str, float]
    """Empty without a question."""
    failed: tuple[str, ...]


class _Kept(Generic[T]):
    """The things used last, at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._size:
                self._things.popitem(last=False)
        return made
