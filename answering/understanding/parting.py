"""A message that asks several things: the questions in it that stand alone, each with what is told for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.understanding.followup_patterns import Patterns, alike, patterns
from answering.understanding.leaning import Leaning, Message, take_apart
from core.language import primary

MOST_PARTS = 3
"""A message with more questions than this is looked up as a whole."""
_LONGEST = 600
"""Characters of a message that is taken apart; a longer one tells a story, and its questions lean on that."""
_SENTENCE = re.compile(r"[^?？]*[?？]+[\s)”\"»]*|[^?？]+$")
_NUMBER = re.compile(r"^\s*(?:(?:\d{1,2}|[a-dA-D])[.):、]|[-*•])\s+")
_MARKS = " ,;:，；、–-"


def questions_in(text: str, lang: str) -> tuple[str, ...]:
    """The two or three questions that `text` asks, each of which can be answered without the others; else none.

    A question that leans on the one before ("What is X? How does it work?"), or asks the same in other words, is no
    question of its own. Needs rules for `lang`.
    """
    rules = patterns(primary(lang))
    if rules is None or len(text) > _LONGEST:
        return ()
    parts = [part for sentence in _sentences(text) for part in _joined(sentence, rules)]
    if not 2 <= len(parts) <= MOST_PARTS:
        return ()
    messages = [take_apart(part, lang) for part in parts]
    alone = all(message.leaning is Leaning.NONE and message.words for message in messages)
    return tuple(parts) if alone and _differ(messages) else ()


def _sentences(text: str) -> list[str]:
    """Each question with what is told before it; what is told after the last belongs to that."""
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        plain = _NUMBER.sub("", sentence).strip()
        if not any(map(str.isalnum, plain)):
            continue
        if found and not plain.endswith(("?", "？")) and "?" not in plain and "？" not in plain:
            found[-1] = f"{found[-1]} {plain}"
        else:
            found.append(plain)
    return found


def _joined(sentence: str, rules: Patterns) -> Iterator[str]:
    """The questions of one sentence: cut where a word joins a further one, which that word is no part of."""
    plain = alike(sentence)
    begin = 0
    for found in rules.also_asks.finditer(plain):
        before = sentence[begin : found.start()].strip(_MARKS)
        if before:
            yield before
        begin = found.end()
    yield sentence[begin:].strip(_MARKS)


def _differ(messages: Sequence[Message]) -> bool:
    """Whether none names only what another names too."""
    named = [frozenset[str]().union(*(word.terms for word in message.words)) for message in messages]
    return not any(one <= other for at, one in enumerate(named) for other in named[:at] + named[at + 1 :])
