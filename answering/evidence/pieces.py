"""Verbatim stretches of documents, and how they join when they touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from answering.evidence.page import Page, VersionReader
from answering.evidence.sentences import split_sentences
from answering.evidence.units import header_end
from core.model import Block, BlockKind, Passage

PROSE = (BlockKind.PARAGRAPH, BlockKind.NOTE)
"""Blocks made of sentences."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A verbatim stretch of a document version; `text` is `[start, end)` of it."""

    passage: Passage
    block: Block
    """The block it is (a part of); of joined pieces the last one's."""
    start: int
    end: int
    text: str


def piece(page: Page, block: Block, start: int, end: int) -> Piece:
    """The stretch `[start, end)` of a page."""
    return Piece(page.passage, block, start, end, page.text(start, end))


def whole(page: Page, block: Block) -> Piece:
    """A block from its first word to its last."""
    return piece(page, block, *page.whole(block))


def header(page: Page, block: Block) -> Piece:
    """The header of a table, also where the passage begins below it."""
    start, end = page.whole(block)
    return piece(page, block, start, start + header_end(page.text(start, end)))


def sentences_of(page: Page, block: Block) -> list[Piece]:
    """The sentences of a block of prose."""
    start, end = page.whole(block)
    spans = split_sentences(page.text(start, end))
    return [piece(page, block, start + span.start, start + span.end) for span in spans]


def joined(pieces: Iterable[Piece], versions: VersionReader | None) -> list[Piece]:
    """Pieces by document in the order each is first used, then by place; what touches or overlaps becomes one."""
    listed = list(pieces)
    documents = list(dict.fromkeys(one.passage.document_id for one in listed))
    ordered = sorted(listed, key=lambda one: (documents.index(one.passage.document_id), one.start, -one.end))
    found: list[Piece] = []
    for one in ordered:
        merged = _merge(found[-1], one, versions) if found else None
        if merged:
            found[-1] = merged
        else:
            found.append(one)
    return found


def _merge(left: Piece, right: Piece, versions: VersionReader | None) -> Piece | None:
    if (left.passage.document_id, left.passage.version) != (right.passage.document_id, right.passage.version):
        return None
    if right.end <= left.end:
        return left
    gap = Page(left.passage, versions).text(left.end, right.start) if right.start > left.end else ""
    if gap.strip() or len(gap) < right.start - left.end:
        return None
    own = right.text if right.start >= left.end else right.text[left.end - right.start :]
    return Piece(left.passage, right.block, left.start, right.end, left.text + gap + own)
