"""What an answer's text holds, compared after normalisation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MARKER = re.compile(r"\[\d+\]")
"""A citation mark such as `[1]`, which is no part of what the answer says."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


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
    """The first `count` words of a text, as `holds` compares them."""
    return " ".join(units(text)[:count])


def length(text: str) -> int:
    """Words, counting each character of unspaced scripts as one."""
    return len(units(text))


def quote_is_verbatim(quote: str, start: int, end: int, text: str) -> bool:
    """Whether a citation's quote is exactly `text[start:end]`, in code points, and not empty."""
    return bool(quote) and 0 <= start < end <= len(text) and text[start:end] == quote
