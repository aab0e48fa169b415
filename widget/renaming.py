"""Gives the local names of a served script short forms: a seventh of what a visitor loads is names that only readers
need.

Names are found in the syntax tree, each with the scope that declares it. What the page, the browser or another file may
ask for by name keeps it: properties, global names, and what is imported and exported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from tree_sitter import Node

_FUNCTIONS = frozenset(
    {"arrow_function", "function_declaration", "function_expression", "generator_function_declaration"}
    | {"generator_function", "method_definition"}
)
_SCOPES = _FUNCTIONS | {"program", "statement_block", "for_statement", "for_in_statement", "catch_clause"}
_NAMED = frozenset({"function_declaration", "generator_function_declaration", "class_declaration"})
_SHORTHANDS = frozenset({"shorthand_property_identifier", "shorthand_property_identifier_pattern"})
_NAMES = _SHORTHANDS | {"identifier"}
_PRIVATE = "private_property_identifier"
_DECLARES = {
    "variable_declarator": "name",
    "for_in_statement": "left",
    "arrow_function": "parameter",
    "catch_clause": "parameter",
}
_RESERVED = frozenset({"as", "do", "if", "in", "is", "of"})
_INNER = "etnairsoclduhpmfgvbykwxjqzETNAIRSOCLDUHPMFGVBYKWXJQZ"
"""Letters of inner names: those that scripts have most anyway come first, small before large."""
_OUTER = _INNER.swapcase()
"""The names of a whole script leave the small letters to the functions, whose parameters then look alike."""


@dataclass(eq=False, slots=True)
class Binding:
    """A name that one scope declares, with every place that means it."""

    name: str
    places: list[Node] = field(default_factory=list)
    short: str = ""


@dataclass(eq=False, slots=True)
class Scope:
    """A stretch of a script with names of its own."""

    outer: Scope | None
    own: dict[str, Binding] = field(default_factory=dict)
    inner: list[Scope] = field(default_factory=list)
    mentioned: list[Node] = field(default_factory=list)
    used: set[Binding] = field(default_factory=set)
    """What is meant in here and further inside, wherever it is declared."""
    foreign: set[str] = field(default_factory=set)
    """The names in here and further inside that no scope of the script declares."""

    def declare(self, name: str) -> None:
        """Note that `name` is declared in here."""
        self.own.setdefault(name, Binding(name))

    def lookup(self, name: str) -> Binding | None:
        """What `name` means in here."""
        return self.own.get(name) or (self.outer.lookup(name) if self.outer else None)


def short_names(root: Node) -> dict[int, str]:
    """What to write in the place of a name, by the id of its node under `root`."""
    scope = Scope(None)
    _collect(root, scope)
    _resolve(scope)
    _shorten(scope)
    return {node.id: text for node, text in (*_changes(scope), *_private(root))}


def _collect(node: Node, scope: Scope) -> None:
    """Note every name under `node` with the scope it stands in, and which of them are declared there."""
    name = node.child_by_field_name("name") if node.type in _NAMED else None
    if name:
        scope.declare(_text(name))
        scope.mentioned.append(name)
    if node.type in _SCOPES and not _shares_scope(node):
        scope = _within(scope)
    for pattern in _patterns(node):
        for declared in _bound(pattern):
            scope.declare(_text(declared))
    if node.type in _NAMES:
        scope.mentioned.append(node)
    for child in node.named_children:
        if child != name:
            _collect(child, scope)


def _shares_scope(node: Node) -> bool:
    """The body of a function may not declare what a parameter is called; nor that of a `catch`."""
    return (
        node.type == "statement_block" and node.parent is not None and node.parent.type in _FUNCTIONS | {"catch_clause"}
    )


def _within(outer: Scope) -> Scope:
    scope = Scope(outer)
    outer.inner.append(scope)
    return scope


def _patterns(node: Node) -> Iterator[Node]:
    """What stands on the declaring side of `node`."""
    if node.type == "formal_parameters":
        yield from node.named_children
    elif node.type == "import_specifier":
        yield node.named_children[-1]
    elif node.type == "for_in_statement" and not node.child_by_field_name("kind"):
        return
    elif node.type in _DECLARES and (found := node.child_by_field_name(_DECLARES[node.type])):
        yield found


def _bound(pattern: Node) -> Iterator[Node]:
    """The names that a pattern declares, without its default values and keys."""
    if pattern.type in _NAMES:
        yield pattern
    elif pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        yield from _bound(pattern.named_children[0])
    elif pattern.type == "pair_pattern":
        yield from _bound(pattern.named_children[-1])
    elif pattern.type in {"object_pattern", "array_pattern", "rest_pattern"}:
        for child in pattern.named_children:
            yield from _bound(child)


def _resolve(scope: Scope) -> None:
    """Find for every name what it means, now that all declarations are known."""
    for node in scope.mentioned:
        found = scope.lookup(_text(node))
        if found is None:
            scope.foreign.add(_text(node))
        else:
            found.places.append(node)
            scope.used.add(found)
    for inner in scope.inner:
        _resolve(inner)
        scope.used |= inner.used
        scope.foreign |= inner.foreign


def _shorten(scope: Scope) -> None:
    """In the order in which they stand, so that much looks alike and compresses well; none may hide what is meant."""
    own = set(scope.own.values())
    taken = scope.foreign | {binding.short for binding in scope.used - own}
    free = (name for name in _candidates(_INNER if scope.outer and scope.outer.outer else _OUTER) if name not in taken)
    for binding in sorted(own, key=lambda each: each.places[0].start_byte):
        binding.short = next(free)
    for inner in scope.inner:
        _shorten(inner)


def _candidates(alphabet: str) -> Iterator[str]:
    for length in (1, 2, 3):
        yield from (name for letters in product(alphabet, repeat=length) if (name := "".join(letters)) not in _RESERVED)


def _changes(scope: Scope) -> Iterator[tuple[Node, str]]:
    for binding in scope.own.values():
        for node in binding.places:
            yield node, _form(node, binding)
    for inner in scope.inner:
        yield from _changes(inner)


def _form(node: Node, binding: Binding) -> str:
    """What to write: where a name stands for two things at once, both."""
    above = node.parent.type if node.parent else ""
    if node.type in _SHORTHANDS:
        return f"{binding.name}:{binding.short}"
    if above == "export_specifier":
        return f"{binding.short} as {binding.name}"
    if above == "import_specifier":
        return f"{binding.name} as {binding.short}"
    return binding.short


def _private(root: Node) -> Iterator[tuple[Node, str]]:
    """`#names` are known to their class alone, so one short form does for a whole script."""
    nodes = list(_all(root, _PRIVATE))
    counts = Counter(_text(node) for node in nodes)
    forms = {name: f"#{short}" for (name, _), short in zip(counts.most_common(), _candidates(_INNER), strict=False)}
    return ((node, forms[_text(node)]) for node in nodes)


def _all(node: Node, kind: str) -> Iterator[Node]:
    if node.type == kind:
        yield node
    for child in node.named_children:
        yield from _all(child, kind)


def _text(node: Node) -> str:
    return (node.text or b"").decode()
