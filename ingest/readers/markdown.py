"""Markdown as help centres write it: CommonMark and tables, front matter, admonitions, attributes, HTML inside.

It is rendered to HTML and read as such, because that is what its authors look at.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from selectolax.lexbor import LexborHTMLParser

from ingest.encodings import decode
from ingest.readers import asked, front_matter, html
from ingest.readers.links import anchors_in, links_in
from ingest.readers.markdown_containers import containers_plugin
from ingest.readers.markdown_html import html_rules
from ingest.readers.markdown_lines import content_lines
from ingest.readers.reading import Reading

_MAX_NESTING = 60
"""Blocks inside each other; what lies deeper is lost."""
_HEADING_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?:#(?P<id>[^\s{}]+)|\.)[^{}]*\}\s*$")


def read(data: bytes, name: str) -> Reading:
    """Read a Markdown file; `name` tells MDX, whose imports are dropped."""
    return read_text(decode(data), is_mdx=name.lower().endswith(".mdx"))


def read_text(text: str, *, is_mdx: bool = False) -> Reading:
    """Read Markdown that is already text."""
    meta, body = front_matter.split(text.replace("\r\n", "\n").lstrip("\ufeff"))
    source = "\n".join(content_lines(body.split("\n"), is_mdx=is_mdx))
    page = LexborHTMLParser(f"<body>{_parser().render(source, {'source': source})}</body>")
    links = links_in(page.body)
    anchors = anchors_in(page.body)
    builder, first_h1 = html.to_blocks(page, page.body)
    normalised, blocks = builder.build()
    audiences = front_matter.list_value(meta, "audience", "audiences")
    return Reading(
        normalised,
        blocks,
        front_matter.text_value(meta, "title") or first_h1,
        lang=front_matter.text_value(meta, "lang", "language"),
        url=front_matter.web_address(meta, "url", "canonical_url", "canonical"),
        audiences=frozenset(audiences) or None,
        tags=front_matter.list_value(meta, "tags", "keywords"),
        updated_at=front_matter.text_value(meta, "updated_at", "updated", "lastmod", "last_update", "date"),
        questions=asked.declared(meta),
        links=links,
        anchors=anchors,
        published=front_matter.is_published(meta),
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.use(deflist_plugin).use(footnote_plugin)
    parser.use(attrs_plugin)
    # Strict about spaces and digits beside the dollars, or "$5 and $10" would be a formula.
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False)
    parser.use(containers_plugin)
    parser.use(html_rules)
    parser.core.ruler.before("inline", "heading_attributes", _strip_heading_attributes)
    return parser


def _strip_heading_attributes(state: StateCore) -> None:
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (found := _HEADING_ATTRIBUTES.search(inline.content)) is not None:
            inline.content = inline.content[: found.start()]
            opening.attrSet("id", found["id"] or "")
