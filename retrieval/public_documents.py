"""What everybody may read: the current documents without audiences, listed, and read in portions.

Each call is a transaction of its own, so that a slow reader of a long list holds up nobody. A document that is closed
or removed in between is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.db import Database
from retrieval.meta import read_state

MOST_LISTED = 100_000
_ALL = 2_000_000_000
"""More characters than SQLite puts into a text."""
_PUBLIC = "d.removed_at IS NULL AND d.audiences = '[]'"


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document that everybody may read, without its text."""

    id: str
    title: str
    lang: str
    source: str


@dataclass(frozen=True, slots=True)
class PublicText:
    """What such a document says."""

    id: str
    title: str
    lang: str
    url: str | None
    text: str


class PublicDocuments:
    """Reads documents as somebody without any audience."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def generation(self) -> int:
        """Rises with every change of content."""
        with self._database.read() as session:
            return read_state(session).generation

    def listed(self) -> list[PublicDocument]:
        """All of them by language, source and id; `MOST_LISTED` at most."""
        with self._database.read() as session:
            rows = session.execute(
                f"""SELECT d.id, d.title, d.lang, s.name AS source FROM documents d JOIN sources s ON s.id = d.source_id
                    WHERE {_PUBLIC} ORDER BY d.lang, s.name, d.id LIMIT ?""",  # noqa: S608 - a fixed condition
                [MOST_LISTED],
            )
            return [PublicDocument(row["id"], row["title"], row["lang"], row["source"]) for row in rows]

    def read(self, ids: Sequence[str], characters: int | None = None) -> dict[str, PublicText]:
        """Those among `ids` that are public now, by id; of each text the first `characters`, or all of them."""
        marks = ",".join("?" * len(ids))
        with self._database.read() as session:
            rows = session.execute(
                f"""SELECT d.id, d.title, d.lang, d.url, substr(v.text, 1, ?) AS text FROM documents d
                    JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
                    WHERE {_PUBLIC} AND v.audiences = '[]' AND d.id IN ({marks})""",  # noqa: S608 - marks only
                [_ALL if characters is None else characters, *ids],
            )
            found = [PublicText(row["id"], row["title"], row["lang"], row["url"], row["text"]) for row in rows]
        return {one.id: one for one in found}
