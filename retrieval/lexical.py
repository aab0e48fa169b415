"""Full-text search with SQLite FTS5.

Column `scope` holds one token naming the passage's scope, and the scopes to search are part of the match itself, so
nothing outside them is ever scored. Column `questions` holds the questions that the passage says it answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from core.db import Session
from retrieval.analysis import analyse, numbered_terms

TITLE_WEIGHT, HEADING_WEIGHT, BODY_WEIGHT, QUESTIONS_WEIGHT = 3.0, 2.0, 1.0, 2.0
ROW_BUDGET = 3_000
"""One core scores about a thousand passages in a millisecond."""
REACHABLE = 1.4
"""What a passage that holds a term well scores for it, in units of the term's idf (BM25's limit is 2.2)."""
_COMMON = 1_000
_DRIFT = 0.02
_REMEMBERED = 50_000
_VARIABLES = 500
_SERIES = re.compile(r"([a-z]{2,6})(\d{3,6})")
_FEWEST_OF_SERIES = 3
_LONGEST_SERIES = 50
"""Codes of a series that are looked at."""


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """What full-text search found."""

    scores: Mapping[int, float]
    """BM25 by passage id as a share of what a passage with all query terms would reach, in [0, 1]."""
    idf: Mapping[str, float]
    """Inverse document frequency of every query term, also of those that were too common to search for."""


def put_entry(
    session: Session, passage_id: object, scope_id: int, lang: str,
    title: str, heading: Sequence[str], text: str, questions: Sequence[str],
) -> None:  # fmt: skip
    """Write a passage's row in `passages_fts`, in place of what is there; `questions` are those it answers."""
    path = " ".join(part for part in heading if part != title)
    columns = [" ".join(_indexed(part, lang)) for part in (title, path, text, "\n".join(questions))]
    session.execute(
        "INSERT OR REPLACE INTO passages_fts (rowid, scope, title, heading, body, questions) VALUES (?, ?, ?, ?, ?, ?)",
        [passage_id, f"s{scope_id}", *columns],
    )


def _indexed(text: str, lang: str) -> list[str]:
    return analyse(text, lang) + numbered_terms(text)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted in one state of the content; replaced as a whole, so that threads never mix two states."""

    generation: int
    passages: int
    terms: dict[str, int]


class TermFrequencies:
    """How many passages hold each term, remembered while the content stays about the same.

    Counting a common term means walking its whole list, so those are counted again only when the number of passages
    has moved by more than `_DRIFT`; rare ones, where one passage more or less matters, whenever content has changed.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._counted = _Counted(-1, 0, {})

    def of(self, session: Session, generation: int, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """The number of all passages, and of those that hold each term."""
        counted = self._counted
        if generation != counted.generation or len(counted.terms) > _REMEMBERED:
            counted = self._counted = _recount(session, generation, counted)
        missing = [term for term in terms if term not in counted.terms]
        for start in range(0, len(missing), _VARIABLES):
            part = missing[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            rows = session.execute(f"SELECT term, doc FROM passages_terms WHERE term IN ({marks})", part)  # noqa: S608
            counted.terms.update(dict.fromkeys(part, 0) | dict(rows.fetchall()))
        return counted.passages, {term: counted.terms[term] for term in terms}


def _recount(session: Session, generation: int, before: _Counted) -> _Counted:
    passages = int(session.execute("SELECT count(*) FROM passages").fetchone()[0])
    steady = abs(passages - before.passages) <= _DRIFT * passages and len(before.terms) <= _REMEMBERED
    kept = {term: count for term, count in list(before.terms.items()) if count >= _COMMON} if steady else {}
    return _Counted(generation, passages, kept)


class LexicalSearch:
    """Scores passages by BM25 (Robertson and Zaragoza 2009) with weighted columns."""

    def __init__(self, row_budget: int = ROW_BUDGET) -> None:
        """Score about `row_budget` passages a question at most: the rarest terms first, very common ones left out."""
        self._row_budget = row_budget
        self._frequencies = TermFrequencies()

    def search(
        self, session: Session, generation: int, terms: Sequence[str], scopes: Iterable[int] | None, limit: int
    ) -> LexicalHits:
        """The best `limit` passages for `terms` within `scopes`; None when those are all there are."""
        passages, counts = self._frequencies.of(session, generation, list(dict.fromkeys(terms)))
        idf = {term: _idf(passages, count) for term, count in counts.items()}
        chosen = self._affordable(counts)
        places = None if scopes is None else [f"s{scope}" for scope in scopes]
        if not chosen or places == []:
            return LexicalHits({}, idf)
        rows = session.execute(
            """SELECT rowid, bm25(passages_fts, 0, ?, ?, ?, ?) AS score FROM passages_fts WHERE passages_fts MATCH ?
               ORDER BY score LIMIT ?""",
            [TITLE_WEIGHT, HEADING_WEIGHT, BODY_WEIGHT, QUESTIONS_WEIGHT, _match(chosen, places), limit],
        )
        best = REACHABLE * sum(idf.values())
        return LexicalHits({row[0]: min(1.0, -row[1] / best) for row in rows}, idf)

    def holders(
        self, session: Session, generation: int, term: str, scopes: Iterable[int] | None, limit: int
    ) -> list[int] | None:
        """The passages within `scopes` that hold `term`; None when more than `limit` do, anywhere."""
        if self._frequencies.of(session, generation, [term])[1][term] > limit:
            return None
        places = None if scopes is None else [f"s{scope}" for scope in scopes]
        if places == []:
            return []
        found = session.execute("SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?", [_match([term], places)])
        return [row[0] for row in found]

    def counts(self, session: Session, generation: int, terms: Sequence[str]) -> dict[str, int]:
        """How many passages hold each term, whoever may see them."""
        return self._frequencies.of(session, generation, terms)[1]

    def is_held(self, session: Session, term: str, scopes: Iterable[int] | None) -> bool:
        """Whether some passage within `scopes` holds `term`; None for all there are."""
        places = None if scopes is None else [f"s{scope}" for scope in scopes]
        if places == []:
            return False
        found = session.execute(
            "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT 1", [_match([term], places)]
        )
        return found.fetchone() is not None

    def has_series(self, session: Session, term: str, scopes: Iterable[int] | None) -> bool:
        """Whether passages within `scopes` hold at least three codes like `term`: `sk204` is like `sk207`."""
        series = _SERIES.fullmatch(term)
        if series is None:
            return False
        letters, digits = series.groups()
        rows = session.execute(
            "SELECT term FROM passages_terms WHERE term BETWEEN ? AND ? AND term GLOB ? LIMIT ?",
            [letters + "0", letters + "9" * len(digits), letters + "[0-9]" * len(digits), _LONGEST_SERIES],
        )
        held = (True for row in rows.fetchall() if self.is_held(session, row[0], scopes))
        return len(list(islice(held, _FEWEST_OF_SERIES))) == _FEWEST_OF_SERIES

    def _affordable(self, counts: Mapping[str, int]) -> list[str]:
        """The rarest terms that the budget allows; the very rarest may take twice as much, for there is no other."""
        chosen: list[str] = []
        rows = 0
        for count, term in sorted((count, term) for term, count in counts.items() if count):
            rows += count
            if rows > (self._row_budget if chosen else 2 * self._row_budget):
                break
            chosen.append(term)
        return chosen


def _idf(rows: int, containing: int) -> float:
    """FTS5's own formula, so that the sum over all terms is in the unit of its scores."""
    return max(1e-6, math.log((rows - containing + 0.5) / (containing + 0.5)))


def _match(terms: Sequence[str], places: Sequence[str] | None) -> str:
    words = "{title heading body questions} : (" + _any_of(terms) + ")"
    return words if places is None else f"{words} AND scope : ({_any_of(places)})"


def _any_of(tokens: Sequence[str]) -> str:
    return " OR ".join(f'"{token}"' for token in tokens)
