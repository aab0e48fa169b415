"""Mallard and DocBook, the XML that help is written in, as HTML that Askwell's own reader takes."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

Element = ElementTree.Element

_BLOCKS = {
    **dict.fromkeys(("p", "para", "simpara"), "p"),
    **dict.fromkeys(("steps", "orderedlist", "procedure"), "ol"),
    **dict.fromkeys(("list", "itemizedlist", "simplelist", "variablelist"), "ul"),
    **dict.fromkeys(("item", "listitem", "step", "member", "varlistentry"), "li"),
    **dict.fromkeys(("screen", "programlisting"), "pre"),
    **dict.fromkeys(("table", "informaltable"), "table"),
    **dict.fromkeys(("tr", "row"), "tr"),
    **dict.fromkeys(("td", "entry"), "td"),
    **dict.fromkeys(("gui", "guilabel", "guibutton", "guimenu", "guimenuitem", "guisubmenu"), "b"),
    **dict.fromkeys(("key", "keycap", "keyseq", "term"), "b"),
    **dict.fromkeys(("em", "emphasis"), "em"),
    **dict.fromkeys(("code", "cmd", "command", "filename", "file", "input", "output"), "code"),
    **{name: name for name in ("th", "thead", "tbody")},
}
_NOTES = frozenset(("note", "tip", "important", "caution", "warning"))
_PATHS = frozenset(("guiseq", "menuchoice", "keycombo"))
_SECTIONS = frozenset(("section", "sect1", "sect2", "sect3", "sect4"))
_LEFT_OUT = frozenset(
    (
        "info", "media", "figure", "screenshot", "indexterm", "sect1info", "sect2info", "chapterinfo", "desc", "links",
        "credit", "remark", "footnote", "mediaobject", "inlinemediaobject", "comment",
    )
)  # fmt: skip
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w[\w.-]*);")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


def parse(xml: str, product: str) -> Element:
    """The root of a file; entities of its own that name the program become `product`. Raises ParseError."""
    text = _DOCTYPE.sub("", xml)
    known = _ENTITY.sub(lambda found: _entity(found, product), text)
    return ElementTree.fromstring(known)  # noqa: S314 - files of Debian's own packages


def _entity(found: re.Match[str], product: str) -> str:
    if found[1] in ("app", "appname"):
        return product
    character = html.unescape(found[0])
    return html.escape(character) if character != found[0] else found[1]


def name_of(element: Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]


def to_html(element: Element, depth: int = 1) -> str:
    """An element and what follows it in its parent's text."""
    return _own(element, depth) + html.escape(element.tail or "", quote=False)


def _own(element: Element, depth: int) -> str:
    name = name_of(element)
    if name in _LEFT_OUT:
        return ""
    if name in _PATHS:
        return f"<b>{' &gt; '.join(html.escape(' '.join(''.join(part.itertext()).split())) for part in element)}</b>"
    inner = html.escape(element.text or "", quote=False)
    inner += "".join(to_html(part, depth + (name_of(part) in _SECTIONS)) for part in element)
    if name in _NOTES:
        return f'<div class="note">{inner}</div>'
    tag = f"h{min(depth, 6)}" if name == "title" else _BLOCKS.get(name)
    return f"<{tag}>{inner}</{tag}>" if tag else inner
