"""The pages that the questions are about, as Askwell reads them from unpacked Debian packages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.help_centres.markup import parse, to_html
from core.model import DocumentContent, PassageContent
from ingest.chunking import chunk
from ingest.readers.html import read_text
from ingest.splitting import CountTokens

_XML = re.compile(r"\.(page|docbook|xml)$")
_AFTER_ARTICLE = re.compile(r'<div class="relatedtopics"|<div id="DonationFrame"|<footer')
_TITLE_CHARS = 100


def read_page(path: Path, package: str, lang: str) -> DocumentContent:
    """A page in Mallard, DocBook or HTML. Raises OSError where it is not there."""
    markup = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
    if _XML.search(path.name):
        markup = _page(to_html(parse(markup, package.split("-")[0].capitalize())))
    elif package.startswith("libreoffice-help"):
        shown = markup.partition('<div id="DisplayArea"')[2].partition(">")[2]
        markup = _page(_AFTER_ARTICLE.split(shown)[0])
    reading = read_text(markup)
    title = reading.text.lstrip("# ").partition("\n")[0][:_TITLE_CHARS]
    return DocumentContent(path.name, title, reading.text, reading.blocks, lang)


def siblings(page: DocumentContent, taken: list[tuple[int, int]], count: CountTokens) -> Iterator[PassageContent]:
    """The passages of a page that overlap none of those `taken`, which are from and to characters."""
    for passage in chunk(page, count):
        if all(passage.end <= start or end <= passage.start for start, end in taken):
            yield passage


def heading_at(page: DocumentContent, start: int, count: CountTokens) -> tuple[str, ...]:
    """The headings above a place of a page."""
    return next((one.heading for one in chunk(page, count) if one.start <= start < one.end), ())


def _page(body: str) -> str:
    return f"<html><body><main>{body}</main></body></html>"
