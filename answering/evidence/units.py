"""Cuts a passage into the smallest pieces that can be quoted: sentences, list items, table rows, whole blocks of steps.

Offsets are of the document version. Headings give context and are never part of a piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from answering.evidence.sentences import split_sentences
from core.model import Block, BlockKind, Passage
from retrieval.analysis import analyse

WHOLE_NOTE = 60
WHOLE_TABLE = 60
"""Words up to which a note or a table is not cut."""
LONGEST_SENTENCE = 60
"""Words from which on a sentence is cut at its semicolons."""
_SHORTEST_CLAUSE = 8
_SEMICOLON = re.compile(r"[;；]\s*")

_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:\-]+")
_ITEM = re.compile(r"^(?:[-*+•]|\d{1,3}[.)])\s", re.MULTILINE)
_HEADING_MARKS = re.compile(r"^#{1,6}\s+")
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST_WORD = 24
WIDE_PER_WORD = 1.8
"""Characters of Chinese that take as long to read as one English word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that makes sense to quote; `text` is the document's `[start, end)`."""

    kind: BlockKind
    start: int
    end: int
    text: str
    terms: frozenset[str]
    order: tuple[str, ...]
    """Its index terms in reading order."""
    block: Block
    heading: str
    """The heading it stands under inside its passage, "" when the passage's own heading says it."""
    is_row: bool = False
    """A row of a table, which its header has to come with."""
    words: int = 0
    """Length as a reader feels it."""


def terms_of(text: str, lang: str) -> tuple[str, ...]:
    """What `analyse` gives, much quicker for text whose words were seen before."""
    return tuple(term for word in text.split() for term in _word_terms(word, lang))


def _word_terms(word: str, lang: str) -> Sequence[str]:
    # Text without spaces comes in long runs that never come again.
    return _known_terms(word, lang) if len(word) <= _LONGEST_WORD else analyse(word, lang)


@lru_cache(maxsize=32_768)
def _known_terms(word: str, lang: str) -> tuple[str, ...]:
    return tuple(analyse(word, lang))


def count_words(text: str) -> int:
    """Words of `text`; characters of scripts without spaces count by reading time."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text) if wide else text)) + round(wide / WIDE_PER_WORD)


@lru_cache(maxsize=1_024)
def units_of(passage: Passage) -> tuple[Unit, ...]:
    """The pieces of `passage` in reading order; kept, because stemming costs more than everything else together."""
    return tuple(_cut(passage))


@lru_cache(maxsize=1_024)
def title_terms(passage: Passage) -> frozenset[str]:
    """The index terms of the document's title and of the headings that the passage stands under."""
    return frozenset(terms_of(" ".join((passage.title, *passage.heading)), passage.lang))


def _cut(passage: Passage) -> Iterator[Unit]:
    heading = ""
    blocks = passage.blocks or (Block(BlockKind.PARAGRAPH, passage.start, passage.end),)
    for block in blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if start >= end:
            continue
        text = passage.text[start - passage.start : end - passage.start]
        if block.kind is BlockKind.HEADING:
            heading = _HEADING_MARKS.sub("", text).strip()
            continue
        for left, right, is_row in _pieces(block.kind, text, begins=start == block.start):
            piece = text[left:right]
            order = terms_of(piece, passage.lang)
            yield Unit(
                block.kind,
                start + left,
                start + right,
                piece,
                frozenset(order),
                order,
                block,
                heading,
                is_row,
                count_words(piece),
            )


def _pieces(kind: BlockKind, text: str, *, begins: bool) -> Iterator[tuple[int, int, bool]]:
    """Where the pieces of a block are, and whether they are rows; `begins`: the passage has the block's beginning."""
    if kind is BlockKind.LIST:
        yield from ((left, right, False) for left, right in items(text))
    elif kind is BlockKind.TABLE and count_words(text) > WHOLE_TABLE:
        first = header_end(text) if begins else 0
        yield from ((row.start(), row.end(), True) for row in _LINE.finditer(text, first))
    elif kind in (BlockKind.STEPS, BlockKind.CODE, BlockKind.TABLE) or (
        kind is BlockKind.NOTE and count_words(text) <= WHOLE_NOTE
    ):
        left, right = len(text) - len(text.lstrip("\n")), len(text.rstrip())
        if left < right:
            yield left, right, False
    else:
        yield from ((left, right, False) for span in split_sentences(text) for left, right in _clauses(text, *span))


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence; one that is too long to be shown whole in its parts between semicolons."""
    if count_words(text[start:end]) > LONGEST_SENTENCE:
        for mark in _SEMICOLON.finditer(text, start, end):
            sides = text[start : mark.end()], text[mark.end() : end]
            if min(map(count_words, sides)) >= _SHORTEST_CLAUSE:
                yield start, start + len(sides[0].rstrip())
                start = mark.end()
    yield start, end


def items(text: str) -> Iterator[tuple[int, int]]:
    """Top-level items with what is nested in them; text before the first marker counts as an item."""
    starts = [match.start() for match in _ITEM.finditer(text)]
    if not starts or starts[0] > 0:
        starts = [0, *starts]
    for left, right in zip(starts, [*starts[1:], len(text)], strict=True):
        stripped = len(text[left:right].rstrip())
        if stripped:
            yield left, left + stripped


def header_end(table: str) -> int:
    """Where the header of a table ends: its first line, with the line of dashes below it."""
    lines = list(islice(_LINE.finditer(table), 2))
    ruled = len(lines) > 1 and _RULE.fullmatch(lines[1].group()) is not None
    return lines[1 if ruled else 0].end() if lines else 0
