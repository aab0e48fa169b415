"""Tables, code blocks and lists of an HTML tree, apart from the text around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

_LANGUAGE = re.compile(r"(?:^|[\s_-])(?:language|lang|highlight-source|highlight|brush)[-:]\s*([\w+#-]+)")
_NO_LANGUAGE = frozenset({"default", "none", "plain", "plaintext", "text", "txt"})
_LAYOUT = "table, pre, h1, h2, h3, h4, h5, h6"
_MAX_SPAN = 50


def rows(table: LexborNode, read: Callable[[LexborNode], str]) -> list[list[str]] | None:
    """The cells of a table as text; a cell that spans rows is repeated in each. None for a table made for layout."""
    if table.css_first("th") is None and any(node.mem_id != table.mem_id for node in table.css(_LAYOUT)):
        return None
    found: list[list[str]] = []
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        if _nearest(row, "table") == table.mem_id:
            found.append(_row(row, spanning, read))
    return found


def _row(row: LexborNode, spanning: dict[int, tuple[int, str]], read: Callable[[LexborNode], str]) -> list[str]:
    cells: list[str] = []
    for node in row.iter():
        if node.tag not in ("td", "th"):
            continue
        _fill(cells, spanning)
        text = _cell(read(node))
        below = _span(node, "rowspan")
        if below > 1:
            spanning[len(cells)] = (below - 1, text)
        cells.extend([text, *[""] * (_span(node, "colspan") - 1)])
    _fill(cells, spanning)
    return cells


def _cell(text: str) -> str:
    """Lines of a cell as one; the items of a list in it become clauses."""
    lines = [line.strip() for line in text.split("\n") if not line.strip().startswith("```")]
    items = [line[2:] if line.startswith("- ") else line for line in lines]
    return ("; " if items != lines else " ").join(filter(None, items))


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    """Repeat what spans down from the rows above, as far as it comes next."""
    while len(cells) in spanning:
        left, text = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(node: LexborNode, name: str) -> int:
    value = node.attributes.get(name) or ""
    return min(int(value), _MAX_SPAN) if value.isdecimal() and len(value) < 5 and int(value) else 1


def code_text(pre: LexborNode) -> str:
    """The text of a code block, also where each line is an element of its own."""
    for node in pre.css("br"):
        node.replace_with("\n")
    inner = pre.css_first("code") or pre
    children = list(inner.iter())
    if len(children) > 1 and all(child.tag == "div" for child in children):
        return "\n".join(child.text().rstrip("\n") for child in children)
    return pre.text()


def code_language(pre: LexborNode) -> str:
    """The language a code block names in its class or those around it, or an empty string."""
    near = (pre.css_first("code"), pre, pre.parent, pre.parent.parent if pre.parent else None)
    for node in near:
        match = _LANGUAGE.search((node.attributes.get("class") or "") if node is not None else "")
        if match:
            return "" if match[1].lower() in _NO_LANGUAGE else match[1]
    return ""


def owning_list(node: LexborNode) -> int | None:
    """Identity of the definition list that `node` belongs to."""
    return _nearest(node, "dl")


def is_footnotes(node: LexborNode) -> bool:
    """Whether a list holds the footnotes of the page: its numbers are no steps."""
    names = node.attributes.get("class") or ""
    return "footnote" in names or (
        node.parent is not None and "footnote" in (node.parent.attributes.get("class") or "")
    )


def _nearest(node: LexborNode, tag: str) -> int | None:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent.mem_id if parent is not None else None
