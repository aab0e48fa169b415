"""Cutting one block that is too long for a passage: lists between items, tables between rows, text between sentences.

All offsets are exact: a cut is a place in the text, and only white space may lie between two parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from core.model import Block, BlockKind

CountTokens = Callable[[str], int]

_TOP_ITEM = re.compile(r"^(?:-|\d+\.) ", re.MULTILINE)
_LINE = re.compile(r"^.", re.MULTILINE)
_FENCE = re.compile(r"\s*`{3,}")
LEADS = (":", "：", "?", "？")
"""Ends of a line that announces the next one."""
_TABLE_HEAD_LINES = 2
# From strong to weak; lookbehinds leave every character in its part.
_TEXT_SEPARATORS = [
    "\n",
    r"(?<=[.!?…][\"'”’»)\]])\s+|(?<=[.!?…])\s+",
    r"(?<=[。！？；][”’」』）])|(?<=[。！？；])(?![”’」』）])",
    r"(?<=[;:])\s+",
    r"(?<=[，、：])",
    r"(?<=,)\s+",
    r"\s+",
    "",
]
_CODE_SEPARATORS = ["\n\n+", "\n", r"\s+", ""]
_WINDOW = 6_000
"""Characters; a run without any break is cut here first, or counting its tokens again and again takes forever."""


class Span(NamedTuple):
    """A part `[start, end)` of the text with its number of tokens."""

    start: int
    end: int
    tokens: int


def split_block(text: str, block: Block, count: CountTokens, target: int, limit: int) -> list[Span]:
    """Parts of `block` of about `target` tokens, none above `limit`, in order; `text` is the whole document's."""
    parts = list(_natural_parts(text, block))
    if len(parts) < 2:
        return _cut(text, block.start, block.end, block.kind, count, target)
    measured = [Span(start, end, count(text[start:end])) for start, end in parts]
    if block.kind is BlockKind.TABLE:
        return _grouped(text, measured, target, limit, lambda row: _cut(text, *row[:2], block.kind, count, target))
    return _grouped(text, measured, target, limit, lambda item: _split_item(text, item, count, target, limit))


def _grouped(text: str, units: list[Span], target: int, limit: int, split: Callable[[Span], list[Span]]) -> list[Span]:
    """Consecutive units put together up to `target` tokens; one above `limit` is split by itself."""
    spans: list[Span] = []
    lead: Span | None = None
    for unit in units:
        if unit.tokens > limit:
            spans.extend(split(unit))
        elif spans and spans[-1].tokens + unit.tokens <= target:
            spans[-1] = Span(spans[-1].start, unit.end, spans[-1].tokens + unit.tokens)
        elif lead and spans[-1].end == lead.end and spans[-1].start < lead.start and lead.tokens + unit.tokens <= limit:
            # A line such as "Example:" goes with what it announces.
            before = text[spans[-1].start : lead.start].rstrip()
            spans[-1] = Span(spans[-1].start, spans[-1].start + len(before), spans[-1].tokens - lead.tokens)
            spans.append(Span(_first_character(text, lead.start), unit.end, lead.tokens + unit.tokens))
        else:
            spans.append(Span(_first_character(text, unit.start), unit.end, unit.tokens))
        lead = unit if text[unit.start : unit.end].endswith(LEADS) else None
    return spans


def _first_character(text: str, start: int) -> int:
    while text[start].isspace():
        start += 1
    return start


def _natural_parts(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Items of a list, rows of a table."""
    if block.kind in (BlockKind.LIST, BlockKind.STEPS):
        yield from _at(_TOP_ITEM, text, block.start, block.end)
    elif block.kind is BlockKind.TABLE:
        rows = list(_at(_LINE, text, block.start, block.end))
        head = rows[: _TABLE_HEAD_LINES + 1]  # the head says nothing without a row
        yield head[0][0], head[-1][1]
        yield from rows[_TABLE_HEAD_LINES + 1 :]


def _at(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    body = text[start:end]
    starts = sorted({start, *(start + match.start() for match in pattern.finditer(body))})
    for begin, after in pairwise([*starts, end + 1]):
        yield begin, after - 1  # without the line end


def _split_item(text: str, item: Span, count: CountTokens, target: int, limit: int) -> list[Span]:
    """Cut an item that alone is too long: between its lines or code blocks, and those between sentences."""
    units = [Span(start, end, count(text[start:end])) for start, end in _lines_and_code(text, item.start, item.end)]
    if len(units) < 2:
        return _cut(text, item.start, item.end, BlockKind.LIST, count, target)

    def split(unit: Span) -> list[Span]:
        kind = BlockKind.CODE if _FENCE.match(text, unit.start, unit.end) else BlockKind.LIST
        return _cut(text, unit.start, unit.end, kind, count, target)

    return _grouped(text, units, target, limit, split)


def _lines_and_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of an item; a code block in it counts as one."""
    first, fence = start, ""
    for begin, after in _at(_LINE, text, start, end):
        line = text[begin:after].strip()
        if fence:
            fence = "" if line == fence else fence
        elif _FENCE.match(text, begin, after):
            fence = line[: len(line) - len(line.lstrip("`"))]
            first = begin
        else:
            first = begin
        if not fence:
            yield first, after
    if fence:
        yield first, end


def _cut(text: str, start: int, end: int, kind: BlockKind, count: CountTokens, target: int) -> list[Span]:
    """Cut at sentences, or lines for code, with the separators of langchain's recursive splitter."""
    spans: list[Span] = []
    counted = cache(count)
    splitter = _splitter(counted, target, kind is BlockKind.CODE)
    position = start
    for window in _windows(text, start, end, target):
        for piece in splitter(window):
            span = _trimmed(text, position, position + len(piece), counted)
            position += len(piece)
            if span:
                spans.append(span)
    if position != end:
        raise AssertionError("the splitter must keep every character")
    return spans


def _splitter(count: CountTokens, target: int, is_code: bool) -> Callable[[str], list[str]]:
    # Loading takes a third of a second, and only long blocks need it.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_CODE_SEPARATORS if is_code else _TEXT_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=target,
        chunk_overlap=0,
        # A piece without tokens, such as a full stop, would be taken for overlap and come twice.
        length_function=lambda piece: max(count(piece), len(piece[:1])),
    ).split_text


def _windows(text: str, start: int, end: int, target: int) -> Iterator[str]:
    while end - start > _WINDOW:
        breaks = (text.rfind(mark, start + _WINDOW // 2, start + _WINDOW) for mark in "\n。. ")
        cut = next((found + 1 for found in breaks if found >= 0), start + target)
        yield text[start:cut]
        start = cut
    yield text[start:end]


def _trimmed(text: str, start: int, end: int, count: CountTokens) -> Span | None:
    """The span without white space at its ends, or None when nothing is left."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    begin = start + piece.index(stripped[0])
    return Span(begin, begin + len(stripped), count(stripped))
