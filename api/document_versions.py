"""The published versions of a document: what each of them changed, and taking one up again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from api.content import Content, Draft
from api.idempotency import Ticket
from core.db import Database
from core.errors import Conflict, DocumentChanged, NotFound
from insights.drafts.differences import word_counts, words_changed
from insights.drafts.markdown import to_markdown
from retrieval.documents import OWN_SOURCE, Expected
from retrieval.publications import Publication, publication, publications

_NOW = "SELECT d.*, s.name FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ?"


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One publication beside the one before it."""

    document_id: str
    number: int
    version: str
    title: str
    lang: str
    at: str
    by: str | None
    """Id of a member of staff or of a key; None where a sync brought it."""
    restores: int | None
    """Number of the version that it took up again."""
    is_current: bool
    says_current: bool
    """Whether it was written as the one in use is, to the letter."""
    is_first: bool
    is_same: bool
    """Whether it says what the one before it does, to the letter: it had been removed in between."""
    words_added: int
    words_removed: int
    title_changed: bool
    url_changed: bool
    has_markup: bool
    """Whether bold type and links are known beside the words."""


@dataclass(frozen=True, slots=True)
class VersionList:
    """Some versions, the latest first."""

    items: tuple[PublishedVersion, ...]
    before: int | None
    """Number to go on from; None on the last page."""
    source: str
    is_own: bool
    """Whether the document is written here, so that a version can be restored here."""
    current: str | None
    """The version in use; None when the document has been removed."""


class DocumentVersions:
    """What people do with the versions of documents."""

    def __init__(self, database: Database, content: Content) -> None:
        self._database = database
        self._content = content

    def of(self, document_id: str, limit: int, before: int | None = None) -> VersionList:
        """The versions of a document, also of one that was removed; raises NotFound."""
        with self._database.read() as session:
            row = session.execute(_NOW, (document_id,)).fetchone()
            if row is None:
                raise NotFound("There is no such document.")
            found = list(publications(session, document_id, limit + 1, before))
            latest = found[:1] if before is None else publications(session, document_id, 1)
        current = None if row["removed_at"] else str(row["version"])
        used = latest[0] if latest and current == latest[0].version.version else None
        counted = [(one, word_counts(one.version.text)) for one in found]
        shown = [
            _beside(one, words, older, used) for (one, words), older in zip(counted, [*counted[1:], None], strict=True)
        ]
        more = found[limit - 1].number if len(found) > limit else None
        return VersionList(tuple(shown[:limit]), more, row["name"], row["name"] == OWN_SOURCE, current)

    def restore(
        self, document_id: str, number: int, seen: str | None, by: str, paper: Ticket | None = None
    ) -> dict[str, Any]:
        """Publish an earlier version again, as a new one; answers use it at once, and nothing is taken away.

        Who may see the document and its tags stay as they are. `seen` is the version that was in use when this was
        chosen, None for a removed document. Raises NotFound, DocumentChanged when another one is in use by now, and
        Conflict for documents of other sources and for the version that is in use.
        """
        with self._database.read() as session:
            chosen = publication(session, document_id, number)
            row = session.execute(_NOW, (document_id,)).fetchone()
        if row["name"] != OWN_SOURCE:
            raise Conflict(f"{document_id} belongs to the source {row['name']}. Change it there and ingest again.")
        draft = _draft(chosen, frozenset(json.loads(row["audiences"])), tuple(json.loads(row["tags"])))
        try:
            made = self._content.write(document_id, draft, paper, by, Expected(seen), number)
        except DocumentChanged as error:
            raise DocumentChanged(
                "The document was changed since you opened this page. Look at what is there now, then restore.",
                **error.details,
            ) from error
        if not made["changed"]:
            raise Conflict("That is what is published already.")
        return made


def _draft(chosen: Publication, audiences: frozenset[str], tags: tuple[str, ...]) -> Draft:
    version = chosen.version
    text = chosen.markdown if chosen.markdown is not None else to_markdown(version.text, version.blocks)
    return Draft(version.title, text, version.lang, version.url, audiences, tags)


def _beside(
    one: Publication, words: Counter[str], other: tuple[Publication, Counter[str]] | None, used: Publication | None
) -> PublishedVersion:
    older, older_words = other or (None, Counter[str]())
    version, before = one.version, older.version if older else None
    added, removed = words_changed(older_words, words)
    return PublishedVersion(
        document_id=version.document_id,
        number=one.number,
        version=version.version,
        title=version.title,
        lang=version.lang,
        at=one.at,
        by=one.by,
        restores=one.restores,
        is_current=used is not None and one.number == used.number,
        says_current=_alike(one, used),
        is_first=one.number == 1,
        is_same=_alike(one, older),
        words_added=added,
        words_removed=removed,
        title_changed=before is not None and before.title != version.title,
        url_changed=before is not None and before.url != version.url,
        has_markup=one.markdown is not None,
    )


def _alike(one: Publication, other: Publication | None) -> bool:
    return other is not None and (one.version.version, one.markdown) == (other.version.version, other.markdown)
