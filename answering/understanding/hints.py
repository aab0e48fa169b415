"""Hints at what a message wants: which cues it holds, which it opens with, its length, its marks, its odd letters.

Cues (`answering/cues`) carry the same names in every language, so that what is learnt of one serves all. Only lookups
in a table of phrases: about a tenth of a millisecond a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from answering.understanding.cues import en, es, fr, zh
from answering.understanding.folding import HAN, fold
from answering.understanding.gibberish import odd_pairs

_TOKEN = re.compile(rf"[{HAN}]|[a-zñ0-9]+|👍|🙏")
_LONGEST = 1_200
"""Characters that are read; what a message wants shows early."""
_POLITE = frozenset({"greet", "please", "thanks"})
"""Cues that a message may open with whatever it wants."""
_COURTESIES = frozenset({"greet", "thanks", "bye", "chat"})
SINGLE_WORD = "length 0"
"""The hint that a message has one word at most."""
_LENGTHS = (1, 3, 7, 14, 28)
_CHARACTERS = (15, 60)
_SHORTEST_STEM, _LONGEST_STEM = 4, 10


@cache
def _phrases() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], int]:
    """Cues by phrase and by stem, and how many words the longest phrase has."""
    phrases: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for language in (en, es, fr, zh):
        for cue, listed in language.CUES.items():
            for phrase in listed.split(";"):
                folded = fold(phrase.strip())
                table, key = (
                    (stems, folded[:-1]) if folded.endswith("*") else (phrases, " ".join(_TOKEN.findall(folded)))
                )
                table.setdefault(key, set()).add(cue)
    longest = max(phrase.count(" ") + 1 for phrase in phrases)
    return _frozen(phrases), _frozen(stems), longest


def _frozen(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(cues) for key, cues in table.items()}


def hints_of(text: str) -> list[str]:
    """The names of all hints in a message; `a+b` is a pair of cues, `^a` a cue that it opens with."""
    tokens = _TOKEN.findall(fold(text[:_LONGEST]))
    places, covered = _cues_in(tokens)
    opening = _opening(places)
    cues = sorted(places) + _marks(text, tokens)
    pairs = [f"{a}+{b}" for a, b in combinations(cues, 2)]
    opened = [f"^{a}+{b}" for a in opening for b in cues]
    alone = [] if places else ["no cue"]
    return [*cues, *(f"^{cue}" for cue in opening), *_shape(text, tokens, covered), *alone, *pairs, *opened]


def plain_hints(text: str) -> list[str]:
    """The hints that need no table of phrases, for languages that have none: marks and the length in characters."""
    tokens = text[:_LONGEST].split()
    size = f"characters {sum(len(text) > limit for limit in _CHARACTERS)}"
    return [*_marks(text, tokens), size, *([SINGLE_WORD] if len(tokens) < 2 else [])]


def _cues_in(tokens: Sequence[str]) -> tuple[dict[str, int], int]:
    """Where each cue occurs first, and how many words belong to one."""
    places: dict[str, int] = {}
    covered: set[int] = set()
    found = list(_found(tokens))
    for start, end, cues in found:
        covered.update(range(start, end))
        for cue in cues:
            # "Thanks for nothing" is no thanks: courtesies inside a longer phrase do not count.
            if cue not in _COURTESIES or not _inside_longer(start, end, cue, found):
                places.setdefault(cue, start)
    return places, len(covered)


def _inside_longer(start: int, end: int, cue: str, found: Sequence[tuple[int, int, frozenset[str]]]) -> bool:
    return any(s <= start and end <= e and e - s > end - start and cue not in cues for s, e, cues in found)


def _found(tokens: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    phrases, stems, longest = _phrases()
    for start, word in enumerate(tokens):
        phrase = ""
        for end in range(start + 1, min(start + longest, len(tokens)) + 1):
            phrase = f"{phrase} {tokens[end - 1]}" if phrase else word
            if phrase in phrases:
                yield start, end, phrases[phrase]
        for size in range(_SHORTEST_STEM, min(len(word), _LONGEST_STEM) + 1):
            if word[:size] in stems:
                yield start, start + 1, stems[word[:size]]


def _opening(places: dict[str, int]) -> list[str]:
    """The cues of the first phrase that is not mere politeness."""
    telling = {cue: place for cue, place in places.items() if cue not in _POLITE}
    first = min(telling.values(), default=0)
    return sorted(cue for cue, place in telling.items() if place == first)


def _marks(text: str, tokens: Sequence[str]) -> list[str]:
    number = any(len(token) >= 3 and any(map(str.isdigit, token)) for token in tokens)
    asked, called = any(mark in text for mark in "?？؟"), "!" in text or "！" in text
    return [name for name, holds in (("?", asked), ("!", called), ("number", number)) if holds]


def _shape(text: str, tokens: Sequence[str], covered: int) -> list[str]:
    """Length, share of words without a cue, share of letter pairs that no word has, capitals."""
    size = len(tokens)
    found = [f"length {sum(size > limit for limit in _LENGTHS)}"]
    found.append(f"unknown {int((1 - covered / size) * 3.99) if size else 4}")
    words = [token for token in tokens if token.isascii() and token.isalpha() and len(token) > 2]
    if words:
        found.append(f"odd {min(4, int(8 * sum(map(odd_pairs, words)) / len(words)))}")
    letters = sum(map(str.isalpha, text))
    if letters > 5 and sum(map(str.isupper, text)) > letters / 2:
        found.append("capitals")
    return [*found, *(["address"] if "@" in text else [])]
