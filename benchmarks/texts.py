"""Made-up help content: words with the frequencies of a natural language, the same for the same seed."""

from __future__ import annotations

import bisect
import itertools
import random

_COMMON = (
    "the to of and a in is you your for on can with it this that be or from by are as if not at we will use when have "
    "an select open click settings page account then how do what where my change set new all one after menu"
)
_ONSETS = "b br c cl d dr f fl g gr h j k l m n p pl pr r s st t tr v w"
_VOWELS = "a e i o u ai ea ou"
_CODAS = ("", "n", "r", "l", "s", "t", "m", "ck", "nd")
_VOCABULARY = 30_000
_EXPONENT = 1.05
"""Zipf's law: the word of rank r occurs in proportion to r to the power of minus this."""


class Writer:
    """Writes sentences and questions."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - filler text
        words = random.Random(1)  # noqa: S311 - one vocabulary for every writer
        rare = {self._word(words) for _ in range(_VOCABULARY)} - set(_COMMON.split())
        self._words = [*_COMMON.split(), *sorted(rare, key=lambda word: (len(word), word))]
        weights = (rank**-_EXPONENT for rank in range(1, len(self._words) + 1))
        self._cumulated = list(itertools.accumulate(weights))

    def sentence(self, words: int = 12) -> str:
        """One sentence."""
        return " ".join(self._pick() for _ in range(words)).capitalize() + "."

    def question(self) -> str:
        """A question with common and rare words, unlike any before."""
        return "How do I " + " ".join(self._pick() for _ in range(7)) + f" {self._rare()} {self._rare()}?"

    def _pick(self) -> str:
        at = self._random.random() * self._cumulated[-1]
        return self._words[bisect.bisect_left(self._cumulated, at)]

    def _rare(self) -> str:
        return self._random.choice(self._words[500:5_000])

    @staticmethod
    def _word(source: random.Random) -> str:
        onsets, vowels = _ONSETS.split(), _VOWELS.split()
        syllables = range(source.choice((1, 2, 2, 3)))
        return "".join(source.choice(onsets) + source.choice(vowels) + source.choice(_CODAS) for _ in syllables)
