"""The documents that drafts change, as Markdown that can be written on."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core.db import Database
from core.errors import InvalidInput, NotFound
from core.language import primary
from core.model import Document, DocumentVersion
from ingest.readers import markdown
from ingest.sources import MAX_FILE_BYTES
from insights.drafts.exporting import without_front_matter
from insights.drafts.markdown import to_markdown
from insights.drafts.model import Base
from retrieval.documents import OWN_SOURCE, DocumentStore
from retrieval.publications import publications

_MARKDOWN = (".md", ".mdx", ".markdown")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a draft may change."""

    document: Document
    base: Base
    file: str | None
    """Its path below its source, for documents that are files."""

    @property
    def is_own(self) -> bool:
        """Whether it is written here, so that it can be published here too."""
        return self.document.source == OWN_SOURCE

    @property
    def body(self) -> str:
        """The text to write on: a file's front matter is left out."""
        return without_front_matter(self.base.text)[1]


class Bases:
    """Reads documents to be changed: own ones as they were written, files as they are, others as they are quoted."""

    def __init__(self, database: Database, documents: DocumentStore) -> None:
        self._database = database
        self._documents = documents

    def find(self, document_id: str) -> Found:
        """The document as it is now; raises NotFound."""
        document = self._documents.document(document_id, None)
        version = self._documents.version(document_id, None, None)
        if document is None or version is None:
            raise NotFound("There is no such document: it has been removed, or its id is another one.")
        file, location = self._place(document_id)
        text = self._written(document) or _file_text(location, file, version)
        text = text if text is not None else to_markdown(version.text, version.blocks)
        return Found(document, Base(document_id, document.version, document.title, text), file)

    def translation_of(self, document_id: str, lang: str) -> Found | None:
        """The document that says the same in another language, if one is known."""
        with self._database.read() as session:
            rows = session.execute(
                "SELECT d.id, d.lang FROM translations t JOIN documents d ON d.id = t.translation_id"
                " WHERE t.document_id = ? AND d.removed_at IS NULL ORDER BY d.id",
                (document_id,),
            ).fetchall()
        found = next((str(row["id"]) for row in rows if primary(row["lang"]) == primary(lang)), None)
        return self.find(found) if found else None

    def file_of(self, document_id: str) -> str | None:
        """The path of the file that a document was read from, below its source; None for what is no file."""
        return self._place(document_id)[0]

    def has_own_id(self, document_id: str) -> bool:
        """Whether a document of that id was ever written here; another source keeps the ids of what it removed."""
        with self._database.read() as session:
            row = session.execute(
                "SELECT 1 FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ? AND s.name = ?",
                (document_id, OWN_SOURCE),
            ).fetchone()
        return row is not None

    def _written(self, document: Document) -> str | None:
        with self._database.read() as session:
            last = next(iter(publications(session, document.id, 1)), None)
        is_it = last is not None and last.version.version == document.version and document.source == OWN_SOURCE
        return last.markdown if last and is_it else None

    def _place(self, document_id: str) -> tuple[str | None, Path | None]:
        with self._database.read() as session:
            row = session.execute(
                "SELECT d.source_key, s.kind, s.location FROM documents d JOIN sources s ON s.id = d.source_id"
                " WHERE d.id = ?",
                (document_id,),
            ).fetchone()
        if row is None or row["kind"] != "folder":
            return None, None
        return str(row["source_key"]), Path(row["location"])


def _file_text(location: Path | None, file: str | None, version: DocumentVersion) -> str | None:
    """The file that a document was read from, if it is Markdown, still there, and still says the same."""
    if location is None or file is None or not file.lower().endswith(_MARKDOWN):
        return None
    path = location / file
    try:
        if not path.resolve().is_relative_to(location.resolve()) or path.stat().st_size > MAX_FILE_BYTES:
            return None
        text = path.read_text(encoding="utf-8")
        same = markdown.read_text(text, is_mdx=file.lower().endswith(".mdx")).text == version.text
    except (OSError, ValueError, InvalidInput):
        return None
    return unicodedata.normalize("NFC", text) if same else None
