"""Where a text denies: a negation that was dropped from, or put into, a sentence that is otherwise the source's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from answering.support.negation import HAN_CUE, HAN_NO_CUE, is_cue
from retrieval.analysis import UNSPACED, fold

_LETTER = rf"(?![{UNSPACED}])[^\W_]"
_PIECE = re.compile(rf"[{UNSPACED}]+|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_SHORT_FORMS = {"cannot": "can", "cant": "can", "can't": "can", "won't": "will", "shan't": "shall"}
_CARRIERS = frozenset(("do", "does", "did"))
"""Words that are only there to carry a negation."""
_SIDE = 2
"""Words on either side by which a place is recognised."""
Place = tuple[str, ...]


def negation_places(sentences: Iterable[str]) -> Mapping[Place, frozenset[bool]]:
    """The places between words, each known by the two words on either side; whether something is denied there."""
    found: dict[Place, set[bool]] = {}
    for sentence in sentences:
        for place, is_denied in _places(sentence):
            found.setdefault(place, set()).add(is_denied)
    return {place: frozenset(flags) for place, flags in found.items()}


def _places(text: str) -> Iterator[tuple[Place, bool]]:
    words: list[str] = ["^"]
    denied: list[bool] = [False]
    for word, is_negation in _pieces(text):
        if is_negation:
            denied[-1] = True
            continue
        words.append(word)
        denied.append(False)
    words.append("$")
    for at in range(1, len(words)):
        place = tuple(words[max(0, at - _SIDE) : at + _SIDE])
        if len(place) >= 2 * _SIDE - 1:
            yield place, denied[at - 1]


def changes_negation(sentence: Mapping[Place, frozenset[bool]], source: Mapping[Place, frozenset[bool]]) -> bool:
    """Whether `sentence` denies at a place where `source` never does, or the other way round."""
    return any(place in source and not flags & source[place] for place, flags in sentence.items())


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Words or single characters, folded, and whether each is a negation; without what only carries one."""
    pieces = list(_all_pieces(text))
    for at, (word, is_negation) in enumerate(pieces):
        followed = at + 1 < len(pieces) and pieces[at + 1][1]
        if not (word in _CARRIERS and followed):
            yield word, is_negation


def _all_pieces(text: str) -> Iterator[tuple[str, bool]]:
    for piece in _PIECE.findall(HAN_NO_CUE.sub(" ", text)):
        if _UNSPACED_RUN.match(piece):
            cues = {at for match in HAN_CUE.finditer(piece) for at in range(*match.span())}
            yield from ((character, at in cues) for at, character in enumerate(piece))
            continue
        word = fold(piece.lower().replace("’", "'"))
        if word in _SHORT_FORMS:
            yield _SHORT_FORMS[word], False
            yield "not", True
        elif word.endswith("n't"):
            yield word[:-3], False
            yield "not", True
        elif word.startswith("n'"):
            yield "ne", True
            yield word[2:], False
        else:
            yield word, is_cue(piece)
