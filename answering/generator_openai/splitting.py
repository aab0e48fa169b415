"""Cuts what a model says into sentences while it is still saying it.

A sentence, a list item, a code block or a table is one unit; the handles that it cites stand in brackets behind it. A
line that leads up to what follows ("To do this:") says nothing alone and goes with the next unit. Headings are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from answering.evidence.sentences import split_sentences
from answering.model.delimiting import HANDLE_DIGITS, HANDLE_LETTERS

_HANDLE = rf"[{HANDLE_LETTERS}](?:[{HANDLE_DIGITS}][{HANDLE_LETTERS}])+"
_NAMED = rf"(?:<?/?source[-\s:]*|源[:：]?\s*|来源[:：]?\s*|fuente[-\s:]*)?`?({_HANDLE})`?>?"
_GROUP = re.compile(rf"\s*[\[(（【<]{{1,2}}\s*{_NAMED}(?:\s*[,;、，/]?\s*{_NAMED})*\s*[\])）】>]{{1,2}}", re.IGNORECASE)
"""Handles in brackets, in the forms that models give them."""
_EACH = re.compile(_HANDLE, re.IGNORECASE)
_OPENING = re.compile(r"\s*[\[(（【<][^\])）】>\n]{0,40}$")
"""What may become such a group."""
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)、])\s+")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)、]\s+")
_MAYBE_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)、]?)?\s*$")
_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_LEADS = re.compile(r"[:：]\**$|^\*\*[^*\n]+\*\*$")
_FENCE = re.compile(r"(```+|~~~+)")
_FENCE_LENGTH = 3
_NO_ROW = re.compile(r"\n(?=[^|])")
_HAS_WORD = re.compile(r"\w")
_DEEPEST = 8
_MARKER = re.compile(r"(?:\s+|(?<![\w\])]))(?:\[\d{1,3}\])+(?!\()")
"""Numbers in brackets, which would pass for our own citations."""
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_LONGEST = 4_000
"""Characters after which a unit is at its end, whatever comes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing said."""

    text: str
    """Without handles."""
    handles: tuple[str, ...]
    """Those that it cites, as they were given out or not."""
    gap: str
    """What stands between it and what was said before: a blank, line breaks, or nothing."""
    number: int | None = None
    """Of an item of a numbered list."""

    @property
    def is_block(self) -> bool:
        """Whether it is code or a table."""
        return "```" in self.text or self.text.rstrip().endswith("|")


class Splitter:
    """Takes text in pieces of any size and gives units as soon as each is at its end."""

    def __init__(self) -> None:
        self._rest = ""
        self._lead: Unit | None = None

    def feed(self, text: str) -> list[Unit]:
        """Take more text."""
        self._rest += text
        return list(self._units(ended=False))

    def close(self) -> list[Unit]:
        """No more text comes. A line that leads up to nothing is dropped."""
        return list(self._units(ended=True))

    def _units(self, *, ended: bool) -> Iterator[Unit]:
        while (cut := self._next(ended=ended)) is not None:
            raw, self._rest = self._rest[:cut], self._rest[cut:]
            unit = _unit(raw)
            if unit is None:
                continue
            if self._lead is not None:
                unit, self._lead = _joined(self._lead, unit), None
            if _LEADS.search(unit.text) and not unit.is_block:
                self._lead = unit
            else:
                yield unit

    def _next(self, *, ended: bool) -> int | None:
        """Where the first unit of what is left ends; None as long as that is not sure."""
        rest = self._rest
        start = len(rest) - len(rest.lstrip())
        if start == len(rest):
            return None
        end = _END_OF.get(rest[start], _end_of_sentence)(rest, start)
        if end is None:
            return len(rest) if ended or len(rest) - start > _LONGEST else None
        while behind := _GROUP.match(rest, end):
            end = behind.end()
        return end


def _end_of_sentence(rest: str, start: int) -> int | None:
    newline = rest.find("\n", start)
    complete = newline >= 0
    line = rest[start:newline] if complete else rest[start:]
    if complete and (_ITEM.match(line) or _HEADING.match(line)):
        return newline
    if not complete and (_ITEM.match(line) or _HEADING.match(line) or _MAYBE_ITEM.match(line)):
        return None
    spans = split_sentences(_GROUP.sub(lambda found: " " * len(found[0]), line))
    if len(spans) < 2:
        return newline if complete else None
    if not complete and _OPENING.match(line, spans[1].start):
        return None
    return start + len(line[: spans[1].start].rstrip())


def _end_of_code(rest: str, start: int) -> int | None:
    fence = _FENCE.match(rest, start)
    if fence is None:
        return None if len(rest) - start < _FENCE_LENGTH else _end_of_sentence(rest, start)
    end = re.compile(rf"\n[ \t]*{re.escape(fence[1])}[ \t]*(?=\n)").search(rest, fence.end())
    return end.end() if end else None


def _end_of_table(rest: str, start: int) -> int | None:
    end = _NO_ROW.search(rest, start)
    return end.start() if end else None


_END_OF: Mapping[str, Callable[[str, int], int | None]] = {
    "`": _end_of_code,
    "~": _end_of_code,
    "|": _end_of_table,
}
"""By the character that a unit begins with."""


def _unit(raw: str) -> Unit | None:
    """None where nothing is said."""
    body = raw.lstrip()
    parts = _CODE.split(body.rstrip())
    prose = parts[::2]
    # Without what would pass for our own citations, too; code stays as it is.
    parts[::2] = [_MARKER.sub("", _GROUP.sub("", part)) for part in prose]
    text = "".join(parts).strip()
    if _HEADING.match(text) or not _HAS_WORD.search(text):
        return None
    handles = [
        handle.lower() for part in prose for group in _GROUP.finditer(part) for handle in _EACH.findall(group[0])
    ]
    number = _NUMBERED.match(text)
    gap = _gap(raw[: len(raw) - len(body)], text)
    return Unit(text, tuple(dict.fromkeys(handles)), gap, int(number[1]) if number else None)


def _gap(blank: str, text: str) -> str:
    breaks = min(2, blank.count("\n"))
    if not breaks:
        return " " if blank else ""
    indent = len(blank) - blank.rfind("\n") - 1
    return "\n" * breaks + " " * (min(indent, _DEEPEST) if _ITEM.match(text) else 0)


def _joined(lead: Unit, unit: Unit) -> Unit:
    handles = tuple(dict.fromkeys((*lead.handles, *unit.handles)))
    return Unit(f"{lead.text}{unit.gap or ' '}{unit.text}", handles, lead.gap, unit.number)
