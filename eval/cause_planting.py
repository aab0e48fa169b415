"""Plants what contradicts an article: one sentence of it with another number, or turned around."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from eval.cause_texts import TURNED
from insights.contradictions import statements

_FENCE = re.compile(r"^\s*(?:```|~~~|````)")
_NOT_TEXT = re.compile(r"^\s*(?:#|\||<|!!!|///|\{|\[\^|\$)")
_NUMBER = re.compile(r"(?<![\w.,:/#-])\d{1,4}(?![\w:/-]|[.,]\d)")
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]?")
_MARKER = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")
FEWEST = 25
"""Characters of a sentence in letters; a third of that in Chinese."""


def altered(text: str, lang: str, rng: random.Random) -> tuple[str, str] | None:
    """A sentence of the article and what contradicts it; None where no sentence can be turned into its contrary."""
    sentences = [one for one in sentences_of(text) if len(one) >= (FEWEST // 3 if lang == "zh" else FEWEST)]
    rng.shuffle(sentences)
    ways = [_other_number, _turned]
    rng.shuffle(ways)
    for way in ways:
        for sentence in sentences:
            other = way(sentence, lang, rng)
            if other and text.count(sentence) == 1:
                return sentence, other
    return None


def sentences_of(text: str) -> list[str]:
    """Sentences of running text and lists, without their markers; no headings, no tables, no code."""
    return [
        found.strip() for line in _running(text) for found in _SENTENCE.findall(_MARKER.sub("", line)) if found.strip()
    ]


def _running(text: str) -> Iterator[str]:
    inside = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            inside = not inside
        elif not inside and line.strip() and not _NOT_TEXT.match(line):
            yield line


def _other_number(sentence: str, lang: str, rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    other = int(match[0]) + rng.choice((1, 2, 3, 5, 10))
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _turned(sentence: str, lang: str, rng: random.Random) -> str | None:
    ways = list(TURNED.get(lang, ()))
    rng.shuffle(ways)
    if any(statement.negations for statement in statements(sentence, lang)):  # twice not says nothing anybody would say
        return None
    for said, contrary in ways:
        if re.search(said, sentence):
            return re.sub(said, contrary, sentence, count=1)
    return None
