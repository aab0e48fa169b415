"""Finds documents by their titles and the questions they answer while somebody is still typing.

Every word counts as a beginning, in any order. Where nothing holds them all, words that no title has are read as slips
of the fingers, and then documents that hold about half of the words are good enough. What may be seen is decided by
scopes, as in every other search.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.audiences import may_see
from core.db import Database, Session
from core.language import primary
from retrieval.title_slips import near_words
from retrieval.title_terms import Term, title_terms

SHORTEST, LONGEST = 2, 200
"""Characters of what is typed; less finds everything, more is no title."""
_TITLE_WEIGHT, _ASKED_WEIGHT = 4.0, 1.0
_LOOKED_AT = 40
"""The best of those that hold some of the words, among which those with enough are looked for."""
_MOST_MEANT = 8
_MOST_CORRECTED = 3


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A document that may be meant."""

    document_id: str
    title: str
    url: str | None
    lang: str


class TitleSearch:
    """Suggests documents; reads only."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    def find(
        self, text: str, audiences: frozenset[str], lang: str | None = None, limit: int = 5
    ) -> tuple[FoundTitle, ...]:
        """At most `limit` documents that somebody of `audiences` may see, those in `lang` first, the best first."""
        typed = text.strip()
        terms = title_terms(typed, primary(lang) if lang else None) if SHORTEST <= len(typed) <= LONGEST else ()
        if not terms:
            return ()
        with self._database.read() as session:
            own, others = _visible(session, audiences, primary(lang) if lang else None)
            return tuple(_Look(session, own, others, limit).titles(terms))


class _Look:
    """One search, in one state of the content."""

    def __init__(self, session: Session, own: Sequence[int], others: Sequence[int], limit: int) -> None:
        self._session = session
        self._places = [scopes for scopes in (own, others) if scopes]
        self._visible = [*own, *others]
        self._limit = limit

    def titles(self, terms: Sequence[Term]) -> list[FoundTitle]:
        found = self._with_all(terms)
        if not found:
            terms = self._corrected(terms)
            found = self._with_all(terms)
        if not found and len(terms) >= _enough(terms) + 1:
            found = self._by_place(lambda scopes: self._with_enough(terms, scopes))
        return found

    def _with_all(self, terms: Sequence[Term]) -> list[FoundTitle]:
        words = " AND ".join(term.match for term in terms)
        return self._by_place(lambda scopes: self._ranked(words, scopes, self._limit))

    def _by_place(self, search: Callable[[Sequence[int]], list[int]]) -> list[FoundTitle]:
        """What `search` finds in the wanted language, then in others, as far as there is room."""
        ids: list[int] = []
        for scopes in self._places:
            if len(ids) < self._limit:
                ids += search(scopes)
        return self._read(ids[: self._limit])

    def _ranked(self, words: str, scopes: Sequence[int], limit: int) -> list[int]:
        rows = self._session.execute(
            "SELECT rowid FROM titles_fts WHERE titles_fts MATCH ? ORDER BY bm25(titles_fts, 0, ?, ?) LIMIT ?",
            [_match(words, scopes), _TITLE_WEIGHT, _ASKED_WEIGHT, limit],
        )
        return [row[0] for row in rows]

    def _with_enough(self, terms: Sequence[Term], scopes: Sequence[int]) -> list[int]:
        ids = self._ranked(" OR ".join(term.match for term in terms), scopes, _LOOKED_AT)
        marks = ",".join("?" * len(ids))
        rows = self._session.execute(
            f"SELECT rowid, title || ' ' || asked FROM titles_fts WHERE rowid IN ({marks})",  # noqa: S608 - marks only
            ids,
        )
        held = {row[0]: sum(term.is_in(row[1]) for term in terms) for row in rows}
        return [one for one in ids if held[one] >= _enough(terms)][: self._limit]

    def _corrected(self, terms: Sequence[Term]) -> list[Term]:
        """The terms, the last few that no visible title has as what they were probably meant to be."""
        unknown = [term for term in terms if term.may_be_mistyped and not self._is_held(term.match)][-_MOST_CORRECTED:]
        return [self._meant(term) if term in unknown else term for term in terms]

    def _meant(self, term: Term) -> Term:
        near = [(word, cost) for word, cost in near_words(self._session, term.word) if self._is_held(f'"{word}"')]
        nearest = [word for word, cost in near if cost == near[0][1]]
        return replace(term, meant=tuple(nearest[:_MOST_MEANT]))

    def _is_held(self, words: str) -> bool:
        """Whether a visible document has a title with these: others must not be told by what is suggested."""
        found = self._session.execute(
            "SELECT 1 FROM titles_fts WHERE titles_fts MATCH ? LIMIT 1", [_match(words, self._visible)]
        )
        return found.fetchone() is not None

    def _read(self, ids: Sequence[int]) -> list[FoundTitle]:
        marks = ",".join("?" * len(ids))
        rows = self._session.execute(
            f"""SELECT t.id, d.id AS document_id, d.title, d.url, d.lang FROM titles t
                JOIN documents d ON d.id = t.document_id
                WHERE t.id IN ({marks}) AND d.removed_at IS NULL""",  # noqa: S608 - marks only
            list(ids),
        )
        found = {row["id"]: FoundTitle(row["document_id"], row["title"], row["url"], row["lang"]) for row in rows}
        return [found[one] for one in ids if one in found]


def _enough(terms: Sequence[Term]) -> int:
    """How many of the terms a title has to hold: half, and two; a third of pairs, for some go over the end of words."""
    if all(term.is_phrase for term in terms):
        return (len(terms) + 2) // 3
    return max(2, (len(terms) + 1) // 2)


def _match(words: str, scopes: Sequence[int]) -> str:
    places = " OR ".join(f'"s{scope}"' for scope in scopes)
    return f"{{title asked}} : ({words}) AND scope : ({places})"


def _visible(session: Session, audiences: frozenset[str], lang: str | None) -> tuple[list[int], list[int]]:
    """The scopes that somebody of `audiences` may see: those in `lang`, and all others."""
    rows = session.execute("SELECT id, lang, audiences FROM scopes").fetchall()
    seen = [row for row in rows if may_see(audiences, json.loads(row["audiences"]))]
    own = [row["id"] for row in seen if row["lang"] == lang]
    return own, [row["id"] for row in seen if row["lang"] != lang]
