"""HTML pages: the article without the page around it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.encodings import decode_html
from ingest.readers.asked import marked
from ingest.readers.html_blocks import BlockWalker
from ingest.readers.links import anchors_in, links_in
from ingest.readers.reading import Reading
from ingest.text import TextBuilder, one_line

_SITE_SUFFIX = re.compile(r"\s*[-–—|·•:»].*")
_NEVER = (
    "script, style, template, noscript, iframe, object, embed, svg, canvas, video, audio, map, dialog, select, "
    "textarea, input, [hidden]:not([role=tabpanel]), [aria-hidden=true], [style*='display:none'], "
    "[style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden'], .sr-only, "
    ".visually-hidden, .screen-reader-text, .footnote-ref, .footnote-backref, sup.reference, "
    ".linenos, .lineno, .line-numbers-rows, [role=tablist]"
)
_ANCHORS = "a.headerlink, a.header-anchor, a.anchor, a.anchor-link, a.heading-anchor, a.hash-link, a.heading-link"
_AROUND = (
    "nav, footer, form, [role=navigation], [role=banner], [role=contentinfo], [role=search], .toc, #toc, "
    ".table-of-contents, .breadcrumb, .breadcrumbs, .pagination, .sidebar, .skip-link, .edit-page, .edit-this-page, "
    ".cookie-banner, .mw-editsection"
)
_NOTE_CLASSES = ("note", "tip", "admonition", "callout", "alert", "warning", "aside-content", "starlight-aside")


def read(data: bytes, name: str) -> Reading:
    """Read an HTML page; `name` is not needed, because pages name themselves."""
    return read_text(decode_html(data))


def read_text(html: str) -> Reading:
    """Read an HTML page that is already text."""
    tree = LexborHTMLParser(html)
    title = _first_text(tree, "title")
    lang = (tree.root.attributes.get("lang") or tree.root.attributes.get("xml:lang")) if tree.root else None
    url = _canonical(tree)
    published = tree.css_first("meta[name=robots][content*=noindex]") is None
    questions, anchors = marked(tree), anchors_in(tree.body)
    remove_around(tree)
    main = _main(tree)
    links = links_in(main)
    _remove_site_name(main, title)
    body, heading = to_blocks(tree, main)
    text, blocks = body.build()
    return Reading(
        text,
        blocks,
        heading or _without_site(title, text),
        lang_hint=lang or None,
        url=url,
        questions=questions,
        links=links,
        anchors=anchors,
        published=published,
    )


def to_blocks(tree: LexborHTMLParser, root: LexborNode | None) -> tuple[TextBuilder, str | None]:
    """The blocks below `root`, and the text of the first H1."""
    for node in tree.css(_NEVER):
        node.decompose()
    for node in tree.css(_ANCHORS):
        if len(node.text().strip()) < 2:  # a sign such as ¶; some sites put the whole heading in such a link
            node.decompose()
    builder = TextBuilder()
    walker = BlockWalker(builder)
    if root is not None:
        walker.walk(root)
    return builder, walker.first_h1


def remove_around(tree: LexborHTMLParser) -> None:
    """Take out what surrounds the article: navigation, forms, banners."""
    for node in tree.css(_AROUND):
        node.decompose()
    for node in tree.css("header"):
        if node.css_first("h1") is None:
            node.decompose()
    for node in tree.css("aside"):
        if not any(name in (node.attributes.get("class") or "") for name in _NOTE_CLASSES):
            node.decompose()


def _remove_site_name(main: LexborNode | None, title: str) -> None:
    """Take out a heading above the article's own that only names the site, as the end of the title shows."""
    above: list[LexborNode] = []
    for node in main.css("h1") if main is not None else ():
        heading = one_line(node.text()).rstrip(" ¶#")
        if heading and title.startswith(heading):
            for other in above:
                other.decompose()
            return
        if heading and title.endswith(heading):
            above.append(node)


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the article: `main`, or the only article in it, or the body."""
    main = tree.css_first("main") or tree.css_first("[role=main]")
    articles = (main or tree).css("article")
    if len(articles) == 1 and (main is None or 2 * len(articles[0].text()) > len(main.text())):
        return articles[0]
    return main or tree.body


def _first_text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return one_line(node.text()) if node else ""


def _without_site(title: str, text: str) -> str | None:
    """A page's title, or the heading its text begins with when only the name of the site comes after that in it."""
    heading = text.split("\n", 1)[0].lstrip("#").strip()
    return heading if heading and _SITE_SUFFIX.fullmatch(title.removeprefix(heading)) else title or None


def _canonical(tree: LexborHTMLParser) -> str | None:
    for selector, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = tree.css_first(selector)
        url = (node.attributes.get(attribute) or "").strip() if node else ""
        if urlsplit(url).scheme in ("http", "https"):
            return url
    return None
