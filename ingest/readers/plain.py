"""Plain text: paragraphs between empty lines, lists where the lines say so, nothing read into stray characters."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.encodings import decode
from ingest.readers.reading import Reading
from ingest.text import TextBuilder, clean, display_width, is_cjk, item, joined

_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*+•‣◦▪])\s|(?P<number>\d{1,3})(?:[.)]\s|[、．]))\s*(?P<text>\S.*)")
_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_MIN_ITEMS = 2
_WRAPPED = range(40, 121)
"""Widths at which editors and mail programs break lines."""
_MIN_FULL_LINES = 3
_FULL = 0.8
"""A line this near to the longest one is full."""

Line = str
Items = list[list[Line]]
"""For each item its lines, the first with its marker."""


def read(data: bytes, name: str) -> Reading:
    """Read a text file; it has no title of its own."""
    return read_text(decode(data))


def read_text(text: str) -> Reading:
    """Read plain text: only white space and the markers of lists are made uniform."""
    cleaned = clean(text)
    builder = TextBuilder()
    add_groups(builder, [group.split("\n") for group in _GAP.split(cleaned)], wrap_width(cleaned.split("\n")))
    normalised, blocks = builder.build()
    return Reading(normalised, blocks)


def wrap_width(lines: list[Line]) -> int | None:
    """The width at which `lines` were wrapped, in columns, or None where each line end is meant."""
    lengths = [display_width(line.strip()) for line in lines]
    width = max(lengths, default=0)
    full = sum(length >= width * _FULL for length in lengths)
    return width if width in _WRAPPED and full >= _MIN_FULL_LINES else None


def add_groups(builder: TextBuilder, groups: list[list[Line]], width: int | None) -> None:
    """Add groups of lines that belong together; `width` as from `wrap_width`."""
    at = 0
    while at < len(groups):
        lead, items = _split(groups[at])
        at += 1
        while items and at < len(groups) and _continues(items, groups[at]):
            further = _split(groups[at])
            if further[0]:  # an indented paragraph of the item before
                items[-1].extend(further[0])
            items.extend(further[1])
            at += 1
        if len(items) < _MIN_ITEMS:
            lead, items = lead + [line for entry in items for line in entry], []
        builder.paragraph(unwrap(lead, width))
        if items:
            builder.list([_rendered(entry, width) for entry in items], ordered=_number(items[0][0]) is not None)


def _split(group: list[Line]) -> tuple[list[Line], Items]:
    """The lines before the first item, and the items; a list that does not count on is no list."""
    first = next((at for at, line in enumerate(group) if _ITEM.match(line)), len(group))
    items: Items = []
    for line in group[first:]:
        if _ITEM.match(line) and (not items or _is_next(items, line)):
            items.append([line])
        else:
            items[-1].append(line)
    return group[:first], items


def _is_next(items: Items, line: Line) -> bool:
    before, after = _number(items[-1][0]), _number(line)
    if _indent(line) > _indent(items[0][0]):
        return False
    return after is None if before is None else after == before + 1


def _continues(items: Items, group: list[Line]) -> bool:
    if _ITEM.match(group[0]):
        return _is_next(items, group[0])
    return _indent(group[0]) >= _indent(items[0][0]) + 2


def _rendered(entry: list[Line], width: int | None) -> str:
    number = _number(entry[0])
    first = _ITEM.sub(r"\g<text>", entry[0])
    return item("-" if number is None else f"{number}.", unwrap([first, *entry[1:]], width))


def _number(line: Line) -> int | None:
    match = _ITEM.match(line)
    return int(match["number"]) if match and match["number"] else None


def _indent(line: Line) -> int:
    return len(line) - len(line.lstrip())


def unwrap(lines: list[Line], width: int | None) -> str:
    """`lines` as one text, joined where a line ended only because the next word did not fit into `width`."""
    kept = [line.strip() for line in lines if line.strip()]
    text = kept[0] if kept else ""
    for before, line in pairwise(kept):
        is_full = width is not None and display_width(before) + 1 + display_width(_first_word(line)) > width
        text = joined(text, line) if is_full and not _ITEM.match(line) else f"{text}\n{line}"
    return text


def _first_word(line: Line) -> str:
    return line[0] if is_cjk(line[0]) else line.split(maxsplit=1)[0]
