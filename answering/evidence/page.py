"""A passage in its document: what stands around it, read only when the passage itself does not hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from core.model import Block, BlockKind, DocumentVersion, Passage

VersionReader = Callable[[str, str], DocumentVersion | None]
"""Gives a document version by document id and version id, None when it is gone."""


class Page:
    """Text and blocks around one passage, in the offsets of its document version."""

    def __init__(self, passage: Passage, versions: VersionReader | None) -> None:
        """Without `versions`, or when the version is gone, the page ends where the passage does."""
        self.passage = passage
        self._versions = versions

    @cached_property
    def _version(self) -> DocumentVersion | None:
        return self._versions(self.passage.document_id, self.passage.version) if self._versions else None

    def whole(self, block: Block) -> tuple[int, int]:
        """Where `block` starts and ends, white space left out; as much of it as can be read."""
        start, end = block.start, block.end
        if not self._inside(start, end) and self._version is None:
            start, end = max(start, self.passage.start), min(end, self.passage.end)
        text = self.text(start, end)
        return end - len(text.lstrip("\n")), start + len(text.rstrip())

    def text(self, start: int, end: int) -> str:
        """The document's `[start, end)`, clipped to what can be read."""
        if self._inside(start, end):
            return self.passage.text[start - self.passage.start : end - self.passage.start]
        if self._version is not None:
            return self._version.text[start:end]
        left = max(start, self.passage.start) - self.passage.start
        return self.passage.text[left : max(left, end - self.passage.start)]

    def before(self, block: Block) -> Block | None:
        """The block before, unless a heading stands between."""
        return self._neighbour(block, -1)

    def after(self, block: Block) -> Block | None:
        """The block after, unless a heading stands between."""
        return self._neighbour(block, +1)

    def steps_after(self, block: Block) -> Block | None:
        """The steps right after a block, or below the one heading that follows it, as after a summary."""
        blocks = self._more_blocks or self.passage.blocks
        below = [one for one in blocks if one.start > block.start][:2]
        if below and below[0].kind is BlockKind.HEADING:
            below = below[1:]
        return below[0] if below and below[0].kind is BlockKind.STEPS else None

    def _neighbour(self, block: Block, step: int) -> Block | None:
        for blocks in (self.passage.blocks, self._more_blocks):
            place = next((i for i, one in enumerate(blocks) if one.start == block.start), None)
            if place is not None and 0 <= place + step < len(blocks):
                found = blocks[place + step]
                return None if found.kind is BlockKind.HEADING else found
        return None

    @property
    def _more_blocks(self) -> Sequence[Block]:
        return self._version.blocks if self._version is not None else ()

    def _inside(self, start: int, end: int) -> bool:
        return self.passage.start <= start and end <= self.passage.end
