"""From a document's blocks to passages: the pieces that are found and quoted. Pure; offsets are exact.

A passage keeps to one section unless the section is very small, begins below the headings that its heading path already
names, and holds whole blocks: only a block above the limit is cut, and then carries the whole block along.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from math import ceil

from core.model import Block, BlockKind, DocumentContent, PassageContent
from ingest.sections import ChunkLimits, Piece, read_sections
from ingest.splitting import CountTokens

_LED = frozenset({BlockKind.LIST, BlockKind.STEPS, BlockKind.TABLE, BlockKind.CODE})

_Group = list[Piece]


def chunk(
    content: DocumentContent, count_tokens: CountTokens, limits: ChunkLimits | None = None
) -> tuple[PassageContent, ...]:
    """The passages of `content`, in order; a document of headings only gives its headings."""
    sizes = limits or ChunkLimits()
    sections = read_sections(content, count_tokens, sizes)
    groups = _merge([group for section in sections for group in _pack(section, sizes.target)], sizes.minimum)
    passages: list[PassageContent] = []
    block = 0
    for ordinal, group in enumerate(groups):
        heading, start, end = _path(group), _start(group), group[-1].end
        while content.blocks[block].end <= start:
            block += 1
        blocks = _overlapping(content.blocks, block, end)
        passages.append(PassageContent(ordinal, start, end, content.text[start:end], heading, blocks, _size(group)))
    return tuple(passages)


def _overlapping(blocks: Sequence[Block], first: int, end: int) -> tuple[Block, ...]:
    last = first
    while last < len(blocks) and blocks[last].start < end:
        last += 1
    return tuple(blocks[first:last])


def _pack(section: _Group, target: int) -> list[_Group]:
    """Cut a section into even groups of about `target` tokens, none above the room of its pieces."""
    total = sum(piece.tokens for piece in section)
    if total <= section[0].room:
        return [section]
    goal = total / ceil(total / target)
    groups: list[_Group] = [[]]
    size = 0
    for piece in section:
        if groups[-1] and (size + piece.tokens > piece.room or size + piece.tokens / 2 > goal):
            groups.append(_led_by(groups, piece))
            size = sum(lead.tokens for lead in groups[-1])
        groups[-1].append(piece)
        size += piece.tokens
    return groups


def _led_by(groups: list[_Group], piece: Piece) -> _Group:
    """Take a last line such as "To install:" along to the list, table or code that it announces."""
    before = groups[-1]
    announces = piece.block.kind in _LED and before[-1].leads and before[-1].tokens + piece.tokens <= piece.room
    return [before.pop()] if announces and len(before) > 1 else []


def _merge(groups: list[_Group], minimum: int) -> list[_Group]:
    """Join what is too small to stand alone to the neighbour it has most headings in common with."""
    at = 0
    while at < len(groups):
        if _size(groups[at]) >= minimum or len(groups) == 1:
            at += 1
            continue
        left = _best_neighbour(groups, at, minimum)
        if left is not None:
            groups[left : left + 2] = [groups[left] + groups[left + 1]]
            at = left
        else:
            _borrow(groups, at, minimum)
            at += 1
    return groups


def _best_neighbour(groups: list[_Group], at: int, minimum: int) -> int | None:
    """The index of the left one of the two groups to join, or None when there is no room on either side."""
    choices: list[tuple[bool, int, int]] = []
    for left in (at - 1, at):
        if not 0 <= left < len(groups) - 1:
            continue
        joint = groups[left] + groups[left + 1]
        room, hard = min(piece.room for piece in joint), min(piece.hard_room for piece in joint)
        if _size(joint) <= min(room + minimum, hard):
            same_section = groups[left][-1].path == groups[left + 1][0].path and not groups[left + 1][0].headings
            choices.append((_size(joint) <= room, len(_path(joint)) + same_section, left))
    return max(choices)[2] if choices else None


def _borrow(groups: list[_Group], at: int, minimum: int) -> None:
    """Fill a small group with the last pieces of the one before, where that one can spare them."""
    while at and _size(groups[at]) < minimum and _size(groups[at - 1][:-1]) >= minimum:
        groups[at].insert(0, groups[at - 1].pop())


def _path(group: _Group) -> tuple[str, ...]:
    """The headings that all of the group stands under."""
    shared = group[0].path
    for piece in group[1:]:
        same = takewhile(lambda pair: pair[0] == pair[1], zip(shared, piece.path, strict=False))
        shared = tuple(name for name, _ in same)
    return shared


def _start(group: _Group) -> int:
    """Below the headings that are in the path; the others are part of the passage."""
    first = group[0]
    missing = len(first.path) - len(_path(group))
    shown = first.headings[max(0, len(first.headings) - missing) :] if missing else ()
    return shown[0].start if shown else first.start


def _size(group: _Group) -> int:
    tokens = sum(piece.tokens + piece.heading_tokens for piece in group)
    return tokens - (group[0].heading_tokens if group and _start(group) == group[0].start else 0)
