"""Takes out of a model's sentence what may never reach a reader: pictures, markup, addresses that no source has."""

from __future__ import annotations

import re

from answering.model.delimiting import seen

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、])\s+", re.MULTILINE)


def cleaned(text: str, known: str) -> str:
    """The sentence as it may be shown; a link stays only where `known`, the text of all sources, has its address."""
    parts = _CODE.split(seen(text))
    parts[::2] = [_prose(part, known) for part in parts[::2]]
    return "".join(parts).strip()


def plain(text: str) -> str:
    """The sentence without marks of lists and emphasis, as it is checked."""
    return _MARKUP.sub("", _ITEM.sub("", text)).strip()


def _prose(text: str, known: str) -> str:
    text = _TAG.sub("", _IMAGE.sub("", text))
    return _LINK.sub(lambda link: link[0] if link[2] and link[2] in known else link[1], text)
