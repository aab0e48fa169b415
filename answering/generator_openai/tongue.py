"""Whether a text is in the language that it should be in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.language import can_tell, primary, tell

FURTHER = ("de", "pt", "it")
"""Languages that models fall into, beside those that customers are expected to write in."""
_FEWEST = 12
_FEWEST_FURTHER = 40
"""Letters from which a language can be told; more where languages resemble each other."""
_NO_WORDS = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\]\([^)\s]*\)|https?://\S+|[“\"«][^”\"»\n]{1,60}[”\"»]", re.DOTALL)
"""Code, addresses and quoted names: they are the same in every language."""
_NAME = re.compile(r"(?<=[\w,;:>] )[^\W\d_a-z]\w*|(?<=> )\w+")
"""A word with a capital inside a sentence, such as what a menu or a product is called."""
_WIDE = 3
"""How many letters a Chinese character counts."""


def strays(text: str, lang: str, languages: Sequence[str]) -> bool:
    """Whether `text` is clearly in another language than `lang`; `languages` are those that customers write in."""
    prose = _NO_WORDS.sub(" ", text)
    said = _NAME.sub(" ", prose)
    if _letters(said) < _FEWEST or not can_tell(lang):
        return False
    further = FURTHER if _letters(prose) >= _FEWEST_FURTHER else ()
    found = tell(said, {*languages, lang, *further})
    return found is not None and found != primary(lang)


def _letters(text: str) -> int:
    return sum(_WIDE if char >= "\u2e80" else 1 for char in text if char.isalpha())
