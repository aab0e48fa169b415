"""What a reader hands on."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Block, Link

MAX_TITLE = 200
"""Characters; a longer title is cut at a word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Normalised text with its blocks, and what the document says about itself; `None` where it says nothing."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    lang: str | None = None
    lang_hint: str | None = None
    """A language the file names where it is often wrong, as in the head of a web page made from a template."""
    url: str | None = None
    audiences: frozenset[str] | None = None
    tags: tuple[str, ...] = ()
    updated_at: str | None = None
    questions: tuple[str, ...] = ()
    """Questions that it says it answers, and other names of its subject."""
    links: tuple[Link, ...] | None = None
    """None where the format has none that are read."""
    anchors: tuple[str, ...] = ()
    published: bool = True
    """False for a page that calls itself a draft."""


def shorten(text: str, limit: int = MAX_TITLE) -> str:
    """`text` in at most `limit` characters, cut at a word where there is one."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return cut[: space if space > limit // 2 else None].rstrip(" ,;:.，；：。") + "…"
