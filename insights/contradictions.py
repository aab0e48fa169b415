"""Finds where two texts say different things in nearly the same words: numbers, amounts, dates, versions, a not.

Two sentences are compared when they share nearly all of their telling words. What differs then is looked at: another
number in the same place, or a negation in one of them. A sentence that the other text holds word for word contradicts
nothing: lists of similar steps differ in their numbers without any of them being wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from answering.evidence.sentences import split_sentences
from core.model import BlockKind, DocumentVersion
from insights.contradiction_words import NEGATIONS, NUMBERS, OPPOSITES
from retrieval.analysis import UNSPACED, fold, query_terms

NEARLY_EQUAL = 0.75
"""Share of telling words that two sentences of documents have in common."""
SURE_NEGATION = 0.85
"""The same where a not is all that differs: nearly equal steps for two cases are common, with a not in one."""
ABOUT_THE_SAME = 0.6
"""The same where a person answers in words of their own: share of the shorter sentence's words."""
FEWEST_WORDS = 3
"""Telling words in common; two will do where there are no others."""
SHORT = 7
"""Telling words of a sentence that may be no more than a remark."""
LONGEST = 600
"""Characters of a sentence that is compared."""
MOST = 1_500
"""Sentences of a text that are compared."""
_IDLE_KINDS = frozenset({BlockKind.CODE, BlockKind.HEADING, BlockKind.TABLE})
_MARKER = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)、]|\(\d{1,3}\))\s+")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W\d_]+(?:['’][^\W\d_]+)*")


class Difference(StrEnum):
    """What two sentences disagree in."""

    NUMBER = "number"
    """An amount, a date, a version, or any other number."""
    NEGATION = "negation"
    """One says not, or the opposite."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with what is compared of it; `text` equals the source's `text[start:end]`."""

    text: str
    start: int
    end: int
    terms: frozenset[str]
    numbers: tuple[str, ...]
    negations: int
    """How many words of it say not."""


Told = tuple[frozenset[str], tuple[str, ...], int]
"""Terms, numbers and how many words say not."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sentences that disagree."""

    difference: Difference
    one: Statement
    other: Statement
    overlap: float
    """Share of telling words in common, 0 to 1."""


class Statements(list[Statement]):
    """The sentences of one text in reading order; what comparing them needs is made once."""

    @cached_property
    def told(self) -> frozenset[Told]:
        """What the text says, apart from where it says so."""
        return frozenset(_told(statement) for statement in self)

    @cached_property
    def holders(self) -> Mapping[str, list[int]]:
        """By telling word, the places of the sentences that hold it."""
        holders: dict[str, list[int]] = defaultdict(list)
        for place, statement in enumerate(self):
            for term in statement.terms:
                holders[term].append(place)
        return holders

    @cached_property
    def listed(self) -> frozenset[frozenset[str]]:
        """What it says of several things, each with numbers of its own: that is a list and no claim."""
        numbers: dict[frozenset[str], set[tuple[str, ...]]] = defaultdict(set)
        for statement in self:
            numbers[statement.terms].add(statement.numbers)
        return frozenset(terms for terms, told in numbers.items() if len(told) > 1)


def statements(text: str, lang: str, spans: Iterable[tuple[int, int]] | None = None) -> Statements:
    """The sentences of a text, or of stretches of it, in reading order; those without telling words left out."""
    found: list[Statement] = []
    for start, end in spans if spans is not None else [(0, len(text))]:
        for line_start, line_end in _lines(text, start, end):
            for span in split_sentences(text, line_start, line_end):
                if span.end - span.start <= LONGEST and len(found) < MOST:
                    found.append(_statement(text, span.start, span.end, lang))
    return Statements(one for one in found if len(one.terms) >= FEWEST_WORDS - 1)


def statements_of(version: DocumentVersion) -> Statements:
    """The sentences of a document's running text and lists; headings, tables and code are not compared."""
    spans = [(block.start, block.end) for block in version.blocks if block.kind not in _IDLE_KINDS]
    return statements(version.text, version.lang, spans or None)


def contradictions(
    one: Statements, other: Statements, *, least: float = NEARLY_EQUAL, loosely: bool = False
) -> list[Contradiction]:
    """Where the two disagree, what is nearest in words first.

    `loosely`: compares by the words of the shorter sentence, for what a person wrote about a document.
    """
    told = one.told & other.told
    found = [
        disagreement
        for statement in one
        if _told(statement) not in told
        for near in _near(statement, other.holders)
        if _told(other[near]) not in told
        if (disagreement := _disagreement(statement, other[near], least, loosely=loosely)) is not None
    ]
    return sorted(found, key=lambda contradiction: -contradiction.overlap)


def firm_contradictions(one: Statements, other: Statements) -> list[Contradiction]:
    """Those between documents that are hardly chance: no lists, and a not only in sentences equal otherwise."""
    listed = one.listed | other.listed
    return [
        found
        for found in contradictions(one, other)
        if found.one.terms not in listed
        and not _says_since_when(found)
        and (found.difference is not Difference.NEGATION or found.overlap >= SURE_NEGATION)
    ]


def _says_since_when(found: Contradiction) -> bool:
    """Whether two short sentences name releases: “added in 4.1.0” is said of whatever its own page is about."""
    longest = max(len(found.one.terms), len(found.other.terms))
    named = (*found.one.numbers, *found.other.numbers)
    return longest <= SHORT and any(number.count(".") > 1 for number in named)


def _lines(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Lines without their list markers."""
    place = start
    for line in text[start:end].split("\n"):
        marker = _MARKER.match(line)
        if line.strip():
            yield place + (marker.end() if marker else 0), place + len(line)
        place += len(line) + 1


def _statement(text: str, start: int, end: int, lang: str) -> Statement:
    sentence = text[start:end]
    words = [fold(word.lower()) for word in _WORD.findall(sentence)]
    known = NUMBERS.get(lang, {})
    numbers = [*_NUMBER.findall(sentence), *(known[word] for word in words if word in known)]
    negations = NEGATIONS.get(lang, frozenset())
    # Scripts without spaces are compared by pairs, which a "not" would tear apart.
    plain = "".join(character for character in sentence if character not in negations)
    terms = query_terms(_NUMBER.sub(" ", plain), lang)
    kept = frozenset(term for term in terms if term not in negations and term not in known)
    return Statement(sentence, start, end, kept, tuple(sorted(numbers)), _negations(words, negations))


def _negations(words: Sequence[str], negations: frozenset[str]) -> int:
    return sum(word in negations or word.endswith(("n't", "n’t")) or word[:2] in {"n'", "n’"} for word in words)


def _told(statement: Statement) -> Told:
    return statement.terms, statement.numbers, statement.negations


def _near(statement: Statement, holders: Mapping[str, Sequence[int]]) -> list[int]:
    """Places of sentences with enough words in common."""
    shared: dict[int, int] = defaultdict(int)
    for term in statement.terms:
        for place in holders.get(term, ()):
            shared[place] += 1
    return [place for place, count in shared.items() if count >= min(FEWEST_WORDS, len(statement.terms))]


def _disagreement(one: Statement, other: Statement, least: float, *, loosely: bool) -> Contradiction | None:
    common, apart = one.terms & other.terms, one.terms ^ other.terms
    size = min(len(one.terms), len(other.terms)) if loosely else len(one.terms | other.terms)
    overlap = len(common) / size
    if overlap < least or (len(common) < FEWEST_WORDS and apart):
        return None
    if _numbers_differ(one.numbers, other.numbers, loosely=loosely):
        return Contradiction(Difference.NUMBER, one, other, overlap)
    if one.numbers != other.numbers and not loosely:
        return None
    turned = bool(one.negations) != bool(other.negations) if loosely else one.negations != other.negations
    if turned or any(pair <= apart for pair in OPPOSITES):
        return Contradiction(Difference.NEGATION, one, other, overlap)
    return None


def _numbers_differ(one: Sequence[str], other: Sequence[str], *, loosely: bool) -> bool:
    """Whether both name as many numbers, and not the same; loosely: whether each names one that the other does not."""
    if loosely:
        return bool(one and other and set(one) - set(other) and set(other) - set(one))
    return len(one) == len(other) and sorted(one) != sorted(other)
