"""The text of an e-mail that comes as HTML only."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

MAX_HTML = 1_000_000
"""Characters that are looked at."""
_DROPPED = "head, script, style, title, template, noscript"
# How Gmail, Thunderbird, Yahoo, Apple Mail, Outlook, NetEase and QQ mark what they quote.
_QUOTED = (
    ".gmail_quote, .gmail_attr, .moz-cite-prefix, .yahoo_quoted, blockquote, #isReplyContent, #divRplyFwdMsg,"
    " #appendonsend, .ntes-mailmaster-quote, .qmbox_reply, includetail, .gmail_signature, .moz-signature"
)
_FROM_HERE_ON = "#divRplyFwdMsg, #appendonsend"
"""Behind these, everything up to the end is quoted."""
_BLOCKS = "p, div, tr, li, ul, ol, h1, h2, h3, h4, h5, h6, table, pre, hr, blockquote, section, article"
_BREAK = "\ue000"
"""A private sign that no mail holds on purpose: marks line breaks while white space is joined."""
DEEPEST = 300
"""Elements inside each other; the parser's time grows with the square of it, and no mail program goes so far."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_NESTED = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "td", "th", "tr", "wbr",
}  # fmt: skip
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>?")
_SPACE = re.compile(r"[^\S\ue000]+")
_MANY = re.compile(r" ?\ue000(?: ?\ue000)*")


def text_of(html: str) -> str:
    """The text without what is quoted; with it, when there is nothing else."""
    html = html[:MAX_HTML].replace(_BREAK, " ")
    if _depth(html) > DEEPEST:
        return " ".join(_ANY_TAG.sub(" ", html).split())
    return _text(html, quoted=False) or _text(html, quoted=True)


def _depth(html: str) -> int:
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _NEVER_NESTED:
            depth = max(0, depth + (-1 if closing else 1))
            deepest = max(deepest, depth)
    return deepest


def _text(html: str, *, quoted: bool) -> str:
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    _drop(tree, _DROPPED)
    if not quoted:
        _drop_rest(tree)
        _drop(tree, _QUOTED)
    for node in tree.css("br"):
        node.replace_with(_BREAK)
    for node in tree.css(_BLOCKS):
        node.insert_after(_BREAK)
        node.insert_before(_BREAK)
    joined = _SPACE.sub(" ", tree.body.text(deep=True, separator=""))
    return _MANY.sub(lambda found: "\n" * min(2, found.group().count(_BREAK)), joined).strip()


def _drop(tree: LexborHTMLParser, selector: str) -> None:
    # The inner ones first: with the outer one they would be gone already.
    for node in reversed(tree.css(selector)):
        node.decompose()


def _drop_rest(tree: LexborHTMLParser) -> None:
    mark = tree.css_first(_FROM_HERE_ON)
    behind = mark.next if mark is not None else None
    while behind is not None:
        following = behind.next
        behind.decompose()
        behind = following
