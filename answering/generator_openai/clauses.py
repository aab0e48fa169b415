"""Finds the parts of a sentence that its source says less of than of the rest."""

from __future__ import annotations

import re

from answering.support.source import content_terms

LEAST_TERMS = 2
"""Telling words in a part that could be something said of its own."""
MOST_KNOWN = 0.5
"""Share of its words in the source up to which a part is looked at."""
_BETWEEN = re.compile(r"[,;:]\s+|[，；：]|\s[—–-]\s|[()（）]")
_AIM = re.compile(
    r"\W*(?:(?:to|in|for|if|when|once|after|before|while|para|si|cuando|al|una|después|antes|pour|afin|lorsque|quand|une|"
    r"après|avant)\b|要|如|若|当|在|为|想)",
    re.IGNORECASE,
)
"""How a part begins that says what the rest is for, or when it holds: often in the words of who asked."""


def doubtful(sentence: str, source: str, lang: str) -> list[str]:
    """Parts between commas and the like of which the source has few words; none where there is but one part.

    A true sentence of some length bears a short false part well, when likeness is all that is looked at.
    """
    parts = _BETWEEN.split(sentence)
    if len(parts) == 1:
        return []
    known = content_terms(source, lang)
    parts = parts[1:] if _AIM.match(parts[0]) else parts
    return [part.strip() for part in parts if _is_doubtful(content_terms(part, lang), known)]


def _is_doubtful(terms: frozenset[str], known: frozenset[str]) -> bool:
    return len(terms) >= LEAST_TERMS and len(terms & known) <= MOST_KNOWN * len(terms)
