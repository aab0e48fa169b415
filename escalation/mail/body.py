"""The body of a letter, written once and given as plain text and as simple HTML.

Whatever people wrote is data: in HTML it is escaped, and their Markdown becomes a few harmless tags.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
_RENDERER = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).enable(
    ["table", "strikethrough"]
)
_PAGE = (
    '<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>\n'
    '<body style="font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:0 auto;padding:1em;overflow-wrap:anywhere">'
    "\n{body}\n</body></html>\n"
)


class Body:
    """Paragraphs of a letter in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._text: list[str] = []
        self._html: list[str] = []

    def say(self, text: str) -> None:
        """A paragraph of our own."""
        self._add(text, f"<p>{html.escape(text)}</p>")

    def small(self, text: str) -> None:
        """A paragraph that matters less."""
        self._add(text, f'<p style="font-size:14px;color:#595959">{html.escape(text)}</p>')

    def link(self, text: str, address: str) -> None:
        """A paragraph that ends in an address."""
        safe = html.escape(address)
        self._add(f"{text}\n{address}", f'<p>{html.escape(text)}<br><a href="{safe}">{safe}</a></p>')

    def quote(self, head: str, markdown: str) -> None:
        """What somebody wrote, under their name."""
        self._add(f"{head}\n\n{markdown.strip()}", f"<p><b>{html.escape(head)}</b></p>\n{rendered(markdown)}")

    def links(self, head: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """A list below a heading: words that lead to an address, and something about them."""
        lines = [f"- {text} ({told})\n  {address}" for text, address, told in rows]
        items = "".join(
            f'<li><a href="{html.escape(address)}">{html.escape(text)}</a><br><small>{html.escape(told)}</small></li>'
            for text, address, told in rows
        )
        self._add("\n".join([head, "", *lines]), f"<p><b>{html.escape(head)}</b></p>\n<ul>{items}</ul>")

    def rule(self) -> None:
        """A line across, before what matters less."""
        # In plain text the customary mark of a signature, which mail programs leave out of replies.
        self._add("-- ", "<hr>")

    @property
    def text(self) -> str:
        """As plain text."""
        return "\n\n".join(self._text) + "\n"

    @property
    def html(self) -> str:
        """As a page of HTML."""
        return _PAGE.format(lang=html.escape(self._lang), body="\n".join(self._html))

    def _add(self, text: str, markup: str) -> None:
        self._text.append(text)
        self._html.append(markup)


def rendered(markdown: str) -> str:
    """Markdown as HTML without scripts, styles or pictures."""
    return nh3.clean(_RENDERER.render(markdown), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES)
