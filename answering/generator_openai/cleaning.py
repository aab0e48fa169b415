"""Takes out of a model's sentence what may never reach a reader: pictures, markup, addresses that no source has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from answering.model.delimiting import seen

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])?")
_DEFINITION = re.compile(r"^\s*\[[^\]\n]+\]:.*$", re.MULTILINE)
"""Of an address that pictures and links elsewhere in a text refer to."""
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'()\[\]`]+")
_PICTURE = re.compile(r"!\[[^\]]*\]\s*[(\[]")
_CLOSING = ".,;:!?"
_MARKDOWN = MarkdownIt("commonmark")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、])\s+", re.MULTILINE)


def cleaned(text: str, known: str) -> str:
    """The sentence as it may be shown; a link stays only where `known`, the text of all sources, has its address."""
    parts = _CODE.split(seen(text))
    parts[::2] = [_prose(part, known) for part in parts[::2]]
    return "".join(parts).strip()


def is_harmless(text: str, known: str) -> bool:
    """Whether a reader of Markdown draws nothing from a cleaned text that fetches or leads anywhere unknown.

    Where code ends is a matter of opinion, and a stray backtick turns code and text round: so there is no picture in
    code either.
    """
    if _PICTURE.search(text):
        return False
    fetching = {"image", "html_inline", "html_block"}
    return not any(
        token.type in fetching or (token.type == "link_open" and not _is_known(str(token.attrs["href"]), known))
        for token in _tokens(text)
    )


def plain(text: str) -> str:
    """The sentence without marks of lists and emphasis, as it is checked."""
    return _MARKUP.sub("", _ITEM.sub("", text)).strip()


def _prose(text: str, known: str) -> str:
    text = _TAG.sub("", _IMAGE.sub("", _DEFINITION.sub("", text)))
    return _LINK.sub(lambda link: link[0] if _is_known(link[2], known) else link[1], text)


def _is_known(address: str, known: str) -> bool:
    """Whether the sources have this very address; a beginning of one may lead to another host."""
    return address.rstrip(_CLOSING) in {found.rstrip(_CLOSING) for found in _ADDRESS.findall(known)}


def _tokens(text: str) -> Iterator[Token]:
    for block in _MARKDOWN.parse(text):
        yield block
        yield from block.children or ()
