"""Finds the stretch of a source that a sentence rests on: as short as it can be, and verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answering.evidence.sentences import split_sentences
from answering.evidence.units import terms_of
from answering.generator_openai.sources import Source

MOST_JOINED = 5
"""Neighbouring sentences or lines in one quote."""
GAIN = 0.08
"""Share of the sentence's words that a further one must add."""
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_HEADING = re.compile(r"#{1,6}\s")


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a source."""

    source: Source
    start: int
    end: int
    """In the document version."""
    share: float = 0.0
    """Of the sentence's words."""

    @property
    def text(self) -> str:
        """The stretch itself."""
        return self.source.text[self.start - self.source.start : self.end - self.source.start]

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What makes it the same quote."""
        return (*self.source.key, self.start, self.end)


class Quotable:
    """A source cut into what can be quoted."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._spans = list(_spans(source.text))
        lang = source.passage.lang
        self._terms = [frozenset(terms_of(source.text[left:right], lang)) for left, right in self._spans]

    def best(self, sentence: str) -> Quote | None:
        """The few neighbouring lines that share most words with `sentence`; None where none shares any."""
        wanted = self._wanted(sentence)
        shares = [_share(wanted, terms) for terms in self._terms]
        if not any(shares):
            return None
        first = last = max(range(len(shares)), key=lambda at: (shares[at], -at))
        covered = self._terms[first]
        while last - first + 1 < MOST_JOINED:
            beside = [at for at in (first - 1, last + 1) if 0 <= at < len(shares)]
            gains = {at: _share(wanted, self._terms[at] - covered) for at in beside}
            best = max(gains, key=lambda at: gains[at], default=None)
            if best is None or gains[best] < GAIN:
                break
            first, last, covered = min(first, best), max(last, best), covered | self._terms[best]
        return self._quote(first, last, _share(wanted, covered))

    def widest(self, sentence: str) -> Quote | None:
        """From the first line that shares a word with `sentence` to the last; all of it where none does."""
        if not self._spans:
            return None
        wanted = self._wanted(sentence)
        sharing = [at for at, terms in enumerate(self._terms) if wanted & terms] or range(len(self._spans))
        return self._quote(sharing[0], sharing[-1], 1.0)

    def _wanted(self, sentence: str) -> frozenset[str]:
        return frozenset(terms_of(sentence, self.source.passage.lang))

    def _quote(self, first: int, last: int, share: float) -> Quote:
        start = self.source.start
        return Quote(self.source, start + self._spans[first][0], start + self._spans[last][1], share)


def by_share(quotables: Iterable[Quotable], sentence: str) -> list[Quote]:
    """The best quote of each source that has one, those that share most first."""
    quotes = [quote for quotable in quotables if (quote := quotable.best(sentence))]
    return sorted(quotes, key=lambda quote: -quote.share)


def _share(wanted: frozenset[str], terms: frozenset[str]) -> float:
    return len(wanted & terms) / len(wanted) if wanted else 0.0


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, list items and rows; code blocks as a whole; no headings."""
    lines = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    at = 0
    while at < len(lines):
        start, end = lines[at]
        line = text[start:end]
        if _FENCE.match(line):
            at = _last_of_code(text, lines, at)
            yield start, lines[at][1]
        elif line.strip() and not _HEADING.match(line):
            yield from split_sentences(text, start, end)
        at += 1


def _last_of_code(text: str, lines: Sequence[tuple[int, int]], at: int) -> int:
    closing = (other for other in range(at + 1, len(lines)) if _FENCE.match(text, *lines[other]))
    return next(closing, len(lines) - 1)
