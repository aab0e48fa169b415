"""Splits running text into sentences, keeping offsets, for scripts with and without spaces.

Wrongly joined sentences only make a quote a little longer; wrongly cut ones make it unreadable. Where a full stop is
in doubt (abbreviation, initial, number, version, address), the text is therefore not cut.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch `[start, end)` of a text, in Unicode code points."""

    start: int
    end: int


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations that hardly ever end a sentence, of the four languages and of reference texts; without the last stop.
_ABBREVIATIONS = _words(
    "mr mrs ms dr prof sr sra sres srta st ste jr rev gen col sgt capt lt hon gov sen rep pres mt vs cf ca approx "
    "e.g i.e eg ie viz fig figs eq no nos nr vol vols ch chap sec pp p pg ed eds trans art arts inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec dept est tel ext min max avg "
    "p.ej ej ee ud uds vd vds dña núm pág págs cap apdo av avda aprox máx mín "
    "m mm mme mlle mgr c.-à-d env éd fasc hab av.j apr.j c.à.d min "
    "u.s u.k u.n b.c a.d ph.d d.c e.u"
)
# These end a sentence when the next word has a capital and is no name-like continuation of them.
_MAY_END = _words("etc a.m p.m u.s.a no inc ltd co corp jr sr min max")

_CLOSERS = "\"'”’»›)]}*_」』）】》〉"
_OPENERS = "\"'“‘«‹([{*_¿¡「『（【《〈—–-"
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BOUNDARY = re.compile(
    rf"(?P<wide>[。！？｡]+|……(?=[{_CJK}「『“]))[{re.escape(_CLOSERS)}]*"
    rf"|(?P<mixed>[!?]+)[{re.escape(_CLOSERS)}]*(?=[{_CJK}])"
    rf"|(?P<latin>[.!?…؟।]+)[{re.escape(_CLOSERS)}]*(?:[ \u00a0\u202f]»)?(?=\s|$)"
    r"|(?P<gap>\n[ \t]*\n)"
)
_PROTECTED = re.compile(r"`[^`\n]+`")
_HAS_WORD = re.compile(r"\w")
_LAST_TOKEN = re.compile(r"(\S+)$")
_INITIAL = re.compile(r"(?:^|[\s(.\-])[^\W\d_]$")
_LIST_MARKER = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,3}|[A-Za-z])$")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]` in order, without the white space around them; offsets are of `text`."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    protected = [match.span() for match in _PROTECTED.finditer(text, start, stop)]
    for match in _BOUNDARY.finditer(text, start, stop):
        if _inside(match.start(), protected) or not _ends_sentence(text, match, begin, stop):
            continue
        _append(spans, text, begin, match.end())
        begin = match.end()
    _append(spans, text, begin, stop)
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right <= left:
        return
    if spans and not _HAS_WORD.search(text, left, right):
        # A lone closing quote or stop belongs to what it closes.
        spans[-1] = Span(spans[-1].start, right)
    else:
        spans.append(Span(left, right))


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(left <= position < right for left, right in spans)


def _ends_sentence(text: str, match: re.Match[str], begin: int, stop: int) -> bool:
    mark = match["latin"]
    if mark is None:
        return match["mixed"] is None or match.start() > begin
    following = text[match.end() : min(stop, match.end() + 40)].lstrip()
    if not following:
        return True
    if not _may_open(following):
        return False
    return mark != "." or _stop_ends(text[begin : match.start()], following)


def _may_open(following: str) -> bool:
    """Whether these characters can begin a sentence: no lower case, unless the word looks like a name (iPhone)."""
    word = following.lstrip(_OPENERS).split(maxsplit=1)[:1]
    if not word:
        return True
    first = word[0][0]
    if first.islower():
        return any(character.isupper() for character in word[0][1:])
    return first.isalnum() or first in "`#$€£/<@" or not first.isascii()


def _stop_ends(before: str, following: str) -> bool:
    found = _LAST_TOKEN.search(before)
    if not found:
        return True
    token = found[1].lstrip(_OPENERS).lower()
    if token in _MAY_END:
        return following.lstrip(_OPENERS)[:1].isupper() and token not in {"no", "sr", "min", "max"}
    if token in _ABBREVIATIONS:
        return False
    return not (_INITIAL.search(before) and not token.isdigit()) and not _LIST_MARKER.search(before)
