"""PDF: text with its place on the page, put back into headings, paragraphs and lists."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from core.errors import InvalidInput
from ingest.readers.pdf_lines import Line, lines_of, without_margins
from ingest.readers.pdf_paragraphs import add_lines
from ingest.readers.reading import Reading
from ingest.text import TextBuilder, one_line

_MAX_TITLE = 200
_NO_TITLE = ("microsoft ", "untitled", "document", "powerpoint")


def read(data: bytes, name: str) -> Reading:
    """Read a PDF file; raises InvalidInput for one that is locked, damaged or a mere picture of text."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it mends small faults by itself and need not tell
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        pages = [lines_of(page, number) for number, page in enumerate(reader.pages)]
        title = one_line(str(reader.metadata.get("/Title") or "") if reader.metadata else "")
        lang = str(reader.root_object.get("/Lang") or "") or None
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise InvalidInput(f"The PDF file is damaged: {str(error) or type(error).__name__}.") from error
    return _reading(without_margins(pages), title, lang)


def _reading(lines: list[Line], title: str, lang: str | None) -> Reading:
    if not any(character.isalpha() for line in lines for character in line.text):
        raise InvalidInput("The PDF file holds no text, only pictures; run text recognition (OCR) on it first.")
    builder = TextBuilder()
    heading = add_lines(builder, lines)
    text, blocks = builder.build()
    usable = 2 < len(title) <= _MAX_TITLE and not title.lower().startswith(_NO_TITLE) and "/" not in title
    return Reading(text, blocks, heading or (title if usable else None), lang_hint=lang)


def _unlock(reader: PdfReader) -> None:
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidInput("The PDF file is protected by a password; save it without one.")
    except DependencyError as error:
        raise InvalidInput("The PDF file is encrypted; save it without protection.") from error
