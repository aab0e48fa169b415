"""Citations as annotations of a message: where in its text each marker stands, and what it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

_MARKER = re.compile(r"```.*?(?:```|\Z)|(`+)(?!`).*?(?<!`)\1(?!`)|\[(?P<number>\d{1,2})\](?!\()", re.DOTALL)
"""A marker such as `[1]`; code is passed over, for there it is the document's own."""


def annotations_of(text: str, citations: Sequence[Mapping[str, Any]], base: str) -> list[dict[str, Any]]:
    """An annotation for each marker in `text` of one of the `citations` of an answer object, in order.

    `base`: address that the addresses of documents are relative to, where they are.
    """
    by_number = {str(citation["id"]): citation for citation in citations}
    return [
        _annotation(start, end, by_number[number], base) for start, end, number in _markers(text) if number in by_number
    ]


def _markers(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _MARKER.finditer(text):
        if found["number"]:
            yield found.start(), found.end(), found["number"]


def _annotation(start: int, end: int, citation: Mapping[str, Any], base: str) -> dict[str, Any]:
    place = {"start_index": start, "end_index": end}
    ours = {"askwell": {"citation": citation["id"]}}
    if citation["url"]:
        link = {**place, "title": citation["title"], "url": urljoin(base, citation["url"])}
        return {"type": "url_citation", "url_citation": link, **ours}
    file = {**place, "file_id": citation["document_id"], "filename": citation["title"]}
    return {"type": "file_citation", "file_citation": file, **ours}
