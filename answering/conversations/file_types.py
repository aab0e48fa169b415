"""What a file is, told by its bytes: a name can say anything.

Only kinds that a browser does nothing dangerous with are known. Archives and office files are not among them: nobody
can see what is in them before opening them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".log", ".md"),
}
"""The kinds that are taken, each with the endings its names may have, the usual one first."""
SHOWN_AS_IMAGE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Kinds that a page may show; all others are only ever saved."""
MAX_NAME = 120
"""Longest name, in characters."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:[!?a-z])", re.IGNORECASE)
_PATH = re.compile(r"[/\\]")


def media_type(data: bytes, name: str) -> str | None:
    """The media type of a file, None when it is of no kind that is taken.

    `name` only tells a table from other text. Text that begins like markup is not taken: some programs would run it.
    """
    found = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if found is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if found is not None or not _is_text(data):
        return found
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def safe_name(name: str, kind: str) -> str:
    """`name` without folders and without characters that deceive, with an ending that says what the file is."""
    last = _PATH.split(name)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C" or char in "\u200c\u200d")
    plain = " ".join(plain.split()).strip(". ")
    endings = ENDINGS[kind]
    ending = next((one for one in endings if plain.lower().endswith(one)), "")
    stem = plain[: len(plain) - len(ending)].rstrip(". ") or "file"
    ending = plain[-len(ending) :] if ending else endings[0]
    return stem[: MAX_NAME - len(ending)] + ending


def _is_text(data: bytes) -> bool:
    if not data or _CONTROL.search(data):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _MARKUP.match(text)
