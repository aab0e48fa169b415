"""Admonitions, tabs and details in the dialects of MkDocs, VuePress, Docusaurus, MyST and GitHub.

`!!! note "Title"`, `??? note`, `=== "Tab"` with indented content; `/// note | Title` … `///`, `::: tip Title` … `:::`
and `:::{note}` … `:::` with content between marks; `> [!NOTE]` quotes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_INDENTED = re.compile(r"(?:(?:!!!|\?\?\?\+?)\s+(?P<type>[\w -]+?)|===[!+]{0,2})\s*(?:\"(?P<title>[^\"]*)\")?\s*$")
_FENCED = re.compile(r"(?P<marks>/{3,}|:{3,})\s*(?P<rest>.*)$")
_REST = re.compile(
    r"\{?\.?(?P<type>[A-Za-z][\w-]*)\}?\s*(?:\[(?P<bracketed>[^\]]*)\]|\{[^}]*title=\"(?P<quoted>[^\"]*)\"[^}]*\}|"
    r"\{[^}]*\}|\|?\s*(?P<plain>[^{}]*))\s*$"
)
_OPTION = re.compile(r"\s*:?[\w-]+:(?:\s|$)")
_ALERT = re.compile(r"\[!(\w+)\][+-]?[ \t]*(.*)")
_CALLOUTS_WORDS = """
    abstract attention bug caution check danger error example failure help hint important info note question quote
    seealso success summary tip todo warning
"""
CALLOUTS = frozenset(_CALLOUTS_WORDS.split())
"""Types of admonition that are shown with their name when they have no title of their own."""
_TITLED = frozenset(["admonition", "collapse", "details", "tab"])
_CONTENT_INDENT = 4


class _Container(NamedTuple):
    type: str
    title: str
    first: int
    end: int
    after: int
    """Lines: where the content begins and ends, and where reading goes on."""


def containers_plugin(parser: MarkdownIt) -> None:
    """A plugin: each container becomes `<div class="admonition">` with its title as first paragraph."""
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "container", _container_rule, {"alt": interrupted})
    parser.core.ruler.after("block", "alerts", _alert_rule)


def _container_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    line = _line(state, start_line)
    found = None
    if line.startswith(("!!!", "???", "===")):
        found = _indented(state, line, start_line, end_line)
    elif line.startswith((":::", "///")):
        found = _fenced(state, line, start_line, end_line)
    if found is None:
        return False
    if not silent:
        _push(state, found, line.startswith(("!!!", "???", "===")))
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _indented(state: StateBlock, line: str, start: int, end_line: int) -> _Container | None:
    head = _INDENTED.match(line)
    if not head or (head["type"] is None and head["title"] is None):
        return None
    least = state.sCount[start] + _CONTENT_INDENT
    end = start + 1
    for number in range(start + 1, end_line):
        if state.isEmpty(number):
            continue
        if state.sCount[number] < least:
            break
        end = number + 1
    kind = (head["type"] or "tab").split()[0].lower()
    return _Container(kind, _title(kind, head["title"]), start + 1, end, end)


def _fenced(state: StateBlock, line: str, start: int, end_line: int) -> _Container | None:
    head = _FENCED.match(line)
    if not head or not head["rest"]:
        return None
    end = _closing(state, head["marks"], start, end_line)
    first = start + 1
    while first < (end or end_line) and state.sCount[first] >= state.blkIndent and _is_option(state, first):
        first += 1
    if end is None:  # a directive such as `::: package.module` with options below it: nothing to read
        return _Container("", "", first, first, first) if line.startswith(":::") else None
    rest = _REST.match(head["rest"])
    kind = rest["type"].lower() if rest else ""
    title = (rest["bracketed"] or rest["quoted"] or rest["plain"] or "").strip() if rest else ""
    return _Container(kind, _title(kind, title or None), first, end, end + 1)


def _is_option(state: StateBlock, number: int) -> bool:
    indented = state.sCount[number] >= state.blkIndent + _CONTENT_INDENT or _line(state, number).startswith(":")
    return indented and bool(_OPTION.match(_line(state, number)))


def _closing(state: StateBlock, marks: str, start: int, end_line: int) -> int | None:
    """The line of the closing marks, over containers inside with marks as long."""
    last: dict[str, int] = state.env.setdefault("last_marks", {})
    if marks not in last:
        closings = (number for number in range(len(state.bMarks) - 2, -1, -1) if _line(state, number) == marks)
        last[marks] = next(closings, -1)
    if last[marks] < start:
        return None
    depth = 1
    for number in range(start + 1, end_line):
        line = _line(state, number)
        if not line.startswith(marks) or line.startswith(marks + marks[0]):
            continue
        depth += -1 if line == marks else 1
        if depth == 0:
            return number
    return None


def _title(kind: str, given: str | None) -> str:
    """The title as a reader sees it: the one given, none when an empty one is given, else the name of a known type."""
    if given is None:
        return kind.capitalize() if kind in CALLOUTS else ""
    return given.strip() if kind in CALLOUTS or kind in _TITLED else ""


def _push(state: StateBlock, found: _Container, is_indented: bool) -> None:
    opening = state.push("container_open", "div", 1)
    opening.attrs = {"class": "admonition" if found.type in CALLOUTS or found.title else "container"}
    opening.map = [found.first - 1, found.end]
    if found.title:
        state.tokens.extend(_title_tokens(found.title, opening.level + 1))
    outer = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax = "container", found.end
    state.blkIndent += _CONTENT_INDENT if is_indented else 0
    state.md.block.tokenize(state, found.first, found.end)
    state.parentType, state.lineMax, state.blkIndent = outer
    state.push("container_close", "div", -1)
    state.line = found.after


def _title_tokens(title: str, level: int) -> list[Token]:
    opening = Token("paragraph_open", "p", 1, attrs={"class": "admonition-title"}, block=True, level=level)
    text = Token("inline", "", 0, content=title, children=[], block=True, level=level + 1)
    return [opening, text, Token("paragraph_close", "p", -1, block=True, level=level)]


def _alert_rule(state: StateCore) -> None:
    """Turn quotes that begin with `[!NOTE]` into admonitions."""
    tokens = state.tokens
    for index in range(len(tokens) - 3, -1, -1):
        quote, inline = tokens[index], tokens[index + 2]
        match = _ALERT.match(inline.content) if quote.type == "blockquote_open" and inline.type == "inline" else None
        if not match:
            continue
        quote.tag, quote.attrs = "div", {"class": "admonition"}
        closing = next(t for t in tokens[index:] if t.type == "blockquote_close" and t.level == quote.level)
        closing.tag = "div"
        inline.content = inline.content[match.end() :].lstrip("\n")
        tokens[index + 1 : index + 1] = _title_tokens(match[2] or match[1].capitalize(), quote.level + 1)
