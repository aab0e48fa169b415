"""Whether what was found for a question disagrees with itself, or with what agents wrote."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from itertools import combinations

from core.db import Session
from core.language import primary
from insights.causes.documents import document_rows
from insights.causes.model import Asked, Disagreement, Found
from insights.contradictions import (
    ABOUT_THE_SAME,
    Contradiction,
    Statements,
    contradictions,
    firm_contradictions,
    statements,
    statements_of,
)
from retrieval.passages import version_from

BEST = 8
"""Documents that are compared with each other."""
LEADING = 3
"""Of those, how many may be one of a pair that is shown."""
TOLD = 3
"""Documents that agents' replies are compared with."""
MOST = 3
"""Disagreements kept of one question."""
_REMEMBERED = 200
"""Documents whose sentences are kept."""


class Comparing:
    """Compares documents sentence by sentence; remembers the sentences of those it has read last."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Statements] = OrderedDict()

    def disagreements(
        self, session: Session, asked: Asked, documents: Sequence[Found], lang: str
    ) -> tuple[Disagreement, ...]:
        """Where the best documents disagree with each other, or with agents' replies; what is nearest first."""
        shown = [one.document_id for one in asked.shown]
        best = [found.document_id for found in documents if found.lang == lang][:BEST]
        rows = {
            name: row
            for name, row in document_rows(session, [*best, *shown]).items()
            if row["removed_at"] is None and primary(row["lang"]) == primary(lang)
        }
        leading = {*best[:LEADING], *shown}
        found = [
            _between(contradiction, rows[one], rows[other])
            for one, other in combinations(rows, 2)
            if leading & {one, other}
            for contradiction in self._contradictions(session, rows[one], rows[other])
        ]
        return (*self._with_replies(session, asked, rows, lang), *sorted(found, key=lambda one: -one.overlap))[:MOST]

    def _contradictions(self, session: Session, one: sqlite3.Row, other: sqlite3.Row) -> list[Contradiction]:
        return firm_contradictions(self._statements(session, one), self._statements(session, other))

    def _with_replies(
        self, session: Session, asked: Asked, rows: dict[str, sqlite3.Row], lang: str
    ) -> list[Disagreement]:
        written = Statements(one for reply in asked.replies for one in statements(reply.text, lang))
        if not written:
            return []
        return [
            _with_reply(contradiction, row)
            for row in list(rows.values())[:TOLD]
            for contradiction in contradictions(
                self._statements(session, row), written, least=ABOUT_THE_SAME, loosely=True
            )
        ]

    def _statements(self, session: Session, row: sqlite3.Row) -> Statements:
        key = (str(row["id"]), str(row["version"]))
        if key not in self._known:
            stored = session.execute(
                "SELECT * FROM document_versions WHERE document_id = ? AND version = ?", key
            ).fetchone()
            self._known[key] = statements_of(version_from(stored)) if stored else Statements()
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]


def _between(contradiction: Contradiction, one: sqlite3.Row, other: sqlite3.Row) -> Disagreement:
    return Disagreement(
        contradiction.difference,
        one["id"],
        one["title"],
        contradiction.one.text,
        other["id"],
        other["title"],
        contradiction.other.text,
        one["changed_at"],
        other["changed_at"],
        contradiction.overlap,
    )


def _with_reply(contradiction: Contradiction, row: sqlite3.Row) -> Disagreement:
    return Disagreement(
        contradiction.difference,
        row["id"],
        row["title"],
        contradiction.one.text,
        None,
        "",
        contradiction.other.text,
        row["changed_at"],
        None,
        contradiction.overlap,
    )
