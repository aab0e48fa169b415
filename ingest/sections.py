"""The sections of a document as measured pieces: each block, or part of a long one, with its headings and tokens."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Block, BlockKind, DocumentContent
from ingest.splitting import LEADS, CountTokens, Span, split_block

_MAX_PATH_TOKENS = 120
_MIN_ROOM = 48


@dataclass(frozen=True, slots=True)
class ChunkLimits:
    """Sizes in the embedder's tokens."""

    target: int = 200
    limit: int = 300
    """No block that fits is cut; no passage is longer, but for a small tail that has nowhere else to go."""
    minimum: int = 40
    """A smaller passage is joined to its neighbour."""
    total: int = 470
    """The most that title, heading path and text may have together."""

    @classmethod
    def for_capacity(cls, max_tokens: int) -> ChunkLimits:
        """The usual sizes, or smaller ones for an embedder that takes fewer tokens."""
        usual = cls()
        total = max_tokens - 30
        if total >= usual.total:
            return usual
        scale = total / usual.total
        return cls(int(usual.target * scale), int(usual.limit * scale), max(8, int(usual.minimum * scale)), total)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one that is too long."""

    start: int
    end: int
    tokens: int
    block: Block
    path: tuple[str, ...]
    headings: tuple[Block, ...]
    """The headings right before it."""
    heading_tokens: int
    room: int
    """The most tokens of a passage under this heading path."""
    hard_room: int
    """The same for a passage that takes in a small tail."""
    leads: bool
    """Whether it announces what comes next."""


class _HeadingPath:
    """The headings a block stands under, outermost first; the document's own title is left out."""

    def __init__(self, title: str, count: CountTokens) -> None:
        self._title = title.casefold()
        self._count = count
        self._stack: list[tuple[int, str, int]] = []

    def enter(self, level: int, name: str) -> int:
        """Go below a heading and return its number of tokens."""
        tokens = self._count(name)
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, name, tokens))
        return tokens

    def current(self) -> tuple[tuple[str, ...], int]:
        """The names, and how many tokens they have together; without the outermost when they are too many."""
        names: list[str] = []
        total = 0
        for _, name, tokens in reversed(self._stack):
            if total + tokens > _MAX_PATH_TOKENS:
                break
            if name.casefold() != self._title:
                names.insert(0, name)
                total += tokens
        return tuple(names), total


def read_sections(content: DocumentContent, count: CountTokens, sizes: ChunkLimits) -> list[list[Piece]]:
    """The pieces of each section in order; sections without content are left out."""
    only_headings = all(block.kind is BlockKind.HEADING for block in content.blocks)
    title_tokens = count(content.title)
    path = _HeadingPath(content.title, count)
    sections: list[list[Piece]] = [[]]
    waiting: list[tuple[Block, int]] = []
    for block in content.blocks:
        if block.kind is BlockKind.HEADING and not only_headings:
            waiting.append((block, path.enter(block.level, content.text[block.start + block.level + 1 : block.end])))
            sections.append([])
            continue
        names, path_tokens = path.current()
        hard_room = max(_MIN_ROOM, sizes.total - title_tokens - path_tokens)
        room = min(sizes.limit, hard_room)
        for span in _spans(content.text, block, count, min(sizes.target, room), room):
            headings, heading_tokens = tuple(heading for heading, _ in waiting), sum(tokens for _, tokens in waiting)
            leads = content.text[span.start : span.end].endswith(LEADS)
            sections[-1].append(Piece(*span, block, names, headings, heading_tokens, room, hard_room, leads))
            waiting = []
    return [section for section in sections if section]


def _spans(text: str, block: Block, count: CountTokens, target: int, room: int) -> list[Span]:
    tokens = count(text[block.start : block.end])
    if tokens <= room:
        return [Span(block.start, block.end, tokens)]
    return split_block(text, block, count, target, room)
