"""Puts checked sentences together: text, markers and citations."""

from __future__ import annotations

import re

from answering.evidence.generator import cited, marked
from answering.generator_openai.bearing import Judged
from answering.generator_openai.quoting import Quote
from core.model import Citation

FURTHEST = 200
"""Characters between two items of a list that are quoted together."""
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)、])\s+")
_HAS_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、])\s+", re.MULTILINE)
_STEP = re.compile(r"(^|\n)\d{1,3}(?=[.)、])")


class Assembly:
    """An answer that grows by a sentence at a time."""

    def __init__(self) -> None:
        self.text = ""
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self._citations: list[Citation] = []
        self._last: Quote | None = None
        self._after_block = self._goes_on = False
        """Whether what was added last is a block, or an item of a list that may go on."""
        self._step = self._told = 0
        """The number of the last step, as it is shown and as the model gave it."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, in the order of their numbers."""
        return tuple(self._citations)

    def add(self, one: Judged) -> str:
        """Put a sentence behind what is there, with the markers of its quotes; returns what was added."""
        is_item = bool(_ITEM.match(one.text))
        numbers = [self._further(quote) if is_item and self._goes_on else None for quote in one.quotes]
        found = [number or self._number(quote) for number, quote in zip(numbers, one.quotes, strict=True)]
        markers = " ".join(f"[{number}]" for number in dict.fromkeys(found))
        added = self._gap(one) + marked(self._numbered(one), markers)
        self.text += added
        self._after_block = one.unit.is_block
        self._goes_on = bool(_HAS_ITEM.search(one.text))
        return added

    def _numbered(self, one: Judged) -> str:
        """The text; steps are counted from 1, whatever number the model gave them."""
        number = one.unit.number
        if number is None:
            return one.text
        self._step = self._step + 1 if number in (self._step + 1, self._told + 1) else 1
        self._told = number
        return _STEP.sub(lambda found: f"{found[1]}{self._step}", one.text, count=1)

    def _gap(self, one: Judged) -> str:
        if not self.text:
            return ""
        return "\n\n" if self._after_block or one.unit.is_block else one.unit.gap or " "

    def _number(self, quote: Quote) -> int:
        if quote.key not in self._numbers:
            number = len(self._citations) + 1
            self._numbers[quote.key] = number
            self._citations.append(cited(number, quote.source.passage, quote.start, quote.end, quote.text))
            self._last = quote
        return self._numbers[quote.key]

    def _further(self, quote: Quote) -> int | None:
        """The number of the last citation where that can go on to the end of `quote`: a list is quoted as a whole."""
        last = self._last
        if last is None or quote.key in self._numbers or last.source != quote.source or quote.start < last.end:
            return None
        between = last.source.text[last.end - last.source.start : quote.start - last.source.start]
        if len(between) > FURTHEST or "\n\n" in between:
            return None
        longer = Quote(last.source, last.start, quote.end)
        number = len(self._citations)
        self._citations[-1] = cited(number, longer.source.passage, longer.start, longer.end, longer.text)
        self._numbers[quote.key] = number
        self._last = longer
        return number
