"""Lines of Markdown before it is parsed: directives of site generators go, code that lost its indent gets it back."""

from __future__ import annotations

import re

from ingest.readers.markdown_containers import CALLOUTS

_FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})")
_DIRECTIVE_FENCE = re.compile(r"^(\s*)(`{3,})(\{(\w+)\}.*)$")
# Lines that tell a site generator what to do and are no text: includes, snippets, templates, attributes, contents.
_DIRECTIVE = re.compile(
    r"^\s*(?:\{\*.*\*\}|\{!>?.*!\}|\{%.*%\}|\{\{[<%].*[>%]\}\}|-{1,2}8<-{1,2}.*|\{:?\s*[.#][^{}]*\}|\[\[?toc\]\]?|"
    r"\{/\*.*\*/\}|@include\(.*\)|<!--@include:.*-->)\s*$",
    re.IGNORECASE,
)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]+:(?:\{[^{}]*\})? ?")
_MODULE_LINE = re.compile(
    r"^(?:import\s.+\sfrom\s+['\"].+['\"];?|import\s+['\"].+['\"];?|export\s+(?:const|default)\s.+)$"
)


def content_lines(lines: list[str], *, is_mdx: bool) -> list[str]:
    """The lines of a page without directives; admonitions written as fences get the marks of other admonitions."""
    kept: list[str] = []
    fence, notes = "", list[str]()
    for line in _mended(lines):
        mark, note = _FENCE.match(line), _DIRECTIVE_FENCE.match(line)
        if note and not fence and note[4].lower() in CALLOUTS:
            notes.append(note[2])
            line = f"{note[1]}{':' * len(note[2])}{note[3]}"
        elif notes and not fence and line.strip() == notes[-1]:
            line = ":" * len(notes.pop())
        elif mark and not fence:
            fence = mark[2]
        elif fence and _closes(line, fence):
            fence = ""
        elif not fence:
            line = "" if _DIRECTIVE.match(line) or (is_mdx and _MODULE_LINE.match(line)) else line
            line = _ICON.sub("", _RAW.sub("", line))
        kept.append(line)
    return kept


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip("> \t")
    return stripped.startswith(fence) and not stripped.strip(fence[0])


def _mended(lines: list[str]) -> list[str]:
    """Indent code as its opening fence is: below a list item, code further left would end the list in mid-fence."""
    mended = list(lines)
    at = 0
    while at < len(mended):
        mark = _FENCE.match(mended[at])
        at += 1
        if not mark:
            continue
        end = next((n for n in range(at, len(mended)) if _closes(mended[n], mark[2])), None)
        if end is None:
            return mended
        if mark[1] and not mark[1].strip(" ") and any(_indent(line) < len(mark[1]) for line in mended[at : end + 1]):
            mended[at : end + 1] = [mark[1] + line if line.strip() else "" for line in mended[at : end + 1]]
            mended[end] = mark[1] + mended[end].strip()
        at = end + 1
    return mended


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" ")) if line.strip() else 1_000
