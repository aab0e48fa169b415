"""Finds for each sentence of a model the quotes that bear it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from answering.generator_openai.clauses import doubtful
from answering.generator_openai.cleaning import cleaned, is_harmless, plain
from answering.generator_openai.quoting import Quotable, Quote, by_share
from answering.generator_openai.sources import Source
from answering.generator_openai.splitting import Unit
from answering.support.checker import Support
from core.language import primary

MOST_CITED = 2
"""Sources that one sentence is checked against of those that it cites."""
LINK = "link"
"""What a sentence failed that would fetch something, or lead to an address that no source has."""
EMPTY = "empty"
"""What a sentence failed of which nothing was left."""


class Checker(Protocol):
    """Says whether a text bears a sentence."""

    def check(self, sentence: str, source: str, question: str = "", lang: str | None = None) -> Support:
        """The verdict on one sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with its quotes; without any it must not be shown."""

    unit: Unit
    text: str
    """As it may be shown."""
    quotes: tuple[Quote, ...] = ()
    probability: float = 0.0
    failed: tuple[str, ...] = ()


class Bearing:
    """Judges the sentences of one answer."""

    def __init__(self, checker: Checker, sources: Sequence[Source], lang: str) -> None:
        self._checker = checker
        self._quotables = {source.handle: Quotable(source) for source in sources}
        self._known = "\n".join(source.text for source in sources)
        self._titles = {_bare(part) for source in sources for part in (source.passage.title, *source.passage.heading)}
        self._lang = lang

    def says_something(self, unit: Unit) -> bool:
        """Whether it is more than the title of a source."""
        return _bare(unit.text) not in self._titles

    def judge(self, unit: Unit) -> Judged:
        """What bears a sentence: first what it cites itself, then what shares most words with it.

        Models cite wrongly, at the end of a paragraph only, or not at all; what counts is that there is a text that
        bears the sentence, and that the reader is shown that one.
        """
        text = cleaned(unit.text, self._known)
        sentence, failed = plain(text), Judged(unit, text, failed=(EMPTY,))
        if not _bare(sentence) or _bare(sentence) in self._titles:
            return failed
        if not is_harmless(text, self._known):
            return Judged(unit, text, failed=(LINK,))
        for quotes, source in self._tries(unit, sentence):
            support = self._checked(sentence, source, quotes)
            if support.borne:
                return Judged(unit, text, quotes, support.probability)
            if support.probability >= failed.probability:
                failed = Judged(unit, text, (), support.probability, support.failed)
        return failed

    def _checked(self, sentence: str, source: str, quotes: tuple[Quote, ...]) -> Support:
        """Of a sentence as a whole, then of each part that could be something else behind a comma."""
        support = self._checker.check(sentence, source, lang=self._lang)
        if support.borne and primary(quotes[0].source.passage.lang) == primary(self._lang):
            parts = (
                self._checker.check(part, source, lang=self._lang) for part in doubtful(sentence, source, self._lang)
            )
            return next((part for part in parts if not part.borne), support)
        return support

    def _tries(self, unit: Unit, sentence: str) -> Iterator[tuple[tuple[Quote, ...], str]]:
        """Quotes with the text that the sentence is checked against, the likeliest first."""
        cited = [self._quotables[handle] for handle in unit.handles if handle in self._quotables][:MOST_CITED]
        own = by_share(cited, sentence)
        for quote in own:
            yield (quote,), quote.text
        if len(own) > 1:
            yield tuple(own), "\n".join(quote.text for quote in own)
        nearest = next(iter(by_share(self._quotables.values(), sentence)), None)
        if nearest is not None and nearest.key not in {quote.key for quote in own}:
            yield (nearest,), nearest.text
        whole = cited[0] if cited else self._quotables[nearest.source.handle] if nearest else None
        for quotable in [whole] if whole else list(self._quotables.values())[:1]:
            if widest := quotable.widest(sentence):
                # Headings say what a passage is about; sentences repeat it.
                yield (widest,), f"{quotable.source.heading}\n{widest.text}"


def _bare(text: str) -> str:
    """A text as it is compared with a title."""
    return " ".join(re.findall(r"\w+", text.lower()))
