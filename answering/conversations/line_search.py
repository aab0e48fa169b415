"""Full text over the lines of conversations: what is indexed, what a search looks for, and where it matched.

A line is found by its words as they are written and by their stems in its language; a search does not know that
language, so it looks for the stems in each that there may be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from core.backlog import BATCH, work_off
from core.db import Database, Session
from core.language import UNKNOWN, primary
from retrieval.analysis import UNSPACED, analyse, fold, tokens

MAX_SEARCH = 200
"""Characters of a search."""
AROUND = 90
"""Characters shown before and after a match, about."""
_MAX_WORDS = 12
_LANGUAGES = ("en", "es", "fr", "de", "pt", "it", UNKNOWN)
_LEFT = "line_search"
_WORD = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_])+(?:[-._'’](?:(?![{UNSPACED}])[^\W_])+)*")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search looks for in one line."""

    match: str
    """For FTS5's MATCH."""
    terms: frozenset[str]
    beginning: str
    """The last word, which may not be finished; empty when that says nothing."""


def put_line(session: Session, seq: int, text: str, lang: str | None) -> None:
    """Index a line by its number, in the transaction that stores it."""
    terms = terms_of(text, lang)
    session.execute("INSERT OR REPLACE INTO messages_fts (rowid, terms) VALUES (?, ?)", (seq, " ".join(terms)))


def wanted(search: str) -> Wanted | None:
    """What the words of a search stand for; None when it holds no word. Every word must be in the line."""
    words = tokens(search[:MAX_SEARCH])[:_MAX_WORDS]
    if not words:
        return None
    last = fold(unicodedata.normalize("NFKC", words[-1]).lower())
    beginning = last if last.isalnum() and len(last) > 1 and not _UNSPACED_CHARACTER.search(last) else ""
    ways = [_ways(word) for word in words]
    parts = [[" AND ".join(f'"{term}"' for term in way) for way in found] for found in ways]
    if beginning:
        parts[-1].append(f'"{beginning}"*')
    match = " AND ".join("(" + " OR ".join(f"({way})" for way in found) + ")" for found in parts)
    return Wanted(match, frozenset(term for found in ways for way in found for term in way), beginning)


def excerpt(text: str, sought: Wanted | None, lang: str | None) -> tuple[tuple[str, bool], ...]:
    """A stretch of `text` around its first match, as pieces of text and whether each is a match."""
    spans = _spans(text, sought, lang) if sought else []
    first = spans[0][0] if spans else 0
    start = max(0, first - AROUND)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), max(first + AROUND, start + 2 * AROUND))
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, stop in spans:
        if at <= begin and stop <= end:
            pieces += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])


def index_earlier_lines(database: Database) -> int:
    """Index lines stored before there was an index; returns how many."""
    return work_off(database, _LEFT, _index_some)


def _index_some(session: Session, last: int) -> list[int]:
    rows = session.execute(
        "SELECT seq, text, lang FROM messages WHERE seq <= ? ORDER BY seq DESC LIMIT ?", (last, BATCH)
    ).fetchall()
    for row in rows:
        put_line(session, row["seq"], row["text"], row["lang"])
    return [row["seq"] for row in rows]


def terms_of(text: str, lang: str | None) -> list[str]:
    """What is indexed of a text, each term once: as written, and by its stem, in every language if its is not known."""
    known = (UNKNOWN, primary(lang)) if lang else _LANGUAGES
    return list(dict.fromkeys(term for code in known for term in analyse(text, code)))


def _ways(word: str) -> list[tuple[str, ...]]:
    """The terms of a word in each language; all of a way must be in the line."""
    return list(dict.fromkeys(way for lang in _LANGUAGES if (way := _parts(analyse(word, lang)))))


def _parts(terms: list[str]) -> tuple[str, ...]:
    """Without what only repeats the others: single characters beside pairs, and compounds written together."""
    pairs = tuple(term for term in terms if len(term) == 2 and _UNSPACED_CHARACTER.match(term))
    if pairs:
        return pairs
    return tuple(terms[:-1] if len(terms) > 1 else terms)


def _spans(text: str, sought: Wanted, lang: str | None) -> list[tuple[int, int]]:
    """Where a word of the search is, in order and apart from each other."""
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if _UNSPACED_CHARACTER.match(match[0]):
            found += _pair_spans(match, sought.terms)
        elif _is_sought(match[0], sought, lang):
            found.append(match.span())
    return _joined(found)


def _pair_spans(match: re.Match[str], terms: frozenset[str]) -> Iterable[tuple[int, int]]:
    run, start = match[0], match.start()
    pairs = ((start + at, start + at + 2) for at, pair in enumerate(pairwise(run)) if "".join(pair) in terms)
    singles = ((start + at, start + at + 1) for at, one in enumerate(run) if one in terms)
    return sorted([*pairs, *singles])


def _is_sought(word: str, sought: Wanted, lang: str | None) -> bool:
    terms = terms_of(word, lang)
    return not sought.terms.isdisjoint(terms) or bool(
        sought.beginning and any(term.startswith(sought.beginning) for term in terms)
    )


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
