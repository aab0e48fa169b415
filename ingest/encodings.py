"""Turning the bytes of a text file into text."""

from __future__ import annotations

import codecs
import re

from core.errors import InvalidInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.001
_FEWEST_WHOLE = 4
"""Whole characters for each broken one from which that is damage: elsewhere few bytes happen to be well-formed."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
_SAMPLE = 200_000


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, as `declared`, else by trying the common old encodings.

    Raises InvalidInput for bytes that are no text in any of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_decode(data, encoding))
    text = _try(data, "utf-8")
    if text is None:
        text = _mostly_utf8(data)
    if text is None and declared:
        text = _try(data, declared)
    return _checked(_guess(data) if text is None else text)


def decode_html(data: bytes) -> str:
    """The text of an HTML page, which may name its encoding; raises InvalidInput for bytes that are no text."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"The file says it is {encoding} but is not; save it as UTF-8.") from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken characters, which become U+FFFD; any other guess would spoil all the good ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    return text if broken * _FEWEST_WHOLE <= len(_NOT_ASCII.findall(text)) else None


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    # In Chinese text, bytes above 127 come in pairs and mostly from the rows of common characters; in Western
    # European text they stand alone between letters.
    text = _try(data, "gb18030")
    if text is not None and _common_chinese(runs) * 2 >= high * 0.6:
        return text
    text = _try(data, "cp1252")
    if text is not None and sum(len(run) for run in runs if len(run) <= 2) >= high * 0.6:
        return text
    raise InvalidInput("The encoding of this file is not recognised; save it as UTF-8.")


def _common_chinese(runs: list[bytes]) -> int:
    """How many pairs of bytes in `runs` are common characters or punctuation of GB 2312."""
    pairs = (run[i : i + 2] for run in runs for i in range(0, len(run) - 1, 2))
    return sum((0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3) and pair[1] >= 0xA1 for pair in pairs)


def _checked(text: str) -> str:
    if "\0" in text or len(_CONTROLS.findall(text[:_SAMPLE])) > _MAX_CONTROL_SHARE * min(len(text), _SAMPLE) + 2:
        raise InvalidInput("The file holds binary data, not text.")
    return text
