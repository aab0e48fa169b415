"""Where a page leads, the pictures it shows, and the places in it that links may lead to."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from core.model import Link
from ingest.text import one_line

MOST = 500
"""Links of a document that are kept, and names of places in it."""
LONGEST = 2_000
"""Characters of an address; a longer one, such as a picture written into the page, is left out."""
_LONGEST_TEXT = 120
_OWN_SIGNS = "headerlink header-anchor anchor-link heading-anchor hash-link heading-link footnote-backref"
_SIGNS = frozenset(_OWN_SIGNS.split())


def links_in(root: LexborNode | None) -> tuple[Link, ...]:
    """Links and pictures below `root`, in reading order, each address once for its first use."""
    found: dict[tuple[str, bool], Link] = {}
    for node in root.css("a[href], img[src]") if root is not None else ():
        is_image = node.tag == "img"
        target = (node.attributes.get("src" if is_image else "href") or "").strip()
        if target and len(target) <= LONGEST and not _is_sign(node) and len(found) < MOST:
            text = (node.attributes.get("alt") or "") if is_image else node.text()
            found.setdefault((target, is_image), Link(target, one_line(text)[:_LONGEST_TEXT], is_image))
    return tuple(found.values())


def anchors_in(root: LexborNode | None) -> tuple[str, ...]:
    """Names of places below `root`: ids, named anchors, and headings, which most sites make ids from."""
    names: dict[str, None] = {}
    for node in root.css("[id], a[name], h1, h2, h3, h4, h5, h6") if root is not None else ():
        heading = one_line(node.text()) if node.tag and node.tag[0] == "h" and node.tag[1:].isdigit() else None
        for name in (node.attributes.get("id"), node.attributes.get("name"), heading):
            if name and len(name) <= LONGEST:
                names.setdefault(name)
    return tuple(names)[:MOST]


def _is_sign(node: LexborNode) -> bool:
    """Whether a link is the sign beside a heading that leads to itself."""
    return not _SIGNS.isdisjoint((node.attributes.get("class") or "").split())
