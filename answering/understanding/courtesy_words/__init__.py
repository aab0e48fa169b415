"""How messages begin and end in each language: what is said to a person, not about the matter."""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType

from answering.understanding.courtesy_words import de, en, es, fr, it, nl, pt, zh
from core.language import primary

_MODULES = {"en": en, "es": es, "fr": fr, "zh": zh, "de": de, "it": it, "nl": nl, "pt": pt}


@cache
def greetings(lang: str | None) -> re.Pattern[str]:
    """What a message may begin with, at the start of a line; of an unknown language any of these."""
    return _joined([module.GREETINGS for module in _of(lang)])


@cache
def courtesies(lang: str | None) -> re.Pattern[str]:
    """Whole sentences that only thank, excuse, or offer help."""
    return _joined([module.COURTESIES for module in _of(lang)])


@cache
def closings(lang: str | None) -> re.Pattern[str]:
    """Lines after which only a signature follows."""
    return _joined([module.CLOSINGS for module in _of(lang)])


def _of(lang: str | None) -> list[ModuleType]:
    known = _MODULES.get(primary(lang)) if lang else None
    # Agents greet in English in any language.
    return [known, en] if known else list(_MODULES.values())


def _joined(lists: list[tuple[str, ...]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for parts in lists for part in parts), re.IGNORECASE)
