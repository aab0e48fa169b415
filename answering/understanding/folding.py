"""Brings messages into one form to compare: no capitals, no accents, one space for punctuation."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for use in a character class."""

_STRESS = re.compile(r"([a-z])\1{2,}")
_APART = re.compile(rf"(?<=[{HAN}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{HAN}])")
_PUNCTUATION = re.compile(r"[^\w\s👍🙏❤♥😊🙂😀😃😄😍🥰👏💯🤝✅🎉😁👋]|_")
_GAP_IN_CHINESE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_LATIN_LETTER = re.compile(r"[a-z]")


def fold(text: str) -> str:
    """`text` in lower case, full-width forms narrowed, accents dropped and letters repeated for stress reduced."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        kept = "".join(character for character in decomposed if not unicodedata.combining(character))
        plain = unicodedata.normalize("NFC", kept)
    return _STRESS.sub(r"\1", plain) if _stressed(plain) else plain


def _stressed(text: str) -> bool:
    """Whether repeated letters are stress ("helloooo") rather than all there is ("aaaaaa")."""
    if not _STRESS.search(text):
        return False
    return len(set(_LATIN_LETTER.findall(text))) > 2 or text.startswith("hi")


def spaced(text: str) -> str:
    """Words of folded `text` with one space between, punctuation dropped, Chinese set apart from Latin letters."""
    kept = _PUNCTUATION.sub(" ", text if text.isascii() else _APART.sub(" ", text))
    joined = kept if text.isascii() else _GAP_IN_CHINESE.sub("", kept)
    return " ".join(joined.split())
