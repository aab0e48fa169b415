"""What a question may find: decided from scopes before anything is scored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.audiences import may_see
from core.db import Session
from core.language import primary
from retrieval.analysis import language_free_terms, query_terms
from retrieval.question_language import question_language
from retrieval.results import RetrievalQuery

CANDIDATES = 40
"""How many passages each search hands to fusion, at least."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to search, and for which words."""

    lang: str
    terms: tuple[str, ...]
    """Telling words, to be looked for in the question's own language."""
    codes: tuple[str, ...]
    """Words that are written alike in all languages, to be looked for in the others."""
    own: tuple[int, ...]
    """Scopes in the question's language that the asker may see."""
    foreign: tuple[int, ...]
    """The same in other languages; none where only the question's own is wanted."""
    others: tuple[int, ...]
    """All that the asker may see in other languages: these may support an answer also where they may not be one."""
    is_everything: bool
    """Whether `own` is all there is."""
    excluded: frozenset[int]
    """Passages that are not to be found."""
    excluded_documents: frozenset[str]
    """The documents they belong to."""
    limit: int
    """Candidates that each search hands to fusion."""


def make_plan(session: Session, query: RetrievalQuery, languages: Sequence[str]) -> Plan:
    """The plan for `query`; a language not given is recognised, as one of `languages` or the documents' in doubt."""
    scopes = session.execute("SELECT id, lang, audiences FROM scopes").fetchall()
    lang = primary(query.lang) if query.lang else _detect(query.text, languages, [row["lang"] for row in scopes])
    visible = [row for row in scopes if may_see(query.audiences, json.loads(row["audiences"]))]
    own = tuple(row["id"] for row in visible if row["lang"] == lang)
    others = tuple(row["id"] for row in visible if row["lang"] != lang)
    foreign = () if query.strict_lang else others
    excluded = _passages_of(session, query.exclude_documents)
    return Plan(
        lang=lang,
        terms=query_terms(query.text, lang),
        codes=language_free_terms(query.text) if foreign else (),
        own=own,
        foreign=foreign,
        others=others,
        is_everything=len(own) == len(scopes),
        excluded=excluded,
        excluded_documents=query.exclude_documents,
        limit=max(CANDIDATES, 4 * query.k) + len(excluded),
    )


def languages_for(session: Session, audiences: frozenset[str], expected: Sequence[str]) -> tuple[str, ...]:
    """The `expected` languages, and those of the documents that somebody of these audiences may see."""
    scopes = session.execute("SELECT lang, audiences FROM scopes ORDER BY lang").fetchall()
    visible = [row["lang"] for row in scopes if may_see(audiences, json.loads(row["audiences"]))]
    return tuple(dict.fromkeys([*expected, *visible]))


def _detect(text: str, expected: Sequence[str], stored: Sequence[str]) -> str:
    return question_language(text, [*expected, *stored], default=next(iter([*expected, *stored]), ""))


def _passages_of(session: Session, documents: frozenset[str]) -> frozenset[int]:
    if not documents:
        return frozenset()
    marks = ",".join("?" * len(documents))
    rows = session.execute(f"SELECT id FROM passages WHERE document_id IN ({marks})", sorted(documents))  # noqa: S608
    return frozenset(row["id"] for row in rows)
