"""Writes scripts and styles without what only readers need: comments, space, and long local names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import ascii_lowercase

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from widget.renaming import short_names

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s*([{};,>])\s*|(:)\s+")
_CSS_OWN = re.compile(r"--_[\w-]+")
"""Custom properties that no script and no site sets are written with an underscore, and get short names."""
_CSS_ZERO = re.compile(r"(?<![\w.])0(?=\.\d)")
_LEADING_ZERO = re.compile(r"^0(?=\.\d)")
_VERBATIM = frozenset({"string", "regex", "string_fragment", "escape_sequence"})
"""Tokens that hold text of their own."""
_TEXT = frozenset({"string_fragment", "escape_sequence"})
"""Tokens inside a template: a space beside them would be part of it."""
_DECLARATION = "lexical_declaration"
_WHOLE = frozenset({"call_expression", "identifier", "member_expression", "subscript_expression"})
"""Expressions that hold together without parentheses, which a comment with a type asks for."""
_NEEDED_BY = frozenset({"do_statement", "if_statement", "new_expression", "switch_statement", "while_statement"})
_SHORTER = {"const": "let", "true": "!0", "false": "!1"}
"""What means the same in fewer letters, in a script that never assigns to a constant."""


def short_script(text: str) -> str:
    """The same script, to be run and not to be read. Statements have to end in semicolons.

    Raises ValueError when it cannot be parsed.
    """
    root = Parser(Language(tree_sitter_javascript.language())).parse(text.encode()).root_node
    if root.has_error:
        raise ValueError(f"This script cannot be read:\n{text[:200]}")
    names = short_names(root)
    written, in_text = [""], False
    for token in _tokens(root):
        said, before = names.get(token.id) or _said(token), written[-1]
        if (said == "}" and before in {";", ","}) or (said in {"]", ")"} and before == ","):
            written.pop()
            before = written[-1]
        apart = not in_text and token.type not in _TEXT and _would_merge(before[-1:], said[:1])
        written.append(f" {said}" if apart else said)
        in_text = token.type in _TEXT
    return f"{''.join(written)}\n"


def short_style(text: str) -> str:
    """The same style sheet, to be applied and not to be read."""
    names = Counter(_CSS_OWN.findall(text)).most_common()
    forms = {name: f"--{short}" for (name, _), short in zip(names, ascii_lowercase, strict=False)}
    tight = _CSS_SPACE.sub(r"\1\2", _CSS_COMMENT.sub("", text))
    tight = _CSS_OWN.sub(lambda found: forms.get(found[0], found[0]), tight)
    return _CSS_ZERO.sub("", tight).replace(";}", "}").strip() + "\n"


def _tokens(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "comment" or _is_needless(node):
            continue
        if node.type in _VERBATIM or not node.child_count:
            yield node
        else:
            waiting += reversed(node.children)


def _said(token: Node) -> str:
    """The token, or what does in its place: declarations that follow each other become one."""
    text, declaration = (token.text or b"").decode(), token.parent
    if token.type == "number":
        return _LEADING_ZERO.sub("", text.replace("_", ""))
    if token.type != text or declaration is None:
        return text
    if declaration.type == _DECLARATION:
        if text == ";" and _beside(declaration, "next_sibling") == _DECLARATION:
            return ","
        if text in {"const", "let"} and _beside(declaration, "prev_sibling") == _DECLARATION:
            return ""
    return _SHORTER.get(text, text)


def _is_needless(token: Node) -> bool:
    """Whether it is a parenthesis around what holds together anyway, or around the one name that a function takes."""
    around = token.parent
    if token.type not in {"(", ")"} or around is None or around.parent is None:
        return False
    above, inside = around.parent, [child for child in around.named_children if child.type != "comment"]
    if around.type == "formal_parameters":
        return above.type == "arrow_function" and [child.type for child in inside] == ["identifier"]
    return (
        around.type == "parenthesized_expression"
        and above.type not in _NEEDED_BY
        and inside[0].type in _WHOLE
        and b"?." not in (inside[0].text or b"")
    )


def _beside(node: Node, side: str) -> str:
    """The kind of what stands next to `node`, comments left out."""
    other: Node | None = getattr(node, side)
    while other is not None and other.type == "comment":
        other = getattr(other, side)
    return other.type if other else ""


def _would_merge(before: str, after: str) -> bool:
    """Whether two tokens need a space between them to stay two."""
    return (_in_word(before) and _in_word(after)) or (before == after and after in {"+", "-", "/"})


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in {"_", "$", "#"}
