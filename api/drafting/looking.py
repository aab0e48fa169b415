"""What is shown beside a draft: how customers will see it, what it changes, and content near to it."""

from __future__ import annotations

from api.content import Content
from api.content import Draft as ContentDraft
from core.db import Database
from core.errors import InvalidInput
from ingest.readers import markdown
from insights.drafts.bases import Bases
from insights.drafts.differences import CONTEXT, DiffLine, differences, unified_patch
from insights.drafts.exporting import file_name, markdown_file, without_front_matter
from insights.drafts.model import Draft, DraftText
from insights.duplicates import Duplicates, NearPassage, Piece

SHOWN = 6
"""Near passages shown."""


def as_read(text: str) -> str:
    """The normalised text of some Markdown: what is searched, quoted and shown."""
    return markdown.read_text(text).text


class Looking:
    """Reads only."""

    def __init__(self, database: Database, content: Content, duplicates: Duplicates, bases: Bases) -> None:
        self._database = database
        self._content = content
        self._duplicates = duplicates
        self._bases = bases

    def near(self, text: DraftText) -> tuple[NearPassage, ...]:
        """Content that is nearest to a text, what says nearly the same first; none for an empty text."""
        if text.is_empty:
            return ()
        try:
            prepared = self._content.prepare(text.document_id or "draft", content_draft(text))
        except InvalidInput:
            return ()
        pieces = [
            Piece(passage.heading, passage.text, embedded)
            for passage, embedded in zip(prepared.passages, prepared.texts, strict=True)
        ]
        vectors = self._duplicates.embed(pieces)
        leave_out = {*text.merges, *([text.document_id] if text.document_id else [])}
        with self._database.read() as session:
            found = self._duplicates.near(session, pieces, text.lang, leave_out, vectors)
        return found[:SHOWN]

    @staticmethod
    def changes(text: DraftText, context: int | None = CONTEXT) -> tuple[DiffLine, ...]:
        """A text beside the document that it changes, or beside nothing."""
        before = without_front_matter(text.base_text)[1]
        return differences(_with_title(text.base_title, before), _with_title(text.title, text.text), context)

    def file(self, draft: Draft, text: DraftText) -> tuple[str, str]:
        """Name and content of a Markdown file for content that lives elsewhere."""
        front = without_front_matter(text.base_text)[0]
        name = self._name(text)
        if front:
            return name, front + text.text.lstrip()
        return name, markdown_file(text.title, text.text, text.lang, draft.audiences, draft.tags)

    def patch(self, draft: Draft, text: DraftText) -> tuple[str, str]:
        """Name and content of a unified patch against the document as it was when the draft began."""
        name = self._name(text)
        if not text.base_text:
            return f"{name}.patch", unified_patch("", self.file(draft, text)[1], name)
        front = without_front_matter(text.base_text)[0]
        return f"{name}.patch", unified_patch(text.base_text, front + text.text, name)

    def _name(self, text: DraftText) -> str:
        place = self._bases.file_of(text.document_id) if text.document_id else None
        return place or file_name(text.title, text.lang, text.document_id)


def content_draft(text: DraftText, draft: Draft | None = None) -> ContentDraft:
    """A text as the writer of content takes it."""
    audiences, tags = (draft.audiences, draft.tags) if draft else (frozenset[str](), ())
    return ContentDraft(text.title or "Untitled", text.text, text.lang, text.url, audiences, tags)


def _with_title(title: str, text: str) -> str:
    return f"{title}\n\n{text}" if title else text
