"""The normalised text of a document: what passages and citations point into, whatever format it came from.

Blocks are separated by one blank line. Headings are `## Title` lines, lists `- item` or `1. item` with deeper parts
indented, tables are pipe rows, code stands in fences, everything else is plain text. There are no blank lines inside
a block except in code, and no control characters other than the line feed anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from core.model import Block, BlockKind

MAX_HEADING = 250
"""Characters; a longer "heading" is a paragraph that somebody made bold."""
TAB_WIDTH = 4

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
    "|(?<![\u203c-\u3299\U0001f000-\U0001faff])\ufe0f"  # what draws a symbol in colours stays behind a symbol
    "|(?<![\u0600-\u1fff\u2600-\U0001faff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u1fff\u2600-\U0001faff])"
)
"""Characters that nobody sees, in which orders for models are hidden; joiners stay in scripts written with them."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[ \t]+")
_NUMBER = re.compile(r"^(\d+)\. ", re.MULTILINE)
_MAX_GAP = 3
"""Blocks between two parts of one procedure; after more of them a new procedure begins."""
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
_CJK_LINE_END = re.compile(rf"(?<=[{_CJK}]) *\n *(?=[{_CJK}])")


def clean(text: str) -> str:
    """`text` in NFC with line feeds as its only control characters; tabs become spaces, lone surrogates U+FFFD.

    What nobody sees, such as bidirectional marks, is left out: all of a quote is seen.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    text = _SURROGATES.sub("\ufffd", _UNPRINTABLE.sub("", text))
    return unicodedata.normalize("NFC", text.expandtabs(TAB_WIDTH) if "\t" in text else text)


def one_line(text: str) -> str:
    """`text` with every run of spaces and line ends as one space; Chinese and Japanese lines join without one."""
    return _SPACES.sub(" ", _CJK_LINE_END.sub("", clean(text)).replace("\n", " ")).strip()


def lines(text: str) -> str:
    """`text` with runs of spaces as one, and without empty lines or spaces at the ends of lines."""
    stripped = (_SPACES.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in stripped if line)


def is_cjk(character: str) -> bool:
    """Whether `character` belongs to a script that is written without spaces between words, or is its punctuation."""
    return bool(_CJK_CHARACTER.match(character))


def display_width(text: str) -> int:
    """Width of `text` in columns: a Chinese or Japanese character takes two."""
    return len(text) + len(_CJK_CHARACTER.findall(text))


def joined(first: str, second: str) -> str:
    """Two lines of one sentence as one, with a space unless both sides are Chinese or Japanese."""
    return f"{first}{'' if is_cjk(first[-1:]) and is_cjk(second[:1]) else ' '}{second}"


def fence(code: str, language: str = "") -> str:
    """`code` between fences that are longer than any run of backticks in it; empty when there is no code."""
    body = [line.rstrip() for line in clean(code).split("\n")]
    while body and not body[0]:
        body.pop(0)
    while body and not body[-1]:
        body.pop()
    if not body:
        return ""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    return "\n".join([f"{marks}{language}", *body, marks])


def table(rows: Iterable[Sequence[str]]) -> str:
    """Pipe rows; the first one is the head. A single column becomes a list, a single cell a line."""
    cells = [[one_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    cells = [row for row in cells if any(row) and not all(re.fullmatch(":?-{2,}:?", cell) for cell in row)]
    width = max((len(row) for row in cells), default=0)
    if not cells:
        return ""
    if width == 1:
        texts = [row[0].replace("\\|", "|") for row in cells]
        return "\n".join(item("-", text) for text in texts) if len(texts) > 1 else texts[0]
    padded = [row + [""] * (width - len(row)) for row in cells]
    padded.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def item(marker: str, body: str) -> str:
    """One list item: `marker`, a space and `body`, whose further lines are indented below its first."""
    width = len(marker) + 1
    return f"{marker} {indent(body, width)[width:]}".rstrip()


def indent(text: str, width: int) -> str:
    """`text` with `width` spaces before each line that is not empty."""
    pad = " " * width
    return "\n".join(pad + line if line else "" for line in text.split("\n"))


def labelled(label: str, text: str) -> str:
    """`label` and `text` in one line, with a colon unless the label ends with punctuation."""
    if not label or not text:
        return label or text
    if unicodedata.category(label[-1]) == "Po":
        return f"{label} {text}"
    return f"{label}：{text}" if is_cjk(label[-1]) else f"{label}: {text}"


class TextBuilder:
    """Puts blocks together, in reading order, and remembers where each lies.

    A numbered list that goes on after an unindented remark or code block (`1.` … remark … `2.`) becomes one block with
    the remark inside the step before it, so that a procedure stays whole.
    """

    def __init__(self, *, nested: bool = False) -> None:
        """`nested`: for the inside of a list item, where headings are plain lines and blocks need no blank line."""
        self._nested = nested
        self._parts: list[tuple[BlockKind, str, int]] = []

    def heading(self, text: str, level: int) -> None:
        """Add a heading of depth 1 to 6."""
        title = one_line(text)
        if self._nested or len(title) > MAX_HEADING:
            self._append(BlockKind.PARAGRAPH, title)
        else:
            self._append(BlockKind.HEADING, title and f"{'#' * level} {title}", level)

    def paragraph(self, text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Add a paragraph or a note; line ends inside it are kept."""
        self._append(kind, lines(text))

    def code(self, text: str, language: str = "") -> None:
        """Add code as it is; `language` is the name after the fence."""
        self._append(BlockKind.CODE, fence(text, language))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Add a table, first row as head."""
        text = table(rows)
        kind = {"|": BlockKind.TABLE, "-": BlockKind.LIST}.get(text[:1], BlockKind.PARAGRAPH)
        self._append(kind, text)

    def list(self, items: Sequence[str], *, ordered: bool) -> None:
        """Add a list of rendered items (see `item`)."""
        text = "\n".join(items)
        if not ordered and self._parts and self._parts[-1][0] is BlockKind.LIST:
            # Only a dropped picture stood between them.
            text = f"{self._parts.pop()[1]}\n{text}"
        self._append(BlockKind.STEPS if ordered else BlockKind.LIST, self._continued(text) if ordered else text)

    def build(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks."""
        blocks, position = [], 0
        for kind, text, level in self._parts:
            blocks.append(Block(kind, position, position + len(text), level))
            position += len(text) + 2
        return "\n\n".join(text for _, text, _ in self._parts), tuple(blocks)

    def nested_text(self) -> str:
        """All blocks as consecutive lines, for use inside a list item."""
        return "\n".join(text for _, text, _ in self._parts)

    def _append(self, kind: BlockKind, text: str, level: int = 0) -> None:
        if text:
            self._parts.append((kind, text, level))

    def _continued(self, text: str) -> str:
        """`text`, or the steps before it and all that follows when `text` goes on counting where they stopped."""
        begin = self._last_steps()
        if begin is None:
            return text
        steps = self._parts[begin][1]
        first, numbers = _NUMBER.match(text), _NUMBER.findall(steps)
        if not first or not numbers or int(first[1]) != int(numbers[-1]) + 1:
            return text
        between = [indent(part, len(numbers[-1]) + 2) for _, part, _ in self._parts[begin + 1 :]]
        del self._parts[begin:]
        return "\n".join([steps, *between, text])

    def _last_steps(self) -> int | None:
        """Where the nearest numbered list is, if only a few blocks of the same section come after it."""
        for back, (kind, _, _) in enumerate(reversed(self._parts[-_MAX_GAP - 1 :]), start=1):
            if kind is BlockKind.STEPS:
                return len(self._parts) - back
            if kind is BlockKind.HEADING:
                return None
        return None
