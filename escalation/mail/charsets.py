"""Text out of the bytes of e-mails, whatever character set they claim."""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

_KNOWN = {
    "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "hz", "big5", "big5hkscs",
    "euc_jp", "shift_jis", "iso2022_jp", "euc_kr", "koi8-r", "koi8-u", "mac-roman",
    *(f"iso8859-{number}" for number in range(1, 17)), *(f"cp{number}" for number in range(1250, 1259)),
}  # fmt: skip
"""Python also knows codecs that are no character sets, or that a few bytes keep busy for long."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "ascii": "utf-8", "iso8859-1": "cp1252", "big5": "big5hkscs"}
"""What programs mean when they name the narrower one."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text of `data`: in its charset if that is known and right, else in whichever fits."""
    name = _known(charset)
    for attempt in (name, "utf-8", "gb18030"):
        if attempt is not None:
            try:
                return clean(data.decode(attempt))
            except (UnicodeError, LookupError):
                continue
    return clean(data.decode(name or "cp1252", "replace"))


def clean(text: str) -> str:
    """`text` with plain line breaks and without control characters."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text)).replace("\u00a0", " ")


def header_text(raw: str) -> str:
    """A header as people read it: encoded words (RFC 2047) decoded, raw bytes guessed, on one line."""
    text = raw_text(raw)
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, IndexError):
        parts = [(text, None)]
    found = (decoded(part, charset) if isinstance(part, bytes) else clean(part) for part, charset in parts)
    return " ".join("".join(found).split())


def raw_text(raw: str) -> str:
    """A header on one line; bytes outside ASCII, which the parser hides in surrogates, read as what they may be."""
    try:
        data = raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = raw.encode("utf-8", "replace")
    return " ".join(decoded(data).split())


def _known(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "")[:40].strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if name in _KNOWN else None
