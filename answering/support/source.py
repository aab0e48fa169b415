"""A passage made ready for checking many sentences against it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from answering.evidence.sentences import split_sentences
from answering.evidence.units import terms_of
from answering.support.literals import code_terms, plain, words_of
from answering.support.negation import Polarity, polarity
from answering.support.negation_places import Place, negation_places
from answering.support.number_index import NumberIndex
from core.language import detect
from retrieval.analysis import tokens
from retrieval.embedder import Embedder, Vectors
from retrieval.stopwords import stopwords

KNOWN = ("en", "es", "fr", "zh")


def normal(text: str) -> str:
    """`text` in one width, as it is compared."""
    return unicodedata.normalize("NFKC", text)


def content_terms(text: str, lang: str) -> frozenset[str]:
    """The index terms of `text` that say something; pairs of characters where words are not spaced."""
    idle = stopwords(lang)
    return frozenset(term for term in terms_of(text, lang) if term not in idle and (len(term) > 1 or term.isdigit()))


def sequence(text: str) -> list[str]:
    """The words of `text` in order, in lower case; single characters where words are not spaced."""
    found: list[str] = []
    for token in tokens(text):
        if "\u0e00" <= token[0] <= "\u0eff" or token[0] >= "\u1000":
            found.extend(token)
        else:
            found.append(token.lower())
    return found


class Source:
    """The text of a passage, with what is looked up in it; kept between sentences."""

    def __init__(self, text: str, embedder: Embedder, lang: str | None = None) -> None:
        """Prepare `text`; its sentences are embedded when they are first needed."""
        self.text = normal(text)
        self.plain = plain(self.text)
        self.lang = lang or detect(self.text, KNOWN, "en")
        self._embedder = embedder

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences, list items and rows, in order."""
        found = []
        for line in self.text.split("\n"):
            found += [line[span.start : span.end] for span in split_sentences(line)]
        return tuple(found) or (self.text,)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence stands."""
        at, found = 0, []
        for sentence in self.sentences:
            at = self.text.index(sentence, at)
            found.append((at, at + len(sentence)))
            at += len(sentence)
        return tuple(found)

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """The content terms of each sentence."""
        return tuple(content_terms(sentence, self.lang) for sentence in self.sentences)

    @cached_property
    def index_terms(self) -> tuple[frozenset[str], ...]:
        """The index terms of each sentence, common words among them."""
        return tuple(frozenset(terms_of(sentence, self.lang)) for sentence in self.sentences)

    @cached_property
    def all_terms(self) -> frozenset[str]:
        """The content terms of all sentences."""
        return frozenset().union(*self.terms)

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Its words in order."""
        return tuple(sequence(self.text))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its words as they are written, in lower case."""
        return frozenset(self.sequence)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in scripts with spaces, folded."""
        return words_of(self.text)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The index terms among which codes are looked for."""
        return code_terms(self.text, self.lang)

    def codes_of(self, text: str) -> frozenset[str]:
        """The index terms of another text, by the rules of the source's language."""
        return code_terms(text, self.lang) if text else frozenset()

    @cached_property
    def numbers(self) -> NumberIndex:
        """Its numbers."""
        return NumberIndex(self.text)

    @cached_property
    def vectors(self) -> Vectors:
        """A unit vector of each sentence, embedded as passages."""
        return self._embedder.embed_passages(self.sentences)

    @cached_property
    def polarities(self) -> tuple[Polarity, ...]:
        """What each sentence says and denies."""
        return tuple(polarity(sentence, self.lang) for sentence in self.sentences)

    @cached_property
    def negations(self) -> Mapping[Place, frozenset[bool]]:
        """Where it denies something, and where it does not."""
        return negation_places(self.sentences)

    def coverages(self, terms: frozenset[str]) -> NDArray[np.float64]:
        """The share of `terms` that each sentence has; all 0 where there are none."""
        return np.array([len(terms & own) for own in self.terms], dtype=np.float64) / max(1, len(terms))


def ngrams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Every run of `size` words."""
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
