"""Where content comes from: a folder, a file, a `.jsonl` corpus or a site.

A source lists what it has; reading comes later.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.errors import InvalidInput
from ingest.languages import PathLanguage, from_path
from ingest.media import known_suffixes, media_type

if TYPE_CHECKING:
    from ingest.site.crawl import SiteReading

MAX_FILE_BYTES = 20_000_000
"""A larger file is refused: no article is that long, and reading it would hold up everything else."""
_IGNORED_FOLDERS = frozenset({"node_modules", "__pycache__"})
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", re.IGNORECASE)
_CORPUS_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One document that can be read. What the source declares about it goes before what the document says."""

    key: str
    media_type: str
    read: Callable[[], bytes]
    name: str
    """File name, for titles and dialects."""
    lang: str | None = None
    path_lang: PathLanguage | None = None
    title: str | None = None
    url: str | None = None
    audiences: frozenset[str] | None = None
    updated_at: str | None = None
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Questions that it answers, and other names of its subject."""


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something that cannot become a document."""

    key: str
    reason: str
    is_failure: bool = True
    """False for what is left out on purpose."""
    hides_documents: bool = False
    """Whether documents may be behind it unseen; then nothing counts as vanished."""


Listed = SourceItem | SourceProblem


class Source(Protocol):
    """A place with documents."""

    @property
    def name(self) -> str | None:
        """The name it was given; None: named after its location."""
        ...

    @property
    def kind(self) -> str:
        """`folder`, `file`, `corpus` or `site`."""
        ...

    @property
    def location(self) -> str:
        """Where it is, as an absolute path or a web address."""
        ...

    def items(self) -> Iterator[Listed]:
        """Everything there, in a fixed order; raises InvalidInput when the place itself cannot be listed."""
        ...

    def size(self) -> int | None:
        """How many items there will be, if that is cheap to say; raises InvalidInput for a place out of reach."""
        ...


def open_source(location: str, name: str | None = None, sites: SiteReading | None = None) -> Source:
    """The source at a path, or at a web address where `sites` says how those are read.

    Raises InvalidInput for one that is not there or cannot be one.
    """
    from ingest.corpus import JsonlSource
    from ingest.site.crawl import SiteSource

    if "://" in location:
        if sites is None:
            raise InvalidInput(f"{location}: only folders, files and .jsonl corpora can be read here.")
        return SiteSource(location, sites, name)
    path = Path(location).expanduser()
    if not path.exists():
        hint = f" For a site write https://{location}" if _HOST.match(location) else ""
        raise InvalidInput(f"{location} does not exist.{hint}")
    if path.is_dir():
        return FolderSource(path, name)
    if path.name.lower().endswith(_CORPUS_SUFFIXES):
        return JsonlSource(path, name)
    if media_type(path.name) is None:
        raise InvalidInput(f"{location}: files that can be read end in {' '.join(known_suffixes())} or .jsonl.")
    return FileSource(path, name)


def open_sources(locations: Sequence[str], name: str | None = None, sites: SiteReading | None = None) -> list[Source]:
    """A source for each location; with a `name`, all of them together are that one source."""
    sources = [open_source(location, name, sites) for location in locations]
    return [JoinedSource(sources, name)] if name and len(sources) > 1 else sources


class FolderSource:
    """All files below a folder, by their path relative to it. Links are not followed out of the folder."""

    kind = "folder"

    def __init__(self, path: Path, name: str | None = None) -> None:
        """List `path` when asked to, not before."""
        self._root = path.resolve()
        self.name = name
        self.location = str(self._root)

    def size(self) -> int | None:
        """How many items there will be."""
        return sum(1 for _ in self.items())

    def items(self) -> Iterator[Listed]:
        """Documents and what is left out, sorted by path."""
        if not self._root.is_dir():
            raise InvalidInput(f"The folder {self._root} does not exist.")
        yield from self._below(self._root)

    def _below(self, folder: Path) -> Iterator[Listed]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield SourceProblem(
                self._key(folder), f"The folder cannot be listed: {_cause(error)}.", hides_documents=True
            )
            return
        for entry in entries:
            path = Path(entry.path)
            try:
                reason = self._left_out(entry)
            except (OSError, RuntimeError):  # Python 3.11 and 3.12 tell a loop of links by RuntimeError
                reason = "a link that leads nowhere"
            if reason:
                yield SourceProblem(self._key(path), reason, is_failure=False)
            elif entry.is_dir():
                yield from self._below(path)
            else:
                yield self._item(path)

    def _left_out(self, entry: os.DirEntry[str]) -> str | None:
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_symlink():
            if entry.is_dir():
                return "a link to a folder"
            if not Path(entry.path).resolve().is_relative_to(self._root):
                return "a link out of the folder"
        if entry.is_dir():
            return "not content" if entry.name in _IGNORED_FOLDERS else None
        if entry.name.lower().endswith(_CORPUS_SUFFIXES):
            return "a corpus; ingest it by its own path"
        return None if media_type(entry.name) else "not a type that can be read"

    def _item(self, path: Path) -> Listed:
        key = self._key(path)
        if not key.isprintable() or not _is_encodable(key):
            return SourceProblem(
                key.encode("utf-8", "replace").decode(), "The file name has characters that are no text."
            )
        folders = path.relative_to(self._root).parent.parts
        language = from_path([*folders, self._root.name], path.name)
        return SourceItem(key, media_type(path.name) or "", lambda: read_file(path), key, path_lang=language)

    def _key(self, path: Path) -> str:
        # One form of accented letters, whatever the file system uses.
        return unicodedata.normalize("NFC", path.relative_to(self._root).as_posix())


class FileSource:
    """A single file, by its name."""

    kind = "file"

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Read `path` when asked to, not before."""
        self._path = path.resolve()
        self._file_name = unicodedata.normalize("NFC", path.name)
        self.name = name
        self.location = str(self._path)

    def size(self) -> int | None:
        """Always one."""
        return 1

    def items(self) -> Iterator[Listed]:
        """The one document."""
        if not self._path.exists():
            raise InvalidInput(f"The file {self._path} does not exist.")
        language = from_path([self._path.parent.name], self._file_name)
        kind = media_type(self._file_name) or ""
        yield SourceItem(self._file_name, kind, lambda: read_file(self._path), self._file_name, path_lang=language)


class JoinedSource:
    """Several sources under one name."""

    kind = "several"

    def __init__(self, sources: Sequence[Source], name: str) -> None:
        """List `sources` one after the other."""
        self._sources = sources
        self.name: str | None = name
        self.location = os.pathsep.join(source.location for source in sources)

    def size(self) -> int | None:
        """The sum, when all can tell."""
        sizes = [source.size() for source in self._sources]
        return None if None in sizes else sum(size or 0 for size in sizes)

    def items(self) -> Iterator[Listed]:
        """The items of all."""
        for source in self._sources:
            yield from source.items()


def read_file(path: Path) -> bytes:
    """The bytes of a regular file of at most `MAX_FILE_BYTES`; raises InvalidInput for any other."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InvalidInput("Not a regular file.")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"The file cannot be read: {_cause(error)}.") from error
    if len(data) > MAX_FILE_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB; split it.")
    return data


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
