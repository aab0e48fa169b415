"""A stored document as Markdown that reads as the same text again, for those who edit it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.model import Block, BlockKind

_FENCE = re.compile(r"^(\s*)(`{3,})")
_CODE = re.compile(r"(`+)(?:.+?)\1(?!`)")
_MARK = re.compile(r"^(\s*)((?:[-*+]|\d{1,9}[.)])\s+|#{1,6}\s+)?")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~{}$^]")
_ENTITY = re.compile(r"&(?=#|\w)")
_LINE_START = re.compile(r"^(?:([-+=#:!?/|])|(\d{1,9})([.)])(?=\s))")


def to_markdown(text: str, blocks: Sequence[Block]) -> str:
    """The normalised `text` of a document with its `blocks` as Markdown."""
    parts = [_block(text[block.start : block.end], block.kind) for block in blocks]
    return "\n\n".join(parts) + "\n" if parts else ""


def _block(text: str, kind: BlockKind) -> str:
    if kind is BlockKind.CODE:
        return text
    if kind is BlockKind.TABLE:
        return "\n".join(_inline(row) for row in text.split("\n"))
    if kind in {BlockKind.LIST, BlockKind.STEPS, BlockKind.HEADING}:
        return "\n".join(_lines(text.split("\n")))
    # Line ends inside a paragraph are kept by two spaces before them.
    return "  \n".join(_plain(line) for line in text.split("\n"))


def _lines(rows: list[str]) -> Iterator[str]:
    """Items with their marks; code fenced inside them stays as it is."""
    fence = ""
    for at, row in enumerate(rows):
        found = _FENCE.match(row)
        if fence or found:
            yield row
            closes = bool(found) and found is not None and found[2] == fence
            fence = "" if closes else fence or (found[2] if found else "")
            continue
        mark = _MARK.match(row)
        lead = mark.end() if mark else 0
        follows = at + 1 < len(rows) and not _FENCE.match(rows[at + 1]) and not (_MARK.match(rows[at + 1]) or [""])[2]
        body = row[lead:]
        is_table = body.startswith("|")
        ends = "  " if follows and not is_table else ""
        yield row[:lead] + (_inline(body) if is_table else _plain(body)) + ends


def _plain(line: str) -> str:
    found = _LINE_START.match(line)
    if found and found[1]:
        return "\\" + found[1] + _inline(line[1:])
    if found:
        return f"{found[2]}\\{found[3]}{_inline(line[found.end() :])}"
    return _inline(line)


def _inline(line: str) -> str:
    """Characters that Markdown would take for marks are escaped, except in code."""
    parts, at = [], 0
    for found in _CODE.finditer(line):
        parts += [_escaped(line[at : found.start()]), found[0]]
        at = found.end()
    return "".join(parts) + _escaped(line[at:])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)
