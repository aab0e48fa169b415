"""Site maps: the pages that a site says it has (sitemaps.org)."""

from __future__ import annotations

import gzip
import html
import io
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from ingest.site.addresses import normalised
from ingest.site.fetching import Fetched, Page
from ingest.sources import MAX_FILE_BYTES

MOST_MAPS = 200
"""Maps that are read of one site: an index may name as many others as it likes."""
_GZIP = b"\x1f\x8b"
_INDEX = re.compile(r"<(?:\w+:)?sitemapindex[\s>]")
# Only `loc` itself: `image:loc` and `video:…` are not pages. A pattern has no entities that could grow.
_PLACE = re.compile(r"<loc\s*>(.{1,4000}?)</loc\s*>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def is_map(data: bytes) -> bool:
    """Whether `data` is a site map or an index of them."""
    beginning = _text(data)[:2_000]
    return bool(_INDEX.search(beginning)) or "<urlset" in beginning


def listed_pages(maps: Iterable[str], fetch: Callable[[str], Fetched], most: int) -> list[str]:
    """Addresses that the site maps at `maps`, and those they name, list: each once, in order, at most `most`."""
    waiting = deque(maps)
    read: set[str] = set()
    pages: dict[str, None] = {}
    while waiting and len(read) < MOST_MAPS and len(pages) < most:
        url = waiting.popleft()
        if url in read:
            continue
        read.add(url)
        fetched = fetch(url)
        if not isinstance(fetched, Page):
            continue
        text = _text(fetched.data)
        places = list(_places(text, url))
        if _INDEX.search(text[:2_000]):
            waiting.extend(places)
        else:
            pages.update(dict.fromkeys(places))
    return list(pages)[:most]


def _places(text: str, url: str) -> Iterator[str]:
    for match in _PLACE.finditer(text):
        written = _CDATA.search(match[1])
        if place := normalised(written[1] if written else html.unescape(match[1]), url):
            yield place


def _text(data: bytes) -> str:
    if data.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                data = file.read(MAX_FILE_BYTES)
        except (OSError, EOFError, zlib.error):
            return ""
    return data.decode("utf-8", "replace")
