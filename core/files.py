"""Writing whole files, and files that are nobody else's business."""

from __future__ import annotations

import os
import stat
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


def replace_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 in place of what was there, at once: a reader finds the old or the new, never a half."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def make_private(path: Path) -> None:
    """An empty file at `path` that only its owner can read, where there is none."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))


def open_to_others(path: Path) -> bool:
    """Whether anybody but its owner may do anything with it."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
