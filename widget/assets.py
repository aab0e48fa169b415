"""The files of the widget as a browser gets them: shortened, joined, compressed once, named by a version.

There is no build step: the server reads the modules as they are written, once.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from widget.bundle import join

LOADER = "loader.js"
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_VERSION_MARK = "@VERSION@"
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_CAST = re.compile(r"/\*\* @type \{[^*]*\} \*/ ?")
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_CSS_SPACE = re.compile(r"\s*([{};,])\s*|(:)\s+")
_NOT_PLAIN = re.compile(r"[\"`/\\]")
"""Lines with these may hold a template, a regular expression or an escaped quote, and stay as they are."""
_QUOTED = re.compile(r"('[^']*')")
_TIGHT = re.compile(r" ?(=>|===|!==|&&|\|\||\?\?|[-+*<>]=|[=<>?:{}(),;*]) ?")
"""Signs that need no space around them in JavaScript; words do, and so do `+` and `-` beside themselves."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to serve."""

    media_type: str
    body: bytes
    compressed: bytes
    """`body` as gzip."""
    etag: str


class WidgetAssets:
    """All files of the widget, read and shortened once."""

    def __init__(self) -> None:
        sources = dict(_sources(files("widget") / "src", ""))
        shortened = {name: shorten(name, text) for name, text in sources.items()}
        served = {name: text for name, text in shortened.items() if not _is_module(name)}
        served |= join({name: text for name, text in shortened.items() if _is_module(name)})
        self.version = _digest("".join(f"{name}\n{text}" for name, text in sorted(served.items())).encode())
        served[LOADER] = served[LOADER].replace(_VERSION_MARK, self.version)
        self._assets = {name: _asset(name, text.encode()) for name, text in served.items()}

    @property
    def loader(self) -> Asset:
        """What `/widget.js` answers with."""
        return self._assets[LOADER]

    def get(self, name: str) -> Asset | None:
        """A file by its name, such as `element.js` or `lang/es.js`."""
        return self._assets.get(name)

    def names(self) -> list[str]:
        """Every file, sorted."""
        return sorted(self._assets)


def shorten(name: str, text: str) -> str:
    """`text` without comments and indentation. Sources keep each comment on lines of its own, apart from casts."""
    text = _LINE_COMMENT.sub("", _CAST.sub("", _BLOCK_COMMENT.sub("", text)) if name.endswith(".js") else text)
    if name.endswith(".css"):
        return _CSS_SPACE.sub(r"\1\2", _BLOCK_COMMENT.sub("", text)).strip() + "\n"
    return "".join(f"{_tight(line.strip())}\n" for line in text.splitlines() if line.strip())


def _tight(line: str) -> str:
    """A line of JavaScript without spaces around signs; what stands in quotes is left alone."""
    if _NOT_PLAIN.search(line):
        return line
    parts = _QUOTED.split(line)
    return "".join(part if at % 2 else _TIGHT.sub(r"\1", part) for at, part in enumerate(parts))


def _is_module(name: str) -> bool:
    """Whether it is joined: all but the loader, which is a classic script, and the words, loaded by language."""
    return name.endswith(".js") and name != LOADER and "/" not in name


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(tuple(MEDIA_TYPES)):
            found.append((prefix + entry.name, entry.read_text(encoding="utf-8")))
    return found


def _asset(name: str, body: bytes) -> Asset:
    ending = name[name.rindex(".") :]
    return Asset(MEDIA_TYPES[ending], body, gzip.compress(body, 9, mtime=0), f'"{_digest(body)}"')


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
