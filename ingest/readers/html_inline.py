"""Inline HTML: which elements it has, and how their text reads on its own."""

from __future__ import annotations

import re

from ingest.text import lines, one_line

BREAK = "\x1e"
"""Stands for `<br>` while a paragraph is collected; a control character, so it never comes from a page."""
_INLINE_WORDS = """
    a abbr acronym b bdi bdo big cite data dfn em font i ins kbd label mark ruby small span strong time u var wbr
    picture output meter progress
"""
INLINE = frozenset(_INLINE_WORDS.split())
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_REFERENCE = re.compile(r"\[[^\]]*\]")
_MIN_ALT_WORDS = 4
_MIN_ALT_CHARACTERS = 24
_MIN_ALT_UNSPACED = 10


def paragraph_text(run: list[str]) -> str:
    """Collected inline text with white space as a browser would show it; `BREAK` is a line end."""
    return lines("\n".join(one_line(part) for part in "".join(run).split(BREAK)))


def code_span(text: str) -> str:
    """`text` between backticks."""
    code = one_line(text)
    marks = "``" if "`" in code else "`"
    return f"{marks}{code}{marks}" if code else ""


def raised(text: str) -> str:
    """Superscript: `10<sup>2</sup>` must not read as 102; marks of footnotes go."""
    return _shifted(one_line(text), _SUPERSCRIPT)


def lowered(text: str) -> str:
    """Subscript digits."""
    return _shifted(one_line(text), _SUBSCRIPT)


def _shifted(text: str, table: dict[int, int]) -> str:
    if _REFERENCE.fullmatch(text):
        return ""
    return text.translate(table) if all(ord(character) in table for character in text) else text


def tells_something(alt: str) -> bool:
    """Whether the description of a picture that stands alone is worth reading without the picture."""
    if " " in alt:
        return len(alt.split()) >= _MIN_ALT_WORDS and len(alt) >= _MIN_ALT_CHARACTERS
    return not alt.isascii() and len(alt) >= _MIN_ALT_UNSPACED
