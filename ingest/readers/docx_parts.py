"""Styles, numbering, text and tables of a Word document, read from its XML.

Straight from the XML because python-docx leaves out tracked insertions, and repeats merged cells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|标题|見出し)\s*([1-9])$", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (bullet|number)(?: ([2-5]))?$")
_MONOSPACED = ("courier", "consolas", "menlo", "monaco", "source code", "jetbrains mono", "lucida console", "monospace")
_MAX_BASES = 20
_LEFT_OUT = frozenset(
    {
        *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")),
        # What older programs show in place of a drawing that stands beside it.
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """What a paragraph style means."""

    heading_level: int = 0
    is_code: bool = False
    is_contents: bool = False
    continues_list: bool = False
    number_id: str | None = None
    number_level: int = 0
    list_kind: str = ""
    """`bullet` or `number` by the name of the style, where it has no numbering of its own."""

    def with_paragraph(self, element: Any) -> StyleInfo:
        """The style as changed by the paragraph's own properties."""
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = int(outline.get(qn("w:val"), "9")) + 1 if outline is not None else self.heading_level
        is_code = self.is_code or _is_monospaced(element)
        return (
            self
            if (level, is_code) == (self.heading_level, self.is_code)
            else replace(self, heading_level=level if 1 <= level <= 6 else self.heading_level, is_code=is_code)
        )


def style_info(document: Any, style_id: str) -> StyleInfo:
    """What the style named `style_id`, or one it is based on, means."""
    styles = document.styles.element
    names, properties = [], []
    for _ in range(_MAX_BASES):
        style = next((s for s in styles.findall(qn("w:style")) if s.get(qn("w:styleId")) == style_id), None)
        if style is None:
            break
        name = style.find(qn("w:name"))
        names.append((name.get(qn("w:val"), "") if name is not None else "").lower())
        properties.append(style)
        base = style.find(qn("w:basedOn"))
        style_id = base.get(qn("w:val")) if base is not None else ""
    own = names[0] if names else ""
    kind = _LIST_STYLE.match(own)
    return StyleInfo(
        heading_level=_heading_level(names, properties),
        is_code=any(re.search(r"\bcode\b|preformatted|source", name) for name in names),
        is_contents=own.startswith("toc ") or own in ("toc heading", "table of figures"),
        continues_list=own.startswith(("list continue", "list paragraph")),
        number_id=_first(properties, "w:numId"),
        number_level=int(kind[2] or 1) - 1 if kind else int(_first(properties, "w:ilvl") or 0),
        list_kind=kind[1] if kind else "",
    )


def _heading_level(names: list[str], properties: list[Any]) -> int:
    if names and names[0] == "title":
        return 1
    for name in names:
        match = _HEADING.match(name)
        if match:
            return min(int(match[1]), 6)
    outline = _first(properties, "w:outlineLvl")
    return int(outline) + 1 if outline and outline.isdecimal() and int(outline) < 6 else 0


def _first(properties: list[Any], name: str) -> str | None:
    for style in properties:
        found = style.find(f"{qn('w:pPr')}//{qn(name)}")
        if found is not None:
            return str(found.get(qn("w:val")))
    return None


def _is_monospaced(element: Any) -> bool:
    """Whether every run of text in the paragraph is in a typeface for code."""
    runs = [run for run in element.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    fonts = [run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in runs]
    names = [(font.get(qn("w:ascii")) or "").lower() if font is not None else "" for font in fonts]
    return bool(names) and all(name.startswith(_MONOSPACED) for name in names)


class Numbering:
    """Which paragraphs are list items, how deep, and with which number."""

    def __init__(self, document: Any) -> None:
        """Read the numbering definitions of `document`, if it has any."""
        self._abstract: dict[str, str] = {}
        self._formats: dict[tuple[str, int], str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        for definition in root.findall(qn("w:abstractNum")):
            for level in definition.findall(qn("w:lvl")):
                form = level.find(qn("w:numFmt"))
                key = (definition.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"), "0")))
                self._formats[key] = form.get(qn("w:val"), "") if form is not None else "decimal"
        for number in root.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            if reference is not None:
                self._abstract[number.get(qn("w:numId"))] = reference.get(qn("w:val"))

    def of(self, element: Any, style: StyleInfo) -> tuple[int, int | None] | None:
        """Level and number of a list item, `None` as number for a bullet; None for what is no list item."""
        own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number_id, level = style.number_id, style.number_level
        if own is not None:
            reference, depth = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
            number_id = reference.get(qn("w:val")) if reference is not None else number_id
            level = int(depth.get(qn("w:val"), "0")) if depth is not None else level
        if number_id == "0" or (number_id is None and not style.list_kind):
            return None
        form = self._formats.get((self._abstract.get(number_id or "", ""), level), "")
        if form in ("bullet", "none") or (not form and style.list_kind != "number"):
            return level, None
        return level, self._next(number_id or style.list_kind, level)

    def _next(self, number_id: str, level: int) -> int:
        counts = self._counts[number_id]
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        counts[level] = counts.get(level, 0) + 1
        return counts[level]


def paragraph_text(element: Any) -> str:
    """The text of a paragraph with tracked insertions and without deletions; pictures give nothing."""
    return "".join(_texts(element))


def _texts(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        tag = child.tag
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag == qn("w:tab"):
            yield "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag not in _LEFT_OUT:
            yield from _texts(child)


def cell_rows(table: Any) -> list[list[str]]:
    """The cells of a table; a cell merged downwards is repeated in each row."""
    rows: list[list[str]] = []
    for row in table.findall(qn("w:tr")):
        cells: list[str] = []
        for cell in row.findall(qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            text = " ".join(filter(None, (paragraph_text(p).strip() for p in cell.iter(qn("w:p")))))
            if merge is not None and merge.get(qn("w:val")) != "restart" and rows and len(cells) < len(rows[-1]):
                text = rows[-1][len(cells)]
            width = int(span.get(qn("w:val"), "1")) if span is not None else 1
            cells.extend([text, *[""] * (width - 1)])
        rows.append(cells)
    return rows
