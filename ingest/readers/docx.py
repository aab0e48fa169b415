"""Word documents (.docx): headings by style, lists by numbering, tables, code by style or typeface."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from core.errors import InvalidInput
from ingest.readers.docx_parts import Numbering, StyleInfo, cell_rows, paragraph_text, style_info
from ingest.readers.reading import Reading
from ingest.text import TextBuilder, indent, item, one_line

_MAX_UNPACKED = 200_000_000
"""Bytes; a small file that unpacks to more is an attack or a mistake."""
_MAX_ENTRIES = 10_000
_BODY = "word/document.xml"


def read(data: bytes, name: str) -> Reading:
    """Read a Word document; raises InvalidInput for a damaged one, or one that unpacks to too much."""
    _check_archive(data)
    try:
        document = Document(io.BytesIO(data))
        body = _Body(document)
        body.add(document.element.body)
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise InvalidInput(f"The Word document is damaged: {error}.") from error
    text, blocks = body.builder.build()
    title = one_line(document.core_properties.title or "")
    return Reading(text, blocks, body.first_h1 or title or None)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise InvalidInput(f"The Word document is damaged: {error}.") from error
    if _BODY not in (entry.filename for entry in entries):
        raise InvalidInput("The file is not what its name says: it holds no Word document.")
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise InvalidInput(f"The Word document unpacks to more than {_MAX_UNPACKED // 1_000_000} MB.")


class _Body:
    """Collects paragraphs; those of one list and consecutive lines of code are gathered before they are added."""

    def __init__(self, document: Any) -> None:
        self.builder = TextBuilder()
        self.first_h1: str | None = None
        self._styles: dict[str, StyleInfo] = {}
        self._document = document
        self._numbering = Numbering(document)
        self._items: list[str] = []
        self._ordered = False
        self._code: list[str] = []

    def add(self, parent: Any) -> None:
        """Add all paragraphs and tables below `parent`."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._flush()
                self.builder.table(cell_rows(element))
            elif element.tag == qn("w:sdt"):  # a content control; a table of contents among others
                content = element.find(qn("w:sdtContent"))
                is_contents = element.find(f".//{qn('w:docPartGallery')}") is not None
                if content is not None and not is_contents:
                    self.add(content)
        if parent.tag == qn("w:body"):
            self._flush()

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        text = paragraph_text(element)
        if style.is_contents:
            return
        if style.is_code:
            self._flush_items()
            self._code.append(text)
            return
        self._flush_code()
        level = style.heading_level
        numbered = None if level else self._numbering.of(element, style)
        if numbered:
            self._item(text, *numbered)
            return
        if self._items and style.continues_list and text.strip():
            self._items[-1] += "\n" + indent(text.strip(), self._items[-1].index(" ") + 1)
            return
        if not text.strip():
            return
        self._flush_items()
        if level:
            self.builder.heading(text, level)
            self.first_h1 = self.first_h1 or (one_line(text) if level == 1 else None)
        else:
            self.builder.paragraph(text)

    def _item(self, text: str, level: int, number: int | None) -> None:
        if not text.strip():
            return
        rendered = item("-" if number is None else f"{number}.", "\n".join(map(str.strip, text.strip().split("\n"))))
        if level and self._items:
            self._items[-1] += "\n" + indent(rendered, self._items[-1].index(" ") + 1 + 2 * (level - 1))
            return
        if self._items and self._ordered != (number is not None):
            self._flush_items()
        self._ordered = number is not None
        self._items.append(rendered)

    def _style(self, element: Any) -> StyleInfo:
        properties = element.find(qn("w:pPr"))
        reference = properties.find(qn("w:pStyle")) if properties is not None else None
        style_id = reference.get(qn("w:val")) if reference is not None else ""
        if style_id not in self._styles:
            self._styles[style_id] = style_info(self._document, style_id)
        return self._styles[style_id].with_paragraph(element)

    def _flush(self) -> None:
        self._flush_items()
        self._flush_code()

    def _flush_items(self) -> None:
        items, self._items = self._items, []
        self.builder.list(items, ordered=self._ordered)

    def _flush_code(self) -> None:
        code, self._code = self._code, []
        self.builder.code("\n".join(code))
