"""What no likeness makes up for: numbers, codes, names and links that the source lacks, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.evidence.sentences import split_sentences
from answering.support.literals import links_of, missing_codes, missing_links, missing_names, plain, words_of
from answering.support.negation import contradicts, polarity
from answering.support.negation_places import changes_negation, negation_places
from answering.support.source import Source, content_terms, ngrams, sequence

HARD_CHECKS = ("number", "negation", "name", "code", "link")
_ALIKE = 0.6
"""Share of a sentence's terms that the source's nearest sentence must have before their negations are compared."""
_ANSWERED = re.compile(r"^\s*(?:no|non|不|不是|不行|不可以|没有)\s*[,.!，。！]\s*", re.IGNORECASE)
"""The answer to a question of yes or no, which denies nothing of what follows."""
_CLAUSE = 4
"""Words from which on a response is a statement that can be denied."""


def failed_checks(
    text: str, source: Source, question: str = "", *, same_language: bool = True, is_verbatim: bool = False
) -> tuple[str, ...]:
    """The names of the checks that `text` fails, in the order of `HARD_CHECKS`.

    What the `question` names may be named. Across languages names and negations are not compared. Words that stand in
    the source as they are can only have lost the negation before them.
    """
    denies = same_language and _denies(text, source)
    if is_verbatim:
        return ("negation",) if denies else ()
    found = {
        "number": bool(source.numbers.disagreeing(text)),
        "negation": denies,
        "name": same_language and bool(missing_names(text, source.lang, _known(source, question), source.plain)),
        "code": bool(_codes(text, source, question)),
        "link": bool(missing_links(text, source.plain)),
    }
    return tuple(name for name in HARD_CHECKS if found[name])


def stands_in(text: str, source: Source) -> bool:
    """Whether the words of `text` stand in the source in the same order, with nothing between."""
    words = tuple(sequence(text))
    if not words or plain(text).strip() not in source.plain:
        return False
    return words in ngrams(source.sequence, len(words))


def _known(source: Source, question: str) -> frozenset[str]:
    return source.words | words_of(question)


def _codes(text: str, source: Source, question: str) -> list[str]:
    for link in links_of(text):  # an address is checked as one
        text = text.replace(link, " ")
    known = source.codes | source.codes_of(question)
    return missing_codes(text, source.lang, known, source.plain + " " + plain(question))


def _denies(text: str, source: Source) -> bool:
    text = _ANSWERED.sub("", text)
    parts = [text[span.start : span.end] for span in split_sentences(text)]
    return changes_negation(negation_places(parts), source.negations) or any(
        _part_denies(part, source) for part in parts if len(sequence(part)) >= _CLAUSE
    )


def _part_denies(text: str, source: Source) -> bool:
    shares = source.coverages(content_terms(text, source.lang))
    nearest: Sequence[int] = [int(shares.argmax())]
    if shares[nearest[0]] < _ALIKE:
        return False
    return contradicts(polarity(text, source.lang), [source.polarities[at] for at in nearest])
