"""What is read of documents when a cause is judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from core.db import Session
from core.language import primary
from insights.causes.model import Found
from insights.causes.nearby import NearByDocument
from retrieval.embedder import SimilarityRange
from retrieval.fusion import normalise
from retrieval.passages import fetch_passages
from retrieval.retriever import Hit

LONGEST_QUOTE = 280
"""Characters of a passage that are shown."""


def found_documents(
    session: Session, hits: Sequence[Hit], lang: str, excluded: frozenset[str] = frozenset()
) -> tuple[Found, ...]:
    """The documents of these hits, best first, each by the best of its passages."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.document_id, hit)
    return tuple(_found(session, rank, hit, hits, lang, excluded) for rank, hit in enumerate(best.values(), 1))


def _found(session: Session, rank: int, hit: Hit, hits: Sequence[Hit], lang: str, excluded: frozenset[str]) -> Found:
    passage = hit.passage
    own = [other for other in hits if other.passage.document_id == passage.document_id]
    return Found(
        document_id=passage.document_id,
        title=passage.title,
        lang=passage.lang,
        rank=rank,
        score=hit.score,
        nearness=max(other.dense for other in own),
        words=max(other.lexical for other in own),
        title_nearness=hit.title,
        quote=shortened(passage.text),
        untranslated=is_untranslated(session, passage.document_id, passage.lang, lang, excluded),
    )


def near_documents(
    session: Session,
    near: Mapping[str, NearByDocument],
    names: Iterable[str],
    lang: str,
    scale: SimilarityRange,
) -> tuple[Found, ...]:
    """Those of `names` that are near a text in `lang`, with their nearest passages; rank and score are not known."""
    known = {name: (code, one) for code, found in near.items() for name, one in found.items()}
    wanted = [name for name in dict.fromkeys(names) if name in known]
    passages = fetch_passages(session, [known[name][1].passage_id for name in wanted])
    found = []
    for name in wanted:
        code, one = known[name]
        passage = passages.get(one.passage_id)
        if passage is not None:
            nearness = normalise(one.cosine, scale, is_foreign=code != lang)
            quote = shortened(passage.text)
            found.append(Found(name, passage.title, code, 0, 0.0, nearness, 0.0, None, quote, code != lang))
    return tuple(found)


def is_untranslated(
    session: Session, document_id: str, own: str, lang: str, excluded: frozenset[str] = frozenset()
) -> bool:
    """Whether a document is in another language than `lang` and nothing in `lang` is its translation."""
    if primary(own) == primary(lang):
        return False
    rows = session.execute(
        """SELECT t.translation_id, d.lang FROM translations t JOIN documents d ON d.id = t.translation_id
            WHERE t.document_id = ? AND d.removed_at IS NULL""",
        (document_id,),
    )
    return not any(primary(row["lang"]) == primary(lang) and row["translation_id"] not in excluded for row in rows)


def document_rows(session: Session, document_ids: Iterable[str]) -> dict[str, sqlite3.Row]:
    """Documents by id in the order they are named, removed ones too; `changed_at` is when the text last changed."""
    found: dict[str, sqlite3.Row] = {}
    for document_id in dict.fromkeys(document_ids):
        row = session.execute(
            """SELECT id, title, lang, version, url, removed_at, as_of, coalesce(updated_at, as_of) AS changed_at
                FROM documents WHERE id = ?""",
            (document_id,),
        ).fetchone()
        if row is not None:
            found[document_id] = row
    return found


def languages_of(session: Session, most: int) -> list[str]:
    """The languages of the content, those with most documents first."""
    rows = session.execute(
        """SELECT lang, count(*) AS documents FROM documents WHERE removed_at IS NULL
            GROUP BY lang ORDER BY documents DESC LIMIT ?""",
        (most,),
    )
    return list(dict.fromkeys(primary(row["lang"]) for row in rows))


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The beginning of a text, cut at a space."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[:longest].rsplit(" ", 1)[0] + "…"
