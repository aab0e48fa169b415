"""The questions that a file says it answers, and other names of its subject, where nobody sees them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ingest.text import clean, one_line

MOST = 50
"""Questions of one document."""
_LONGEST = 300
"""Characters."""
_FIELDS = ("questions", "question", "faq", "aliases", "alias", "synonyms", "keywords")
_PATH = re.compile(r"^\S*/\S*$")
_MICRODATA = "[itemtype*='schema.org/Question'] [itemprop=name]"
_LINKED_DATA = "script[type='application/ld+json']"


def declared(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What front matter or a row of a corpus says in its fields for it; old addresses of the page are left out."""
    return _kept(text for name in _FIELDS for text in _texts(data.get(name)))


def marked(page: LexborHTMLParser) -> tuple[str, ...]:
    """What a web page says to search engines, as schema.org's questions or as keywords."""
    return _kept(_of_page(page))


def _of_page(page: LexborHTMLParser) -> Iterator[str]:
    for script in page.css(_LINKED_DATA):
        try:
            yield from _linked(json.loads(script.text()))
        except (ValueError, RecursionError):
            continue  # broken for everybody
    for node in page.css(_MICRODATA):
        yield node.attributes.get("content") or node.text()
    for node in page.css("meta[name=keywords]"):
        yield from _texts(node.attributes.get("content"))


def _linked(data: object) -> Iterator[str]:
    """The names of all questions in linked data, however deep."""
    if isinstance(data, list):
        for part in data:
            yield from _linked(part)
    elif isinstance(data, dict):
        if "Question" in (data.get("@type"), *_texts(data.get("@type"))):
            yield from _texts([data.get("name") or data.get("text")])
        for part in data.values():
            if isinstance(part, list | dict):
                yield from _linked(part)


def _texts(value: object) -> list[str]:
    """A text as it is, or cut at commas where it asks nothing; the texts of a list."""
    if isinstance(value, str):
        return [value] if value.rstrip().endswith(("?", "？")) else re.split("[,，、;\\n]", value)
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _kept(texts: Iterator[str] | Any) -> tuple[str, ...]:
    lines = (one_line(clean(text)) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if 1 < len(line) <= _LONGEST and not _PATH.match(line)))[:MOST]
