"""Which format a file is in: by its name, checked against its first bytes."""

from __future__ import annotations

from pathlib import PurePosixPath

from core.errors import InvalidInput

MARKDOWN = "text/markdown"
HTML = "text/html"
PLAIN = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_BY_SUFFIX = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN, ".mdx": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".txt": PLAIN, ".text": PLAIN,
    ".pdf": PDF, ".docx": DOCX,
}  # fmt: skip
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"PK\x05\x06", "an empty ZIP file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image or sound file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"{\\rtf", "an RTF file"),
)
_EXPECTED = {PDF: "a PDF file", DOCX: "a ZIP or Office file"}
_PDF_HEADER_WITHIN = 1024
"""Bytes; readers of PDF allow the header to come after this much of something else."""


def media_type(name: str) -> str | None:
    """The format that the suffix of `name` stands for, or None when Askwell does not read it."""
    return _BY_SUFFIX.get(PurePosixPath(name.lower()).suffix)


def known_suffixes() -> tuple[str, ...]:
    """The file name endings that can be read."""
    return tuple(_BY_SUFFIX)


def check_signature(data: bytes, expected: str) -> None:
    """Raise InvalidInput when the bytes are those of another format than `expected`."""
    found = next((what for signature, what in _SIGNATURES if data.startswith(signature)), None)
    wanted = _EXPECTED.get(expected)
    if expected == PDF and found is None and b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return
    if found != wanted:
        content = found or ("nothing" if not data else f"something else than {wanted}")
        raise InvalidInput(f"The file is not what its name says: it holds {content}.")
