"""What an answer's text holds, compared after normalisation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from answering.evidence.units import WIDE_PER_WORD, count_words

_MARKER = re.compile(r"\[\d+\]")
"""A citation mark such as `[1]`, which is no part of what the answer says."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")

_READ = re.compile(rf"(?P<wide>[{_CJK}])|[^\W_{_CJK}]+(?:['’.-][^\W_{_CJK}]+)*")
_ROUNDING = 1e-6


def units(text: str) -> list[str]:
    """The words of a text, or its characters where words are not spaced: folded case and width, no punctuation."""
    plain = unicodedata.normalize("NFKC", _MARKER.sub(" ", text)).casefold()
    return _UNIT.findall(plain)


def holds(text: str, gold: str) -> bool:
    """Whether the words of `gold` stand in `text`, side by side and in order."""
    wanted = units(gold)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(units(text))} "


def holds_any(text: str, golds: Iterable[str]) -> bool:
    """Whether `text` holds at least one of the accepted answers."""
    return any(holds(text, gold) for gold in golds)


def first_words(text: str, count: int) -> str:
    """The first `count` words of a text, counted as `length` does, with all that stands between them."""
    plain = _MARKER.sub(" ", text)
    left = float(count)
    for match in _READ.finditer(plain):
        left -= 1 / WIDE_PER_WORD if match.lastgroup == "wide" else 1
        if left < -_ROUNDING:
            return plain[: match.start()]
    return plain


def length(text: str) -> int:
    """Words as a reader feels them: of scripts without spaces, as many characters as take as long to read."""
    return count_words(_MARKER.sub(" ", text))


def quote_is_verbatim(quote: str, start: int, end: int, text: str) -> bool:
    """Whether a citation's quote is exactly `text[start:end]`, in code points, and not empty."""
    return bool(quote) and 0 <= start < end <= len(text) and text[start:end] == quote
