"""The files of the widget as a browser gets them: shortened, joined, compressed, named by a version.

There is no build step: the server reads the modules as they are written, once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

import zopfli.gzip

from widget.bundle import join
from widget.shortening import short_script, short_style

LOADER = "loader.js"
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
PASSES = 5
"""Of compression: more take longer than they save."""
_VERSION_MARK = "@VERSION@"


@dataclass(frozen=True)
class Asset:
    """One file to serve."""

    media_type: str
    body: bytes

    @cached_property
    def etag(self) -> str:
        """Changes when the body does."""
        return f'"{_digest(self.body)}"'

    @cached_property
    def compressed(self) -> bytes:
        """`body` as gzip, made when it is first asked for: a few percent smaller than by zlib, in 0.1 s at most."""
        return bytes(zopfli.gzip.compress(self.body, numiterations=PASSES))


class WidgetAssets:
    """All files of the widget, read and shortened once."""

    def __init__(self) -> None:
        sources = dict(_sources(files("widget") / "src", ""))
        joined = join({name: text for name, text in sources.items() if _is_module(name)})
        alone = {name: text for name, text in sources.items() if not _is_module(name)}
        served = {name: _short(name, text) for name, text in (joined | alone).items()}
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


def _short(name: str, text: str) -> str:
    return short_style(text) if name.endswith(".css") else short_script(text)


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
    return Asset(MEDIA_TYPES[name[name.rindex(".") :]], body)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
