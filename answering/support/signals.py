"""Reads what the support check judges by: hard checks, overlap with the source, fit with the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from answering.support.hard_checks import failed_checks, stands_in
from answering.support.overlap import MEANING, Overlap, overlap
from answering.support.question_fit import question_signals, read_question
from answering.support.source import KNOWN, Source, normal
from core.kept import Kept
from core.language import detect, primary, tell
from retrieval.embedder import Embedder

_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+(?=[\s.。!?！？]*$)")
_ITEM = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\d{1,2}[.)、]\s*|(?:step|paso|étape|etape|步骤)\s*\d{1,2}\s*[:.：]\s*|第\s*\d{1,2}\s*步[:：,，]?\s*)"
    r"(?=\S)(?!\d)",
    re.IGNORECASE,
)
_FOREIGN = 0.5
"""Share of a sentence's terms from which on it is in the language of its source, whatever language was meant."""
_SOURCES, _QUESTIONS, _SENTENCES = 128, 512, 256
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is looked at of one sentence."""

    bearing: Mapping[str, float]
    """Overlap with the source."""
    answering: Mapping[str, float]
    """Fit with the question; empty without one."""
    failed: tuple[str, ...]
    """The hard checks that it fails."""
    is_verbatim: bool
    """Whether the source has it word for word."""
    is_foreign: bool = False
    """Whether it is in another language than the source, so that only the meaning can be compared."""

    def by_words(self) -> Signals:
        """The same without what an embedder gives."""
        return replace(self, bearing={name: value for name, value in self.bearing.items() if name not in MEANING})


Settled = Callable[[Signals], bool]
"""Says of the signals of words and hard checks, and of no question, whether meanings can change nothing any more."""


class SignalReader:
    """Safe to call from several threads; keeps what it prepared of passages and questions."""

    def __init__(self, embedder: Embedder) -> None:
        """Compare meanings by `embedder`."""
        self._embedder = embedder
        self._sources: Kept[Source] = Kept(_SOURCES)
        self._questions: Kept[Vector] = Kept(_QUESTIONS)
        self._sentences: Kept[Vector] = Kept(_SENTENCES)

    def read(
        self,
        sentence: str,
        source: str,
        question: str = "",
        lang: str | None = None,
        settled: Settled = lambda signals: False,
    ) -> Signals:
        """The signals of `sentence`, in `lang`, against the text of a passage and, where there is one, a question.

        Meanings, which take ten times as long as all else, are left out where they are `settled`.
        """
        prepared, asked = self._source(source, lang), normal(question).strip()
        text = _without_count(normal(_MARKERS.sub("", sentence)).strip(), prepared)
        is_verbatim, found = stands_in(text, prepared), overlap(text, prepared)
        is_foreign = lang is not None and primary(lang) != prepared.lang and found.coverage < _FOREIGN
        failed = failed_checks(text, prepared, asked, same_language=not is_foreign, is_verbatim=is_verbatim)
        signals = Signals(found.signals, {}, failed, is_verbatim, is_foreign)
        if not is_verbatim and not settled(signals):
            found = found.with_meaning(self._sentence(text), prepared, self._embedder.similarity_range)
        answering = self._answering(text, prepared, asked, found, lang) if asked else {}
        if is_foreign:
            found = found.across_languages(self._embedder.similarity_range)
        return replace(signals, bearing=found.signals, answering=answering)

    def prepare(self, source: str, lang: str | None = None) -> None:
        """Embed a passage's sentences ahead, so that the first sentence checked against it need not wait for that."""
        _ = self._source(source, lang).vectors

    def _answering(
        self, text: str, source: Source, question: str, found: Overlap, lang: str | None
    ) -> dict[str, float]:
        asked = read_question(question, lang or source.lang, source, self._question(question))
        return question_signals(text, asked, source, found.best, self._embedder.similarity_range)

    def _source(self, text: str, lang: str | None) -> Source:
        known = {*KNOWN, primary(lang)} if lang else set(KNOWN)
        return self._sources.get((text, lang), lambda: self._prepared(text, known, lang))

    def _prepared(self, text: str, known: set[str], lang: str | None) -> Source:
        meant = primary(lang) if lang else detect(text, known, KNOWN[0])
        return Source(text, self._embedder, tell(text, known) or meant)

    def _sentence(self, text: str) -> Vector:
        return self._sentences.get(text, lambda: self._embedder.embed_passages([text])[0])

    def _question(self, text: str) -> Vector:
        return self._questions.get(text, lambda: self._embedder.embed_queries([text])[0])


def _without_count(text: str, source: Source) -> str:
    """`text` without the number that a list gave it, unless the source counts the same item."""
    item = _ITEM.sub("", text)
    counted = re.search(rf"\d{{1,2}}[.)、]\s*{re.escape(item.lower())}", source.plain) if item != text else None
    return text if counted else item
