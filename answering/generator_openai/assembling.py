"""Puts checked sentences together: text, markers and citations."""

from __future__ import annotations

import re

from answering.evidence.generator import cited, marked
from answering.generator_openai.bearing import Judged
from answering.generator_openai.quoting import Quote
from core.model import Citation

_STEP = re.compile(r"(^|\n)\d{1,3}(?=[.)、])")


class Assembly:
    """An answer that grows by a sentence at a time."""

    def __init__(self) -> None:
        self.text = ""
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self._citations: list[Citation] = []
        self._after_block = False
        self._step = self._told = 0
        """The number of the last step, as it is shown and as the model gave it."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, in the order of their numbers."""
        return tuple(self._citations)

    def add(self, one: Judged) -> str:
        """Put a sentence behind what is there, with the markers of its quotes; returns what was added."""
        markers = " ".join(f"[{number}]" for number in dict.fromkeys(map(self._number, one.quotes)))
        added = self._gap(one) + marked(self._numbered(one), markers)
        self.text += added
        self._after_block = one.unit.is_block
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
            number = len(self._numbers) + 1
            self._numbers[quote.key] = number
            self._citations.append(cited(number, quote.source.passage, quote.start, quote.end, quote.text))
        return self._numbers[quote.key]
