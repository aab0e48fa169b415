"""What changed between two texts, word by word: whole lines are compared first, then the words of changed ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum

CONTEXT = 2
"""Unchanged lines shown around a change."""
_MOST_WORDS = 3_000
"""Words compared one by one in a changed stretch; beyond, its lines are replaced as a whole."""
_ALIKE = 0.35
"""Share of words two stretches must have in common to be shown as one that was changed."""
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+|\s+|[^\w\s]")
_SPOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"
    """Unchanged lines that are left out; their number is the text."""


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Some characters that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of either text or of both: `SAME` with pieces that differ is a line that was changed."""

    change: Change
    pieces: tuple[DiffPiece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return self.change is not Change.SAME or any(piece.change is not Change.SAME for piece in self.pieces)


def differences(before: str, after: str, context: int | None = CONTEXT) -> tuple[DiffLine, ...]:
    """The lines of both texts in order; `context` None: with every unchanged line."""
    old, new = before.rstrip("\n").split("\n"), after.rstrip("\n").split("\n")
    lines: list[DiffLine] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            lines += [_plain(Change.SAME, line) for line in old[a:b]]
        else:
            lines += _changed(old[a:b], new[c:d])
    return tuple(lines if context is None else _folded(lines, context))


def word_counts(text: str) -> Counter[str]:
    """How often each word stands in a text; Chinese and Japanese characters count as words."""
    return Counter(_SPOKEN.findall(text.casefold()))


def words_changed(before: Counter[str], after: Counter[str]) -> tuple[int, int]:
    """How many words came and how many went from one text to another, wherever they stand."""
    return (after - before).total(), (before - after).total()


def unified_patch(before: str, after: str, name: str) -> str:
    """A patch that `git apply` and `patch -p1` take; empty when nothing changed. A missing `before` makes a file."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    source = f"a/{name}" if before else "/dev/null"
    rows = unified_diff(old, new, source, f"b/{name}")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def _plain(change: Change, line: str) -> DiffLine:
    return DiffLine(change, (DiffPiece(change, line),))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    """Lines that stand in the place of others are paired where they share enough words."""
    if not old or not new or sum(map(len, (*old, *new))) > 8 * _MOST_WORDS:
        yield from (_plain(Change.GONE, line) for line in old)
        yield from (_plain(Change.NEW, line) for line in new)
        return
    paired = 0
    for line in old:
        partner = next((n for n in range(paired, len(new)) if _alike(line, new[n])), None)
        if partner is None:
            yield _plain(Change.GONE, line)
            continue
        yield from (_plain(Change.NEW, other) for other in new[paired:partner])
        yield DiffLine(Change.SAME, tuple(_words(line, new[partner])))
        paired = partner + 1
    yield from (_plain(Change.NEW, line) for line in new[paired:])


def _alike(one: str, other: str) -> bool:
    first, second = (set(re.findall(_WORDS, text.casefold())) - {" "} for text in (one, other))
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= _ALIKE


def _words(before: str, after: str) -> Iterator[DiffPiece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield DiffPiece(Change.SAME, "".join(old[a:b]))
            continue
        if b > a:
            yield DiffPiece(Change.GONE, "".join(old[a:b]))
        if d > c:
            yield DiffPiece(Change.NEW, "".join(new[c:d]))


def _folded(lines: Sequence[DiffLine], context: int) -> Iterator[DiffLine]:
    shown = {
        near
        for at, line in enumerate(lines)
        if line.is_changed
        for near in range(max(0, at - context), min(len(lines), at + context + 1))
    }
    skipped = 0
    for at, line in enumerate(lines):
        if at in shown:
            if skipped:
                yield _plain(Change.SKIPPED, str(skipped))
            skipped = 0
            yield line
        else:
            skipped += 1
    if skipped and shown:
        yield _plain(Change.SKIPPED, str(skipped))
