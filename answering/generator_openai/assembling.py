"""Puts checked sentences together: text, markers and citations."""

from __future__ import annotations

from answering.evidence.generator import cited, marked
from answering.generator_openai.bearing import Judged
from answering.generator_openai.quoting import Quote
from core.model import Citation


class Assembly:
    """An answer that grows by a sentence at a time."""

    def __init__(self) -> None:
        self.text = ""
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self._citations: list[Citation] = []
        self._after_block = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, in the order of their numbers."""
        return tuple(self._citations)

    def add(self, one: Judged) -> str:
        """Put a sentence behind what is there, with the markers of its quotes; returns what was added."""
        markers = " ".join(f"[{number}]" for number in dict.fromkeys(map(self._number, one.quotes)))
        added = self._gap(one) + marked(one.text, markers)
        self.text += added
        self._after_block = one.unit.is_block
        return added

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
