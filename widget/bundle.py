"""Joins the widget's modules into the few files that browsers load: one at first, and one for each `import('./x.js')`.

The sources stay ES modules of their own; a request and a compression window for each of them would cost more than they
weigh. A file has one scope, so the names that stand outside functions and classes must differ between modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

ENTRY = "element.js"
_IMPORT = re.compile(r"^import\s*\{([^}]*)\}\s*from\s*'\./([\w./-]+)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const)\s*(\w+))", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let)\s*(\w+)", re.MULTILINE)
_LATER = re.compile(r"\bimport\('\./([\w./-]+)'\)(?!\.[A-Z])")
"""Not the type of something in another module, which is an import in a comment."""
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, taken apart."""

    name: str
    imports: Mapping[str, tuple[str, ...]]
    """Names by the module they come from."""
    exports: tuple[str, ...]
    body: str

    @classmethod
    def read(cls, name: str, text: str) -> Module:
        """Raises ValueError for a form of `import` or `export` that is not joined here."""
        imports = {source: _names(inside) for inside, source in _IMPORT.findall(text)}
        body = _EXPORT.sub("", _IMPORT.sub("", text))
        if left := _LEFT_OVER.search(body):
            raise ValueError(f"{name}: this form cannot be joined: {left.group()}")
        return cls(name, imports, tuple(_EXPORT.findall(text)), body)

    @property
    def declared(self) -> tuple[str, ...]:
        """The names that stand outside functions and classes."""
        return tuple(_DECLARED.findall(self.body))

    @property
    def later(self) -> tuple[str, ...]:
        """The modules that are loaded once they are needed."""
        return tuple(_LATER.findall(self.body))


def join(sources: Mapping[str, str]) -> dict[str, str]:
    """The files to serve by name, from the modules that `element.js` reaches.

    Raises ValueError when two modules declare one name, import each other, or are needed by two files loaded later.
    """
    modules = {name: Module.read(name, text) for name, text in sources.items()}
    first = _in_order(modules, ENTRY, ())
    entries = sorted({name for module in modules.values() for name in module.later})
    later = {entry: _in_order(modules, entry, first) for entry in entries}
    _check_apart([first, *later.values()])
    lent = {name for members in later.values() for name in _wanted(members, first)}
    return {
        ENTRY: _file(first, (), sorted({*modules[ENTRY].exports, *lent})),
        **{entry: _file(members, _wanted(members, first), modules[entry].exports) for entry, members in later.items()},
    }


def _names(inside: str) -> tuple[str, ...]:
    return tuple(name for part in inside.split(",") if (name := part.strip()))


def _in_order(modules: Mapping[str, Module], entry: str, given: tuple[Module, ...]) -> tuple[Module, ...]:
    """What `entry` needs beyond `given`, each after what it imports."""
    known = {module.name for module in given}

    def visit(name: str, path: tuple[str, ...]) -> Iterator[Module]:
        if name in path:
            raise ValueError(f"These modules import each other: {' -> '.join((*path, name))}")
        if name in known:
            return
        for source in modules[name].imports:
            yield from visit(source, (*path, name))
        known.add(name)
        yield modules[name]

    return tuple(visit(entry, ()))


def _check_apart(files: list[tuple[Module, ...]]) -> None:
    names = [module.name for members in files for module in members]
    declared = [name for members in files for module in members for name in module.declared]
    for kind, found in (("module is in two files", names), ("name is declared twice", declared)):
        if twice := {name for name in found if found.count(name) > 1}:
            raise ValueError(f"This {kind}: {', '.join(sorted(twice))}")


def _wanted(members: tuple[Module, ...], first: tuple[Module, ...]) -> tuple[str, ...]:
    """Names that a file takes from the first one."""
    elsewhere = {module.name for module in first}
    pairs = ((source, names) for module in members for source, names in module.imports.items())
    return tuple(sorted({name for source, names in pairs if source in elsewhere for name in names}))


def _file(members: Sequence[Module], wanted: Sequence[str], exports: Sequence[str]) -> str:
    head = f"import {{{','.join(wanted)}}} from './{ENTRY}';\n" if wanted else ""
    return f"{head}{''.join(module.body for module in members)}export {{{','.join(exports)}}};\n"
