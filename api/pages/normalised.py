"""Normalised text as safe HTML: the small Markdown subset that documents and answers are stored in.

Every character shown is escaped and keeps its offset, so that a quote can be marked exactly where it stands. The widget
draws the same subset with `markdown.js`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

_ITEM = re.compile(r"^(\s*)(?:[-*+•]|(\d{1,4})[.)])\s+")
_HEADING = re.compile(r"^(#{1,6})\s+")
_ROW = re.compile(r"^\s*\|.*\|")
_RULE = re.compile(r"^[\s|:-]+$")
_MARKERS = re.compile(r"((?:\s*\[\d{1,2}\])+)\s*$")
_INLINE = re.compile(r"(`+)(?P<code>.+?)\1(?!`)|\[(?P<number>\d{1,2})\](?!\()")

_DEEPEST = 12
"""Levels of nested lists; deeper items stay on the last one."""

Cite = Callable[[int], str | None]
"""Gives the address for a marker such as `[1]`, or None when it is plain text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or what is left of one, and its offset in the whole text."""

    start: int
    text: str

    def rest(self, skip: int) -> Line:
        """What follows after that many characters."""
        return Line(self.start + skip, self.text[skip:])


@dataclass(frozen=True, slots=True)
class Ink:
    """How characters are put on the page."""

    mark: tuple[int, int] | None
    cite: Cite
    top: int
    """Level of the highest headings."""
    cell: bool = False
    """Inside a table, where `\\|` stands for a bar."""

    def plain(self, line: Line) -> Markup:
        """Characters outside of code."""
        return self.literal(line)

    def literal(self, line: Line) -> Markup:
        """Characters, those inside the marked stretch in `<mark>`."""
        from_, to = self.mark or (0, 0)
        a, b = (min(max(edge - line.start, 0), len(line.text)) for edge in (from_, to))
        before, inside, after = (self._shown(part) for part in (line.text[:a], line.text[a:b], line.text[b:]))
        return escape(before) + (Markup("<mark>{}</mark>").format(inside) if a < b else "") + escape(after)

    def _shown(self, text: str) -> str:
        return text.replace("\\|", "|") if self.cell else text

    def inline(self, line: Line) -> Markup:
        """Characters with code spans and citation markers."""
        html, at = Markup(""), 0
        for found in _INLINE.finditer(line.text):
            html += self.plain(Line(line.start + at, line.text[at : found.start()])) + self._piece(line, found)
            at = found.end()
        return html + self.plain(line.rest(at))

    def _piece(self, line: Line, found: re.Match[str]) -> Markup:
        if found["code"] is not None:
            inner = Line(line.start + found.start("code"), found["code"])
            return Markup("<code>{}</code>").format(self.literal(inner))
        address = self.cite(int(found["number"]))
        if address is None:
            return self.plain(Line(line.start + found.start(), found[0]))
        return Markup('<a class="cite" href="{}">{}</a>').format(address, found["number"])


def render_text(
    text: str,
    mark: tuple[int, int] | None = None,
    cite: Cite = lambda number: None,
    top: int = 3,
    ink: type[Ink] | None = None,
) -> Markup:
    """`text` as HTML; `mark` is a stretch of code points to highlight, `top` the level of `##` on this page."""
    lines, at = [], 0
    for row in text.split("\n"):
        lines.append(Line(at, row))
        at += len(row) + 1
    used = (ink or Ink)(mark, cite, top)
    return Markup("\n").join(_block(block, used) for block in _blocks(lines))


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    at = 0
    while at < len(lines):
        if lines[at].text.strip():
            end = _end(lines, at)
            yield lines[at:end]
            at = end
        else:
            at += 1


def _end(lines: list[Line], at: int) -> int:
    first = lines[at].text
    if _is_fence(first):
        close = (n for n in range(at + 1, len(lines)) if _is_fence(lines[n].text))
        return next(close, len(lines) - 1) + 1
    if _HEADING.match(first):
        return at + 1
    if _ROW.match(first):
        stop: Callable[[int], bool] = lambda n: not _ROW.match(lines[n].text)  # noqa: E731
    elif _ITEM.match(first):
        return _list_end(lines, at)
    else:
        stop = lambda n: not lines[n].text.strip() or _starts_block(lines[n].text)  # noqa: E731
    return next((n for n in range(at + 1, len(lines)) if stop(n)), len(lines))


def _list_end(lines: list[Line], at: int) -> int:
    """The line after a list; code fenced inside an item belongs to it, however it is indented."""
    fenced = False
    for n in range(at + 1, len(lines)):
        text = lines[n].text
        fence = _is_fence(text) and (fenced or text[:1].isspace())
        if not fence and not fenced and _ends_list(lines, n):
            return n
        fenced = fence != fenced
    return len(lines)


def _is_fence(text: str) -> bool:
    return text.lstrip().startswith("```")


def _starts_block(text: str) -> bool:
    return bool(_is_fence(text) or _HEADING.match(text) or _ITEM.match(text) or _ROW.match(text))


def _ends_list(lines: list[Line], at: int) -> bool:
    """A blank line ends a list unless another item or an indented line follows."""
    following = next((lines[n].text for n in range(at, len(lines)) if lines[n].text.strip()), "")
    return not (_ITEM.match(following) or following[:1].isspace())


def _block(lines: list[Line], ink: Ink) -> Markup:
    first = lines[0].text
    if _is_fence(first):
        return _code(lines, ink)
    heading = _HEADING.match(first)
    if heading:
        level = min(6, max(ink.top, ink.top + len(heading[1]) - 2))
        return Markup("<h{0}>{1}</h{0}>").format(level, ink.inline(lines[0].rest(heading.end())))
    if _ROW.match(first):
        return _table(lines, ink)
    if _ITEM.match(first):
        return _list(lines, ink)
    return Markup("<p>{}</p>").format(Markup("<br>").join(ink.inline(line) for line in lines))


def _code(lines: list[Line], ink: Ink) -> Markup:
    closed = len(lines) > 1 and _is_fence(lines[-1].text)
    indent = len(lines[0].text) - len(lines[0].text.lstrip())
    body = [
        row.rest(min(indent, len(row.text) - len(row.text.lstrip()))) for row in (lines[1:-1] if closed else lines[1:])
    ]
    html = Markup('<pre tabindex="0"><code>{}</code></pre>').format(Markup("\n").join(map(ink.literal, body)))
    rest = lines[-1].rest(len(lines[-1].text) - len(lines[-1].text.lstrip(" `"))) if closed else None
    return html + Markup("<p>{}</p>").format(ink.inline(rest)) if rest and rest.text.strip() else html


def _table(lines: list[Line], ink: Ink) -> Markup:
    ruled = len(lines) > 1 and bool(_RULE.match(lines[1].text))
    rows, after = list[Markup](), Markup("")
    for at, line in enumerate(lines):
        if ruled and at == 1:
            continue
        markers = _MARKERS.search(line.text)
        if markers and line.text[: markers.start()].rstrip().endswith("|"):
            after += ink.inline(line.rest(markers.start()))
            line = Line(line.start, line.text[: markers.start()])
        rows.append(Markup("<tr>{}</tr>").format(_cells(line, "th" if ruled and at == 0 else "td", ink)))
    html = Markup('<div class="table" tabindex="0"><table>{}</table></div>').format(Markup("").join(rows))
    return html + Markup("<p>{}</p>").format(after) if after else html


def _cells(line: Line, tag: str, ink: Ink) -> Markup:
    html, at, ink = Markup(""), line.text.index("|") + 1, replace(ink, cell=True)
    for cell in re.split(r"(?<!\\)\|", re.sub(r"\|\s*$", "", line.text[at:])):
        skip = at + len(cell) - len(cell.lstrip())
        html += Markup("<{0}>{1}</{0}>").format(tag, ink.inline(Line(line.start + skip, cell.strip())))
        at += len(cell) + 1
    return html


@dataclass(slots=True)
class _Item:
    indent: int
    number: str | None
    html: Markup
    children: list[_Item]


def _list(lines: list[Line], ink: Ink) -> Markup:
    root = _Item(-1, None, Markup(""), [])
    path, fenced = [root], 0
    for at, line in enumerate(lines):
        if at < fenced:
            continue
        if _is_fence(line.text):
            fenced = _end(lines, at)
            path[-1].html += _code(lines[at:fenced], ink)
            continue
        found = _ITEM.match(line.text)
        if found is None:
            if line.text.strip():
                skip = len(line.text) - len(line.text.lstrip())
                path[-1].html += Markup("<br>") + ink.inline(line.rest(skip))
            continue
        item = _Item(len(found[1]), found[2], ink.inline(line.rest(found.end())), [])
        while len(path) > 1 and item.indent <= path[-1].indent:
            path.pop()
        path[-1].children.append(item)
        if len(path) <= _DEEPEST:
            path.append(item)
    return _items(root.children)


def _items(items: list[_Item]) -> Markup:
    """Neighbours of one kind make one list."""
    html, at = Markup(""), 0
    while at < len(items):
        ordered = items[at].number is not None
        run = [items[at]]
        while at + len(run) < len(items) and (items[at + len(run)].number is not None) == ordered:
            run.append(items[at + len(run)])
        inner = Markup("").join(
            Markup("<li>{}{}</li>").format(item.html, _items(item.children) if item.children else "") for item in run
        )
        start = Markup(' start="{}"').format(run[0].number) if ordered and run[0].number != "1" else Markup("")
        html += Markup("<{0}{1}>{2}</{0}>").format("ol" if ordered else "ul", start, inner)
        at += len(run)
    return html
