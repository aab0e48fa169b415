"""The saved form of the index: one file a scope, and a manifest that vouches for them.

A file is named after its own checksum and written under a temporary name first; the manifest comes last. Whenever a
process dies, what is on disk is the old index or the new one, or is seen to be neither.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the saved index is an index of."""

    embedder: str
    dim: int
    count: int
    """Vectors in all scopes."""
    generation: int
    """The generation of the content it is in step with."""


class DamagedIndexError(Exception):
    """The saved index cannot be used; make it anew."""


def write_index(folder: Path, manifest: Manifest, shards: Mapping[int, bytes]) -> None:
    """Replace what `folder` holds; raises OSError when the disk does not take it, leaving the old index usable."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, str]] = {}
    for scope_id, data in shards.items():
        digest = hashlib.sha256(data).hexdigest()
        name = f"scope-{scope_id}-{digest[:16]}.faiss"
        files[str(scope_id)] = {"file": name, "sha256": digest}
        _write(folder / name, data)  # also when there is one of that name: it may be damaged
    described = {"format": FORMAT, **asdict(manifest), "shards": files}
    _write(folder / MANIFEST, json.dumps(described, indent=2).encode())
    kept = {MANIFEST, *(entry["file"] for entry in files.values())}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def read_index(folder: Path) -> tuple[Manifest, dict[int, bytes]] | None:
    """What `folder` holds, checked; None when nothing was saved, `DamagedIndexError` when it is not what was saved."""
    try:
        described = json.loads((folder / MANIFEST).read_bytes())
        if described.pop("format") != FORMAT:
            raise DamagedIndexError("another version of Askwell wrote it")
        files = described.pop("shards")
        shards = {int(scope_id): _read(folder / entry["file"], entry["sha256"]) for scope_id, entry in files.items()}
        return Manifest(**described), shards
    except FileNotFoundError as error:
        if error.filename == str(folder / MANIFEST):
            return None
        raise DamagedIndexError(f"{error.filename} is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(str(error)) from error


def _read(path: Path, digest: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedIndexError(f"{path.name} does not match its checksum")
    return data


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
