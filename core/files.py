"""Writing whole files."""

from __future__ import annotations

from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 in place of what was there, at once: a reader finds the old or the new, never a half."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
