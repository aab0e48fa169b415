"""Reads mistyped words of a question as the words of the content that they were probably meant to be.

Only a word that no visible document holds is read otherwise, and only as one that a visible document holds: neither can
tell what others may see. Codes, numbers, abbreviations and names in camel case are never touched, nor are words that
the embedder knows as a whole: those are right, and their article is missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.db import Session
from retrieval.analysis import UNSPACED, analyse, fold
from retrieval.lexical import LexicalSearch
from retrieval.stopwords import stopwords
from retrieval.vocabulary import LONGEST, SHORTEST, Vocabulary, known_words

LONG = 8
"""Letters from which a word may have two wrong ones."""
_MOST_WORDS = 8
"""Unknown words of a question that are looked into; one with more is in no language of the content."""
_MOST_CANDIDATES = 5
_NONSENSE = "qzxvkwj"
"""An embedder that knows this as a whole does not know words."""
_ENDINGS = re.compile(
    "(?:e?[sdrn]|ers|ings?|ly|less|ful|ness|ions?|able|y|[ao]s?|[aei]r|[ai]d[ao]s?|[ai]?endo|ando|aba|aron|mente|"
    "it[ao]s?|cion|ee?s?|antes?|ants?|e?ment|ait|aient|ons|ez|eur|euse|ique)$"
)
_BEGINNINGS = re.compile("^(?:un|re|in|im|dis|des?|non|pre|sub|mis|over|out|en|anti|inter)")
_LEAST = 4
"""Letters of a word that are left without its ending or beginning."""
_LETTER = f"(?![{UNSPACED}])[^\\W\\d_]"
_BESIDE = f"(?![{UNSPACED}])\\w"
_WORD = re.compile(
    rf"(?<!{_BESIDE})(?<![@./\\:#=+-]){_LETTER}(?:{_LETTER}){{{SHORTEST - 1},{LONGEST - 1}}}"
    rf"(?!{_BESIDE}|[@/\\=+'’]|[.:-][\w/])"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that was read as another."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where a question may look, as scopes."""

    lang: str
    own: Sequence[int]
    """In its language."""
    visible: Sequence[int]
    """In all languages."""
    is_everything: bool
    """Whether `visible` is all there is."""


class Spelling:
    """Finds what mistyped words were meant to be."""

    def __init__(self, lexical: LexicalSearch, count_tokens: Callable[[str], int]) -> None:
        """`count_tokens`: of the embedder, which has one token for a word that it often saw."""
        self._lexical = lexical
        self._count_tokens = count_tokens
        self._vocabulary = Vocabulary()

    def corrections(self, session: Session, generation: int, text: str, places: Places) -> tuple[Correction, ...]:
        """What to read otherwise in `text`; usually nothing."""
        if self._vocabulary.is_empty:  # the question that a server rehearses is to wait for this, not the first slip
            self._vocabulary.read_on(session)
        unknown = self._unknown(session, text, places)
        if not unknown or len(unknown) > _MOST_WORDS or not places.own:
            return ()
        found = ((word, self._meant(session, generation, word, places)) for word in unknown)
        return tuple(Correction(word, meant) for word, meant in found if meant is not None)

    def _unknown(self, session: Session, text: str, places: Places) -> list[str]:
        """The words that no visible document holds and that may be mistakes, in lower case."""
        idle = stopwords(places.lang)
        words = [word for word in _words(text) if fold(word) not in idle]
        if not words or not places.visible:
            return []
        known = known_words(session, words, places.visible)
        return [
            word
            for word in words
            if word not in known and not self._is_held(session, word, places) and not self._is_right(word)
        ]

    def _is_held(self, session: Session, word: str, places: Places) -> bool:
        """Whether a visible document holds the word in another form."""
        scopes = None if places.is_everything else places.visible
        return all(self._lexical.is_held(session, term, scopes) for term in analyse(word, places.lang))

    def _is_right(self, word: str) -> bool:
        """Whether the embedder knows the word, or what is left of it without an ending or a beginning."""
        if self._count_tokens(_NONSENSE) == 1:
            return False
        return any(self._count_tokens(form) == 1 for form in _forms(word))

    def _meant(self, session: Session, generation: int, word: str, places: Places) -> str | None:
        """The nearest word that a document in the question's language holds, the most frequent one of several."""
        near = self._vocabulary.near(session, word, places.own, 2 if len(word) >= LONG else 1)
        if len(word) == SHORTEST:
            near = [(other, cost) for other, cost in near if sorted(fold(other)) == sorted(fold(word))]
        terms = {other: analyse(other, places.lang)[0] for other, _ in near}
        counts = self._lexical.counts(session, generation, list(dict.fromkeys(terms.values())))
        likely = sorted(near, key=lambda pair: (pair[1], -counts[terms[pair[0]]]))
        for other, _ in likely[:_MOST_CANDIDATES]:
            # Words stay noted when their last document is gone.
            if self._lexical.is_held(session, terms[other], places.own):
                return other
        return None


def corrected(text: str, corrections: Sequence[Correction]) -> str:
    """`text` with every corrected word as it was probably meant."""
    if not corrections:
        return text
    meant = {correction.typed: correction.read_as for correction in corrections}
    return _WORD.sub(lambda found: meant.get(found[0].lower(), found[0]), unicodedata.normalize("NFKC", text))


def _words(text: str) -> list[str]:
    """Words in which a letter may be wrong, in lower case, each once."""
    found, shouting = _WORD.findall(unicodedata.normalize("NFKC", text)), text.isupper()
    return list(dict.fromkeys(word.lower() for word in found if shouting or word[1:].islower()))


def _forms(word: str) -> list[str]:
    """The word and what it may be a form of."""
    plain = fold(word)
    ends = [len(plain) - at for at in range(1, len(plain) - _LEAST + 1) if _ENDINGS.match(plain, len(plain) - at)]
    begun = _BEGINNINGS.match(plain)
    forms = [word, *(form for end in ends for form in (word[:end], word[:end] + "e"))]
    return [*forms, word[begun.end() :]] if begun and len(plain) - begun.end() >= _LEAST else forms
