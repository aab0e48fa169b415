"""What a model is called, so that other weights are never taken for the same."""

from __future__ import annotations

import hashlib
from pathlib import Path


def model_identity(model: str, revision: str | None) -> str:
    """A folder by the hash of its files, wherever it lies; a published model by its name and `revision`."""
    folder = Path(model)
    if not folder.is_dir():
        return f"{model}@{revision or 'unknown'}"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        with path.open("rb") as file:
            digest.update(f"{path.relative_to(folder)}:{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return f"{folder.name}@{digest.hexdigest()[:16]}"
