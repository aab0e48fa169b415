"""Words of questions as they are searched for: capitals, accents and widths aside."""

from __future__ import annotations

import unicodedata

MOST_WORDS = 20
"""Words of a search that are looked for; the others are left out."""


def folded(text: str) -> str:
    """`text` in lower case, without accents, wide letters narrowed."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", kept).casefold()


def folded_words(text: str) -> list[str]:
    """The words of a search, each once."""
    return list(dict.fromkeys(folded(text).split()))[:MOST_WORDS]
