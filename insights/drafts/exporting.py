"""A draft as a file for content that lives elsewhere: Markdown with its front matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOT_IN_NAMES = re.compile(r"[^\w]+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_LONGEST_NAME = 80


def markdown_file(title: str, text: str, lang: str, audiences: Iterable[str] = (), tags: Iterable[str] = ()) -> str:
    """The text with a front matter that every reader of Askwell and of the common site generators understands."""
    lines = [f"title: {_quoted(title)}", f"lang: {lang}"]
    for name, values in (("audiences", sorted(audiences)), ("tags", list(tags))):
        if values:
            lines.append(f"{name}: [{', '.join(map(_quoted, values))}]")
    return "---\n" + "\n".join(lines) + f"\n---\n\n{text.strip()}\n"


def file_name(title: str, lang: str, document_id: str | None = None) -> str:
    """A name for the file: that of the document it changes, or one made from the title."""
    if document_id and document_id.lower().endswith((".md", ".mdx", ".markdown")):
        return document_id
    base = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFKC", document_id or title).casefold()).strip("-")
    return f"{base[:_LONGEST_NAME].strip('-') or 'draft'}.{lang}.md"


def without_front_matter(text: str) -> tuple[str, str]:
    """Front matter (with what ends it) and body of a Markdown file."""
    found = _FRONT_MATTER.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
