"""Small judgements about how a sentence is worded."""

from __future__ import annotations

import re
from functools import cache

from answering.understanding.asked import RULES
from answering.understanding.intents import fold, spaced
from core.language import primary

_PROBE = 60
_LEAVES_OUT = re.compile(
    r"if \w+ (do|does|did|have|has|had|is|are|was|were|can|could|will)( not|n['’]t)?,", re.IGNORECASE
)
"""English leaves out what the sentence before has said: "If you do not, …"."""
_REPLIES = re.compile(
    r"(yes|no|s[ií]|oui|non|ja|nein|nee|sì|sim|não)\s?[,.;:!–—]|(是的?|不是?|可以|不可以|不能|能|会|不会|有|没有)[,.;:!，。；：！]",
    re.IGNORECASE,
)


def introduces(text: str) -> bool:
    """Whether `text` announces what follows it, as "Do one of these:" does."""
    return text.rstrip(" *_").endswith((":", "："))


def leans_back(text: str, lang: str) -> bool:
    """Whether a sentence cannot be understood without the one before: "It …", "However …", "这…", "where …"."""
    if text[:1].islower() or _LEAVES_OUT.match(text):
        return True
    pattern = _leaning(primary(lang))
    return pattern is not None and pattern.match(spaced(fold(text[:_PROBE]))) is not None


def replies(text: str) -> bool:
    """Whether a sentence answers a question that stands before it: "Yes, on all plans"."""
    return _REPLIES.match(text) is not None


@cache
def _leaning(lang: str) -> re.Pattern[str] | None:
    rules = RULES.get(lang)
    return re.compile(rules.LEANS_BACK) if rules else None
