"""The one name by which two passages differ: in their titles, headings, tags or addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from answering.clarifying.naming import facets, is_platform
from answering.evidence.units import terms_of
from answering.understanding.asked import stop_terms
from answering.understanding.folding import HAN, fold
from core.model import Passage
from retrieval.stopwords import stopwords

MOST_WORDS = 3
MOST_CHARACTERS = 6
"""The longest name, in words, or in characters of Chinese."""
_PIECE = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:[.'’+-][^\W_{HAN}]+)*\+?")
_HAN_ONLY = re.compile(rf"[{HAN}]+")
_INNER_CAPITAL = re.compile(r"[^\W\d_][A-Z]")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?")
_BARE_NUMBER = re.compile(r"\d+")
_SURE_VERSION = re.compile(r"v?\d+(?:\.\d+)+|v\d+", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{4,}")
_VERSION_FOLDER = re.compile(r"v?(\d+(?:\.\d+)*)", re.IGNORECASE)
_VERSION = r"(?:version|versión|release|edition|edición|版本) ?v?{0}|第 ?{0} ?版"
_SUFFIXES = ("版本", "版", "套餐", "系统", "平台", "端")

_REMEMBERED = 4_096
"""Titles and headings whose words are kept: the same few are compared over and over."""


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


def title_difference(one: Passage, other: Passage) -> tuple[str, str] | None:
    """The names in two titles that are alike but for one stretch, the shared part naming the subject."""
    spans = _spans(one.title, other.title)
    if spans is None or not _has_content(spans.shared, one.lang):
        return None
    both = zip(spans.names, (one, other), strict=True)
    return spans.names if all(_is_name(name, passage, spans.beside) for name, passage in both) else None


def heading_difference(one: Passage, other: Passage) -> tuple[str, str] | None:
    """The names in two heading paths that differ in one place only.

    Sections of one article often name several things that belong together; only platforms, versions and plans count.
    """
    mine, theirs = _path(one), _path(other)
    apart = [i for i in range(len(mine)) if fold(mine[i]) != fold(theirs[i])] if len(mine) == len(theirs) else []
    if len(apart) != 1:
        return None
    here, there = mine[apart[0]], theirs[apart[0]]
    spans = _spans(here, there)
    names, beside = (spans.names, spans.beside) if spans else ((here, there), ())
    return names if all(_is_short(name) and _is_of_a_kind(name, beside) for name in names) else None


def place_difference(one: Passage, other: Passage) -> tuple[str, str] | None:
    """The names that tags, addresses or ids of two articles with one title differ in."""
    tags = _only(one.tags, other.tags), _only(other.tags, one.tags)
    if tags[0] and tags[1]:
        return _written(tags[0].rpartition(":")[2], one), _written(tags[1].rpartition(":")[2], other)
    for mine, theirs in (
        (urlsplit(one.url or "").path, urlsplit(other.url or "").path),
        (one.document_id, other.document_id),
    ):
        found = _segments(mine, theirs)
        if found:
            return _written(found[0], one), _written(found[1], other)
    return None


class _Spans(NamedTuple):
    names: tuple[str, str]
    shared: str
    beside: tuple[str, ...]
    """The folded words on either side."""


def _spans(one: str, other: str) -> _Spans | None:
    """The stretch in which two texts differ; None when one has nothing there, or too much."""
    mine, theirs = _words(one), _words(other)
    before = _common([word.folded for word in mine], [word.folded for word in theirs])
    left, right = mine[before:], theirs[before:]
    after = _common([word.folded for word in left[::-1]], [word.folded for word in right[::-1]])
    if min(len(left), len(right)) <= after:
        return None
    first = before - 1 if before and _BARE_NUMBER.fullmatch(left[0].folded + right[0].folded) else before
    names = _cut(one, mine[first:], after), _cut(other, theirs[first:], after)
    rest = mine[len(mine) - after :] if after else ()
    shared = " ".join(one[word.start : word.end] for word in [*mine[:before], *rest])
    beside = tuple(word.folded for word in [*mine[max(0, before - 1) : before], *rest[:2]])
    if rest and _HAN_ONLY.fullmatch(rest[0].folded):
        tail = one[rest[0].start :]
        suffix = next((suffix for suffix in _SUFFIXES if tail.startswith(suffix)), "")
        names = names[0] + suffix, names[1] + suffix
    return _Spans(names, shared, beside) if all(map(_is_short, names)) else None


@lru_cache(_REMEMBERED)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(fold(match.group()), match.start(), match.end()) for match in _PIECE.finditer(text))


def _cut(text: str, words: Sequence[_Word], after: int) -> str:
    return text[words[0].start : words[len(words) - after - 1].end]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _is_short(name: str) -> bool:
    words = _words(name)
    wide = sum(1 for word in words if _HAN_ONLY.fullmatch(word.folded))
    return 0 < len(words) - wide + wide * MOST_WORDS / MOST_CHARACTERS <= MOST_WORDS


def _has_content(text: str, lang: str) -> bool:
    return any(term not in stop_terms(lang) and term not in stopwords(lang) for term in terms_of(text, lang))


def _is_name(name: str, passage: Passage, beside: Sequence[str]) -> bool:
    """Whether a stretch is a name rather than any word: by its form, its neighbours, or where else it is written."""
    if _is_of_a_kind(name, beside) or _INNER_CAPITAL.search(name):
        return True
    folded = fold(name)
    places = {fold(place) for place in (*passage.tags, *_parts(passage.url), *_parts(passage.document_id))}
    return folded in places or _is_proper(name, passage)


def _is_of_a_kind(name: str, beside: Sequence[str]) -> bool:
    """Whether it is the name of a platform, a version, or what "plan" and the like are written beside."""
    if _SURE_VERSION.search(name) or is_platform(name) or fold(name).endswith(_SUFFIXES):
        return True
    return bool(facets() & {*beside, *(word.folded for word in _words(name))})


def _is_proper(name: str, passage: Passage) -> bool:
    """Whether it has its capital letter inside sentences too."""
    inside = re.search(rf"(?<=[^\W\d_A-Z] ){re.escape(name)}\b", passage.text)
    return name[:1].isupper() and inside is not None


def _path(passage: Passage) -> tuple[str, ...]:
    return tuple(part for part in passage.heading if fold(part) != fold(passage.title))


def _only(tags: Sequence[str], others: Sequence[str]) -> str | None:
    """The one tag that the other article does not have."""
    own = [tag for tag in tags if tag not in others]
    return own[0] if len(own) == 1 else None


def _parts(place: str | None) -> list[str]:
    return [part for part in urlsplit(place or "").path.split("/") if part]


def _segments(one: str, other: str) -> tuple[str, str] | None:
    """The folder in which two addresses differ, when everything else is the same."""
    mine, theirs = _parts(one), _parts(other)
    if len(mine) != len(theirs):
        return None
    apart = [i for i, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b]
    if len(apart) != 1 or apart[0] == len(mine) - 1:
        return None
    found = mine[apart[0]], theirs[apart[0]]
    return None if any(_LOCALE.fullmatch(part.lower()) or _NUMBERED.search(part) for part in found) else found


def _written(name: str, passage: Passage) -> str:
    """A name from an address or a tag, as the article itself writes it where it does."""
    plain = name.replace("-", " ").replace("_", " ")
    version = _VERSION_FOLDER.fullmatch(plain)
    wanted = _VERSION.format(re.escape(version[1])) if version else re.escape(plain)
    found = re.search(rf"(?<![^\W{HAN}])(?:{wanted})(?![^\W{HAN}])", f"{passage.title} {passage.text}", re.IGNORECASE)
    return found.group() if found else plain
