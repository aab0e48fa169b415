"""Makes what documents quote harmless for readers of Markdown: nothing is fetched, and a link shows where it leads.

The readers of documents take pictures and targets of links out; what still looks like one was written out as text, or
hidden from them. The citation keeps it to the letter.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_CODE = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_REFERENCE = re.compile(r"!(?=\[)")
_DEFINITION = re.compile(r"^(\s*)\[([^\]\n]+)\]:[ \t]*", re.MULTILINE)
_FETCHING = re.compile(r"<(?=\s*(?:[a-z][\w-]*\b[^<>]*=|script\b))", re.IGNORECASE)
_SIGNS = re.compile(r"[\[\]()<>*_`~#|\\\s]+")
_LONGEST_LABEL = 120
_MARKDOWN = MarkdownIt("commonmark")
_DRAWN = frozenset({"image", "html_inline", "html_block"})


def harmless(text: str) -> str:
    """`text` with pictures and links as words and addresses, and tags that fetch as text; code stays as it is.

    Where the marks of code do not add up, it does not stay either.
    """
    if not _may_draw(text):
        return text
    done = "".join(part if is_code else _as_words(part) for part, is_code in _parts(text))
    return _as_words(text) if _draws(done) else done


def label(text: str) -> str:
    """`text` as a heading of ours: on one line of at most 120 characters, without signs that would be drawn."""
    plain = _SIGNS.sub(" ", text).strip()
    return plain if len(plain) <= _LONGEST_LABEL else plain[: _LONGEST_LABEL - 1].rstrip() + "…"


def _may_draw(text: str) -> bool:
    return "](" in text or "![" in text or "]:" in text or "<" in text


def _parts(text: str) -> list[tuple[str, bool]]:
    found, at = [], 0
    for code in _CODE.finditer(text):
        found += [(text[at : code.start()], False), (code[0], True)]
        at = code.end()
    return [*found, (text[at:], False)]


def _as_words(text: str) -> str:
    text = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[2] else link[1], text)
    text = _REFERENCE.sub("", _DEFINITION.sub(r"\1\2: ", text))
    return _FETCHING.sub("‹", text)


def _draws(text: str) -> bool:
    tokens = [token for block in _MARKDOWN.parse(text) for token in (block, *(block.children or ()))]
    return any(token.type in _DRAWN and (token.type == "image" or "=" in token.content) for token in tokens)
