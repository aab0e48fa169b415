"""A corpus: one document a line, as JSON, perhaps gzipped."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from core.errors import InvalidInput
from ingest.languages import declared
from ingest.readers import TEXT, asked
from ingest.sources import MAX_FILE_BYTES, Listed, SourceItem, SourceProblem
from ingest.text import clean

_MAX_ID = 500
_ID_IN_BROKEN_LINE = re.compile(r'"id"\s*:\s*"((?:[^"\\]|\\.){1,500})"')


class JsonlSource:
    """Documents of a `.jsonl` or `.jsonl.gz` file, by their `id`. A bad line is one failure, with its number."""

    kind = "corpus"

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Read `path` when asked to, not before."""
        self._path = path.resolve()
        self.name = name
        self.location = str(self._path)

    def size(self) -> int | None:
        """The number of lines, which is quick for a file that is not packed."""
        if self._path.suffix == ".gz" or not self._path.exists():
            return None
        with self._path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) or 1

    def items(self) -> Iterator[Listed]:
        """One item or problem for each line that is not empty."""
        if not self._path.exists():
            raise InvalidInput(f"The file {self._path} does not exist.")
        first_line: dict[str, int] = {}
        number = 0
        try:
            with self._open() as file:
                for number, line in enumerate(_lines(file), start=1):
                    if line is None or line.strip():
                        yield self._listed(line, number, first_line)
        except (OSError, EOFError, zlib.error) as error:
            reason = f"The file cannot be read after line {number}: {error}."
            yield SourceProblem(self._path.name, reason, hides_documents=True)

    def _open(self) -> IO[bytes]:
        return cast(IO[bytes], gzip.open(self._path) if self._path.suffix == ".gz" else self._path.open("rb"))

    def _listed(self, line: bytes | None, number: int, first_line: dict[str, int]) -> Listed:
        place = f"{self._path.name}:{number}"
        if line is None:
            return SourceProblem(
                place, f"The line is longer than {MAX_FILE_BYTES // 1_000_000} MB.", hides_documents=True
            )
        try:
            item = _item(line, place)
        except InvalidInput as error:
            known = _identity_in_broken(line)
            return SourceProblem(str(error.details.get("id") or known or place), f"Line {number}: {error}")
        before = first_line.setdefault(item.key, number)
        if before != number:
            return SourceProblem(item.key, f"Line {number}: the id was already used on line {before}, which is kept.")
        return item


def _identity_in_broken(line: bytes) -> str | None:
    """The id that a line without valid JSON seems to have, so that what is stored under it is not taken for gone."""
    found = _ID_IN_BROKEN_LINE.search(line.decode("utf-8", "replace"))
    try:
        key = json.loads(f'"{found[1]}"') if found else ""
    except ValueError:
        return None
    return key if key and key.isprintable() else None


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of `file`; None in place of one that is too long."""
    while line := file.readline(MAX_FILE_BYTES + 1):
        if len(line) <= MAX_FILE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_FILE_BYTES)
        yield None


def _item(line: bytes, place: str) -> SourceItem:
    row = _row(line)
    key = _identity(row)
    try:
        text = row.get("text")
        if not isinstance(text, str):
            raise InvalidInput("`text` must be a text.")
        data = clean(text).encode()
        return SourceItem(
            key,
            TEXT,
            lambda: data,
            place,
            lang=declared(_text(row, "lang")),
            title=_text(row, "title"),
            url=_text(row, "url"),
            audiences=_audiences(row),
            updated_at=_text(row, "updated_at"),
            tags=_names(row, "tags"),
            questions=asked.declared(row),
        )
    except InvalidInput as error:
        raise InvalidInput(error.message, id=key) from error


def _audiences(row: dict[str, Any]) -> frozenset[str] | None:
    """Those that the row names; None, for everybody, only where it has none."""
    named = frozenset(_names(row, "audience"))
    if not named and row.get("audience") not in (None, []):
        raise InvalidInput("`audience` names nobody; leave it out for content that everybody may see.")
    return named or None


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput("not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"not JSON ({error}).") from error
    if not isinstance(row, dict):
        raise InvalidInput("not a JSON object.")
    return row


def _identity(row: dict[str, Any]) -> str:
    value = row.get("id")
    key = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not key:
        raise InvalidInput("`id` is missing.")
    if len(key) > _MAX_ID or not key.isprintable():
        raise InvalidInput(f"`id` must be at most {_MAX_ID} printable characters.")
    return key


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str | int | float):
        raise InvalidInput(f"`{name}` must be a text.")
    return " ".join(clean(str(value)).split()) or None


def _names(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    values = [] if value is None else value.split(",") if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(entry, str) for entry in values):
        raise InvalidInput(f"`{name}` must be a text or a list of texts.")
    return tuple(stripped for entry in values if (stripped := clean(entry).strip()))
