"""What a page on the web says to those who read many of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from ingest.encodings import decode_html
from ingest.readers.html import remove_around
from ingest.site.addresses import normalised

_PASSING = (
    "script:not([type='application/ld+json']), style, noscript, svg, link[rel=stylesheet], link[rel=preload], "
    "link[rel=modulepreload], meta[name*=csrf], meta[name*=nonce]"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """A page, and what it says about itself and others."""

    data: bytes
    """The page without what changes while the article stays: scripts, tokens of forms, lists of other articles."""
    canonical: str | None
    links: tuple[str, ...]
    """Addresses that it links to; none where it asks that they not be followed."""
    unlisted: bool
    """Whether it asks to be left out of what is searched."""
    has_text: bool


def said_by(data: bytes, url: str) -> Said:
    """Read the HTML page `data` from `url`; raises InvalidInput when it is no text."""
    tree = LexborHTMLParser(decode_html(data))
    base_node = tree.css_first("base[href]")
    base = (normalised(base_node.attributes.get("href") or "", url) if base_node else None) or url
    robots = _robots(tree)
    links = () if robots & {"nofollow", "none"} else _links(tree, base)
    canonical = tree.css_first("link[rel=canonical][href]")
    said = normalised(canonical.attributes.get("href") or "", base) if canonical else None
    for node in tree.css(_PASSING):
        node.decompose()
    remove_around(tree)
    has_text = tree.body is not None and any(map(str.isalnum, tree.body.text()))
    html = _COMMENT.sub("", tree.html or "")
    return Said(html.encode("utf-8", "replace"), said, links, bool(robots & {"noindex", "none"}), has_text)


def _robots(tree: LexborHTMLParser) -> set[str]:
    found: set[str] = set()
    for node in tree.css("meta[name=robots i][content], meta[name=askwell i][content]"):
        found.update(part.strip() for part in (node.attributes.get("content") or "").lower().split(","))
    return found


def _links(tree: LexborHTMLParser, base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in tree.css("a[href], area[href], link[rel=alternate][hreflang][href]"):
        if "nofollow" in (node.attributes.get("rel") or "").lower().split():
            continue
        address = normalised(node.attributes.get("href") or "", base)
        if address:
            found.setdefault(address)
    return tuple(found)
