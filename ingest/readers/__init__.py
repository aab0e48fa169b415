"""One reader a format; `read` picks it."""

from __future__ import annotations

from importlib import import_module

from ingest import media
from ingest.encodings import decode
from ingest.readers.reading import Reading

TEXT = "text"
"""Markdown, HTML or plain text: the reader decides."""

_READERS = {
    media.MARKDOWN: "ingest.readers.markdown",
    media.HTML: "ingest.readers.html",
    media.PDF: "ingest.readers.pdf",
    media.DOCX: "ingest.readers.docx",
}


def read(media_type: str, data: bytes, name: str) -> Reading:
    """Read `data` as `media_type`; `name` is the file name, for messages and dialects.

    Raises InvalidInput when the data cannot be read as that format.
    """
    if media_type not in (TEXT, media.PLAIN):
        media.check_signature(data, media_type)
        # The libraries for PDF and Office files load only where such a file is met.
        reading: Reading = import_module(_READERS[media_type]).read(data, name)
        return reading
    media.check_signature(data, media.PLAIN)
    return _read_text(decode(data))


def _read_text(text: str) -> Reading:
    from ingest.readers import html, markdown, markdown_signs, plain

    if markdown_signs.looks_like_html(text):
        return html.read_text(text)
    if markdown_signs.looks_like_markdown(text):
        return markdown.read_text(text)
    return plain.read_text(text)
