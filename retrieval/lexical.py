"""Full-text search with SQLite FTS5.

Column `scope` holds one token naming the passage's scope, and the scopes to search are part of the match itself, so
nothing outside them is ever scored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.db import Session
from retrieval.analysis import analyse

TITLE_WEIGHT, HEADING_WEIGHT, BODY_WEIGHT = 2.0, 1.5, 1.0
REACHABLE = 1.4
"""What a passage that holds a term well scores for it, in units of the term's idf (BM25's limit is 2.2)."""


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """What full-text search found."""

    scores: Mapping[int, float]
    """BM25 by passage id as a share of what a passage with all query terms would reach, in [0, 1]."""
    idf: Mapping[str, float]
    """Inverse document frequency of every query term, also of those that were too common to search for."""


def entry(scope_id: int, lang: str, title: str, heading: Sequence[str], text: str) -> tuple[str, str, str, str]:
    """The four columns of a passage's row in `passages_fts`."""
    path = " ".join(part for part in heading if part != title)
    columns = [" ".join(analyse(part, lang)) for part in (title, path, text)]
    return f"s{scope_id}", columns[0], columns[1], columns[2]


class LexicalSearch:
    """Scores passages by BM25 (Robertson and Zaragoza 2009) with weighted columns."""

    def __init__(self, row_budget: int = 5_000) -> None:
        """Score about `row_budget` rows a question at most: the rarest terms first, very common ones left out."""
        self._row_budget = row_budget
        self._generation = -1
        self._rows = 0
        self._frequencies: dict[str, int] = {}

    def search(
        self, session: Session, generation: int, terms: Sequence[str], scopes: Iterable[int], limit: int
    ) -> LexicalHits:
        """The best `limit` passages for `terms` within `scopes`."""
        unique = list(dict.fromkeys(terms))
        frequencies = self._lookup(session, generation, unique)
        idf = {term: _idf(self._rows, frequencies[term]) for term in unique}
        wanted = [f"s{scope}" for scope in scopes]
        chosen = self._choose(frequencies)
        if not chosen or not wanted:
            return LexicalHits({}, idf)
        rows = session.execute(
            "SELECT rowid, bm25(passages_fts, 0, ?, ?, ?) AS score FROM passages_fts WHERE passages_fts MATCH ?"
            " ORDER BY score LIMIT ?",
            [TITLE_WEIGHT, HEADING_WEIGHT, BODY_WEIGHT, _match(chosen, wanted), limit],
        )
        best = REACHABLE * sum(idf.values())
        return LexicalHits({row[0]: min(1.0, -row[1] / best) for row in rows}, idf)

    def _lookup(self, session: Session, generation: int, terms: Sequence[str]) -> dict[str, int]:
        if generation != self._generation:
            self._frequencies, self._generation = {}, generation
            self._rows = int(session.execute("SELECT count(*) FROM passages").fetchone()[0])
        known = self._frequencies
        missing = [term for term in terms if term not in known]
        if missing:
            marks = ",".join("?" * len(missing))
            rows = session.execute(f"SELECT term, doc FROM passages_terms WHERE term IN ({marks})", missing)  # noqa: S608
            known.update(dict.fromkeys(missing, 0))
            known.update(rows.fetchall())
        return {term: known[term] for term in terms}

    def _choose(self, frequencies: Mapping[str, int]) -> list[str]:
        present = sorted((count, term) for term, count in frequencies.items() if count)
        chosen: list[str] = []
        rows = 0
        for count, term in present:
            if chosen and rows + count > self._row_budget:
                break
            rows += count
            chosen.append(term)
        return chosen


def _idf(rows: int, containing: int) -> float:
    """FTS5's own formula, so that normalising by the sum is exact."""
    return max(1e-6, math.log((rows - containing + 0.5) / (containing + 0.5)))


def _match(terms: Sequence[str], scopes: Sequence[str]) -> str:
    words = " OR ".join(f'"{term}"' for term in terms)
    places = " OR ".join(f'"{scope}"' for scope in scopes)
    return f"{{title heading body}} : ({words}) AND scope : ({places})"
