"""Text for files that spreadsheets open."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe before it when a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
