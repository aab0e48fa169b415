"""What `llms.txt` and `llms-full.txt` say, bit by bit: texts are read as they are sent, and end at a size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote

from api.llms.sections import Section
from api.pages.rendering import excerpt
from retrieval.public_documents import PublicText

Read = Callable[[Sequence[str], int | None], dict[str, PublicText]]
"""Gives those of the documents that are still public, of each the first characters or all."""

MAX_INDEX = 4 * 1024 * 1024
"""Bytes of `llms.txt`."""
MAX_FULL = 64 * 1024 * 1024
"""Bytes of `llms-full.txt`."""
PORTION = 100
"""Documents read at once."""
CHUNK = 64 * 1024
"""Bytes sent at once, about."""
NOTE = 140
"""Characters that `llms.txt` says of a document."""
_LOOKED_AT = 1_200
"""Characters of a document that the note is taken from."""
_HEADINGS = re.compile(r"\A(?:\s*#{1,6} [^\n]*\n+)+")
_IN_BRACKETS = re.compile(r"([\[\]\\])")


def markdown_path(document_id: str) -> str:
    """Where a document is served as Markdown."""
    return f"/llms/{quote(document_id)}.md"


def as_markdown(title: str, text: str) -> str:
    """A document as Markdown: its text, with its title above it where it does not begin with one."""
    return (text if text.startswith("# ") else f"# {title}\n\n{text}").rstrip() + "\n"


def index(found: Sequence[Section], read: Read, base: str, limit: int = MAX_INDEX) -> Iterator[bytes]:
    """The lines of `llms.txt` behind its heading; addresses begin with `base`."""

    def line(document: PublicText) -> str:
        note = " ".join(excerpt(_HEADINGS.sub("", document.text), NOTE).split())
        name = _IN_BRACKETS.sub(r"\\\1", " ".join(document.title.split()))
        return f"- [{name}]({base}{markdown_path(document.id)})" + (f": {note}\n" if note else "\n")

    entries = _entries(found, lambda ids: read(ids, _LOOKED_AT), line, "\n## {title}\n\n")
    yield from _chunks(_bounded(entries, sum(len(section.ids) for section in found), limit))


def whole(found: Sequence[Section], read: Read, base: str, limit: int = MAX_FULL) -> Iterator[bytes]:
    """The documents of `llms-full.txt` behind its heading."""

    def block(document: PublicText) -> str:
        source = document.url or f"{base}{markdown_path(document.id)}"
        first, _, rest = as_markdown(document.title, document.text).partition("\n")
        return f"\n---\n\n{first}\n\nSource: {source}\nLanguage: {document.lang}\n\n{rest.strip()}\n"

    entries = _entries(found, lambda ids: read(ids, None), block, "")
    yield from _chunks(_bounded(entries, sum(len(section.ids) for section in found), limit))


def _entries(
    found: Iterable[Section],
    read: Callable[[Sequence[str]], dict[str, PublicText]],
    write: Callable[[PublicText], str],
    heading: str,
) -> Iterator[str]:
    """What is written of each document; with the first of a section its heading."""
    for section in found:
        above = heading.format(title=section.title)
        for start in range(0, len(section.ids), PORTION):
            ids = section.ids[start : start + PORTION]
            texts = read(ids)
            for document_id in ids:
                if document_id in texts:
                    yield above + write(texts[document_id])
                    above = ""


def _bounded(entries: Iterable[str], documents: int, limit: int) -> Iterator[bytes]:
    """As many entries as fit, and a word about the others."""
    size = 0
    for count, entry in enumerate(entries):
        data = entry.encode("utf-8", "replace")
        size += len(data)
        if size > limit:
            left = documents - count
            yield f"\n---\n\n{left} more documents do not fit in here. Ask for one language with `?lang=`.\n".encode()
            return
        yield data


def _chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
