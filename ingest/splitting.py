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
    spans: list[Span] = []
    for start, end in parts:
        tokens = count(text[start:end])
        if tokens > limit:
            spans.extend(_split_part(text, start, end, block.kind, count, target, limit))
        elif spans and spans[-1].tokens + tokens <= target:
            spans[-1] = Span(spans[-1].start, end, spans[-1].tokens + tokens)
        else:
            spans.append(Span(start, end, tokens))
    return spans


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


def _split_part(
    text: str, start: int, end: int, kind: BlockKind, count: CountTokens, target: int, limit: int
) -> list[Span]:
    """Cut one item or row that alone is too long: between its lines, and a line between its sentences."""
    lines = list(_at(_LINE, text, start, end))
    if kind is BlockKind.TABLE or len(lines) < 2:
        return _cut(text, start, end, kind, count, target)
    spans: list[Span] = []
    for begin, after in lines:
        tokens = count(text[begin:after])
        if tokens > limit:
            spans.extend(_cut(text, begin, after, kind, count, target))
        elif spans and spans[-1].tokens + tokens <= target:
            spans[-1] = Span(spans[-1].start, after, spans[-1].tokens + tokens)
        else:
            indent = len(text[begin:after]) - len(text[begin:after].lstrip())
            spans.append(Span(begin + indent, after, tokens))
    return spans


def _cut(text: str, start: int, end: int, kind: BlockKind, count: CountTokens, target: int) -> list[Span]:
    """Cut at sentences, or lines for code, with the separators of langchain's recursive splitter."""
    spans: list[Span] = []
    counted = cache(count)
    splitter = _splitter(counted, target, kind is BlockKind.CODE)
    position = start
    for window in _windows(text, start, end):
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


def _windows(text: str, start: int, end: int) -> Iterator[str]:
    while end - start > _WINDOW:
        cut = next((text.rfind(mark, start + _WINDOW // 2, start + _WINDOW) for mark in "\n。. "), -1)
        cut = start + _WINDOW if cut < 0 else cut + 1
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
