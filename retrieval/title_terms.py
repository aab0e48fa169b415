"""What somebody has typed so far, as terms to look for among titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from retrieval.analysis import analyse, characters, pairs, parts_of, tokens
from retrieval.stopwords import stopwords
from retrieval.titles import folded

MOST_TERMS = 8
"""Of the first so many; more tell nothing more."""
_LEAST_STEM = 3
_LEAST_MISTYPED = 4
_USUAL = ("en", "es", "fr", "zh")
"""Languages whose idle words are left out when it is not known which one is typed."""


@dataclass(frozen=True, slots=True)
class Term:
    """The beginning of a word, or characters that stand side by side."""

    word: str
    """Folded; characters are separated by spaces."""
    start: str
    """What a word has to begin with."""
    meant: tuple[str, ...] = ()
    """Whole words that it may be a slip of the fingers for."""

    @property
    def match(self) -> str:
        """The term for FTS5."""
        if self.meant:
            return "(" + " OR ".join(f'"{word}"' for word in self.meant) + ")"
        return f'"{self.start}"' if self.is_phrase or len(self.start) < 2 else f'"{self.start}"*'

    @property
    def is_phrase(self) -> bool:
        """Whether it is made of characters of a script without spaces."""
        return " " in self.word

    @property
    def may_be_mistyped(self) -> bool:
        """Whether it is long enough, and a word."""
        return len(self.word) >= _LEAST_MISTYPED and self.word.isalpha()

    def is_in(self, words: str) -> bool:
        """Whether indexed `words` hold it."""
        padded = f" {words} "
        if self.meant:
            return any(f" {word} " in padded for word in self.meant)
        return f" {self.start} " in padded if self.is_phrase or len(self.start) < 2 else f" {self.start}" in padded


def title_terms(text: str, lang: str | None) -> tuple[Term, ...]:
    """The terms of what is typed, each once, idle words left out unless there are no others."""
    found = list(_terms(text, lang))
    idle = stopwords(lang) if lang else frozenset[str]().union(*(stopwords(one) for one in _USUAL))
    telling = [term for term in found if term.word.replace(" ", "") not in idle]
    long = [term for term in telling if len(term.word) > 1 or not term.word.isalpha()]
    return tuple(dict.fromkeys(long or telling or found))[:MOST_TERMS]


def _terms(text: str, lang: str | None) -> Iterator[Term]:
    for token in tokens(text):
        single = characters(token)
        if single:
            for pair in pairs(token) or single:
                yield Term(" ".join(pair), " ".join(pair))
        else:
            for part in map(folded, parts_of(token)):
                yield Term(part, _start(part, lang or "en"))


def _start(word: str, lang: str) -> str:
    """`word` without the ending that its stem lacks: `settings` finds `setting` too."""
    stems = analyse(word, lang)
    if len(stems) != 1:
        return word
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, stems[0], strict=False))
    start = "".join(letter for letter, _ in same)
    return start if len(start) >= _LEAST_STEM else word
