"""Small judgements about how a sentence is worded."""

from __future__ import annotations

import re
from functools import cache

from answering.understanding.asked import RULES
from answering.understanding.intents import fold, spaced
from core.language import primary

_PROBE = 60


def introduces(text: str) -> bool:
    """Whether `text` announces what follows it, as "Do one of these:" does."""
    return text.rstrip(" *_").endswith((":", "："))


def leans_back(text: str, lang: str) -> bool:
    """Whether a sentence cannot be understood without the one before: "It …", "However …", "这…", "where …"."""
    if text[:1].islower():
        return True
    pattern = _leaning(primary(lang))
    return pattern is not None and pattern.match(spaced(fold(text[:_PROBE]))) is not None


@cache
def _leaning(lang: str) -> re.Pattern[str] | None:
    rules = RULES.get(lang)
    return re.compile(rules.LEANS_BACK) if rules else None
