"""Whether a sentence denies what its source says, or says what the source denies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from answering.support.number_words import words
from retrieval.analysis import UNSPACED, analyse, fold
from retrieval.stopwords import stopwords

_CUES = words(
    "not never no none nothing nobody neither nor without cannot cant unable impossible forbidden prohibited "
    "nunca jamas ningun ninguno ninguna nada nadie ni tampoco sin imposible prohibido prohibida "
    "ne n pas jamais aucun aucune rien sans non nullement interdit interdite"
)
_CONTRACTED = re.compile(r"n['’]t$")
HAN_CUE = re.compile(
    r"不(?![同过仅但断少止久妨管论错然])|(?<![出沉淹埋])没(?![收落入])|无(?![线论数所疑])|未(?![来必])|禁止|勿|并非"
)
HAN_NO_CUE = re.compile(
    r"差不多|能不能|是不是|会不会|可不可以|有没有|不仅|不但|不论|不管|不断|不得不|无论|对不起|不好意思"
)
_LETTER = rf"(?![{UNSPACED}])[^\W_]"
_PIECE = re.compile(rf"[{UNSPACED}]+|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*|[.,;:!?，。；：！？()（）\n]")
_STOP = frozenset(".,;:!?，。；：！？()（）\n")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_SCOPE = 4
"""Words after a cue that it may deny."""
_HAN_SCOPE = 6
_NOT_ONLY = frozenset(("only", "solo", "solamente", "seulement", "just"))


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a sentence says and what it denies, as index terms."""

    said: frozenset[str]
    denied: frozenset[str]
    cues: int


def polarity(text: str, lang: str) -> Polarity:
    """Read `text`; a term that is both said and denied is in both."""
    said: set[str] = set()
    denied: set[str] = set()
    idle, cues, left = stopwords(lang), 0, 0
    for piece in _PIECE.findall(HAN_NO_CUE.sub(" ", text)):
        if _UNSPACED_RUN.match(piece):
            cues += _read_han(piece, said, denied)
            left = 0
        elif piece in _STOP:
            left = 0
        elif is_cue(piece):
            cues, left = cues + 1, _SCOPE
        else:
            word = fold(piece.lower())
            if word in _NOT_ONLY and left == _SCOPE:
                cues, left = cues - 1, 0
            terms = [term for term in analyse(piece, lang) if word not in idle and len(term) > 1]
            (denied if left else said).update(terms)
            left = max(0, left - 1)
    return Polarity(frozenset(said), frozenset(denied), cues)


def is_cue(piece: str) -> bool:
    """Whether a word denies."""
    word = fold(piece.lower().replace("’", "'"))
    return word in _CUES or _CONTRACTED.search(word) is not None or word.startswith("n'")


def _read_han(run: str, said: set[str], denied: set[str]) -> int:
    found = [match.span() for match in HAN_CUE.finditer(run)]
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if any(start <= at < end for start, end in found) or any(start == at + 1 for start, _ in found):
            continue
        (denied if any(end <= at < end + _HAN_SCOPE for _, end in found) else said).add(pair)
    return len(found)


def contradicts(sentence: Polarity, source: Iterable[Polarity]) -> bool:
    """Whether one of the two denies what the other says; `source`: the sentences that match best.

    Only what both speak of is compared, and only where one of them denies nothing at all.
    """
    said: set[str] = set()
    denied: set[str] = set()
    cues = 0
    for one in source:
        said |= one.said
        denied |= one.denied
        cues += one.cues
    if sentence.cues and not cues:
        return bool(sentence.denied & said)
    return bool(cues and not sentence.cues and (sentence.said & denied) - said)
