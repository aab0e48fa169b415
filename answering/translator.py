"""Translations of what customers write, for agents who do not read their language. None is made without a model."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

KEPT = 2_000
"""Translations remembered by a process."""


class Translator(Protocol):
    """Something that translates."""

    def translate(self, text: str, source: str, target: str) -> str | None:
        """`text` in the language `target`, or None when that cannot be had just now. Codes are primary ones."""
        ...


def remembering(translator: Translator) -> Callable[[str, str, str], str | None]:
    """`translator.translate` that translates the same text once while its translation is remembered."""
    kept = lru_cache(maxsize=KEPT)(lambda text, source, target: _made(translator.translate(text, source, target)))

    def translate(text: str, source: str, target: str) -> str | None:
        try:
            return kept(text, source, target)
        except _NotNow:
            return None

    return translate


class _NotNow(Exception):  # noqa: N818 - named after the fact
    """No translation can be had; not to be remembered."""


def _made(translation: str | None) -> str:
    if translation is None:
        raise _NotNow
    return translation
