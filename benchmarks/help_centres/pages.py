"""Pages of a help centre, as a data set keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.readers.html import read_text

_FIRST_HEADING = re.compile(r"^(#+ )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language."""

    lang: str
    name: str
    """The same in every language."""
    title: str
    text: str


def page(lang: str, name: str, body: str, chapter: str = "") -> Page:
    """A page from the HTML of its body; `chapter` goes before its heading, which may say no more than "Overview"."""
    text = read_text(f'<html lang="{lang}"><body><main>{body}</main></body></html>').text.strip()
    if chapter:
        text = _FIRST_HEADING.sub(rf"\g<1>{chapter}: ", text, count=1)
    return Page(lang, name, text.partition("\n")[0].lstrip("# "), text)
