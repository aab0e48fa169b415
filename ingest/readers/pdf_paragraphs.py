"""From lines on pages to blocks: what is set larger is a heading, a wider gap begins a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Line, body_size
from ingest.readers.plain import add_groups
from ingest.text import TextBuilder, display_width

_HEADING_RATIO = 1.12
_MAX_HEADING_LINES = 3
_GAP_RATIO = 1.35
_OPEN_GAP_RATIO = 1.7
"""The same after a full line that does not end a sentence: a change of typeface can spread lines."""
_SIZE_NOISE = 0.08
"""Words in another face make the usual size of a line differ by this share."""
_FULL = 0.6
"""A line shorter than this share of the usual length ends because it is meant to."""
_INDENT_UNIT = 0.5
"""Width of a space in units of the type size."""
_SENTENCE_END = re.compile(r"[.!?:。！？：…][\"'”’»)\]]*$")
_CUT_WORD = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:-\w+)*")


def add_lines(builder: TextBuilder, lines: list[Line]) -> str | None:
    """Add `lines` as blocks and return the text of the first heading of the largest size."""
    size = body_size(lines)
    paragraphs = _paragraphs(lines, size)
    levels = {large: min(level, 6) for level, large in enumerate(_heading_sizes(paragraphs, size), start=1)}
    words = set(_WORD.findall("\n".join(line.text for line in lines)))
    width = int(_FULL * _usual_length(lines, size))
    left = min(line.x for line in lines)
    first, pending = None, list[list[str]]()
    for paragraph in paragraphs:
        level = levels.get(paragraph[0].size)
        if level is None or not _is_heading(paragraph, size):
            pending.append(_mended([_indented(line, left) for line in paragraph], words))
            continue
        add_groups(builder, pending, width)
        pending = []
        title = " ".join(line.text for line in paragraph)
        builder.heading(title, level)
        first = title if level == 1 and first is None else first
    add_groups(builder, pending, width)
    return first


def _usual_length(lines: list[Line], size: float) -> int:
    lengths = sorted(display_width(line.text) for line in lines if line.size == size)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _paragraphs(lines: list[Line], size: float) -> list[list[Line]]:
    gaps = [above.y - below.y for above, below in pairwise(lines) if _same_column(above, below, size)]
    pitch = median(gaps) if gaps else size * 1.2
    usual = _usual_length(lines, size)
    paragraphs = [lines[:1]]
    for above, below in pairwise(lines):
        if _goes_on(above, below, pitch, usual):
            paragraphs[-1].append(below)
        else:
            paragraphs.append([below])
    return paragraphs


def _same_column(above: Line, below: Line, size: float) -> bool:
    return above.size == below.size == size and above.page == below.page and 0 < above.y - below.y < size * 3


def _goes_on(above: Line, below: Line, pitch: float, usual: int) -> bool:
    """Whether `below` belongs to the paragraph of `above`."""
    is_full = display_width(above.text) >= usual * _FULL
    ends = bool(_SENTENCE_END.search(above.text))
    if above.page != below.page:
        return above.size == below.size and is_full and not ends
    if abs(above.size - below.size) > _SIZE_NOISE * above.size and not 0 <= above.y - below.y < pitch * 1.1:
        return False
    if below.y > above.y + pitch / 2:  # a new column
        return is_full and not ends
    ratio = _OPEN_GAP_RATIO if is_full and not ends else _GAP_RATIO
    if above.y - below.y > max(pitch, above.size) * ratio:
        return False
    is_indented = below.x > above.x + above.size * _INDENT_UNIT
    return not (ends and (is_indented or not is_full))


def _heading_sizes(paragraphs: list[list[Line]], size: float) -> list[float]:
    return sorted({part[0].size for part in paragraphs if _is_heading(part, size)}, reverse=True)


def _is_heading(paragraph: list[Line], size: float) -> bool:
    has_letters = any(character.isalpha() for character in paragraph[0].text)
    return paragraph[0].size >= size * _HEADING_RATIO and len(paragraph) <= _MAX_HEADING_LINES and has_letters


def _indented(line: Line, left: float) -> str:
    return " " * min(40, round((line.x - left) / (line.size * _INDENT_UNIT or 1))) + line.text


def _mended(lines: list[str], words: set[str]) -> list[str]:
    """Words cut by a hyphen at the end of a line put together again; a hyphen the document writes elsewhere stays."""
    mended = lines[:1]
    for line in lines[1:]:
        cut, rest = _CUT_WORD.search(mended[-1]), _WORD.match(line.strip())
        if not cut or not rest or not rest[0][0].islower():
            mended.append(line)
            continue
        hyphenated = f"{cut[1]}-{rest[0]}" in words and f"{cut[1]}{rest[0]}" not in words
        mended[-1] = (mended[-1] if hyphenated else mended[-1][:-1]) + line.strip()
    return mended
