"""Tools around content that only read: searching, and reading documents."""

from __future__ import annotations

from api.mcp.access import Access
from api.mcp.inputs import ReadInput, SearchInput
from api.mcp.outputs import PieceOutput, SearchOutput
from api.routes.search import result
from api.services import Services
from core.errors import InvalidInput, NotFound
from core.model import DocumentVersion
from retrieval.retriever import RetrievalQuery


def search(parts: Services, access: Access, given: SearchInput) -> SearchOutput:
    """Passages within the caller's audiences."""
    wanted = RetrievalQuery(given.query, given.lang, access.caller.audiences, k=given.limit)
    found = parts.retriever.retrieve(wanted)
    return SearchOutput.model_validate({"results": [result(hit) for hit in found.hits], "lang": found.lang})


def read_document(parts: Services, access: Access, given: ReadInput) -> PieceOutput:
    """A part of a document within the caller's audiences, whatever the scopes of the key."""
    found = visible_version(parts, access, given.document_id, given.version)
    if given.start > len(found.text):
        raise InvalidInput(f"start: this document has {len(found.text)} characters.")
    end = min(given.start + given.length, len(found.text))
    now = parts.documents.document(found.document_id, access.caller.audiences)
    return PieceOutput(
        document_id=found.document_id,
        document_version=found.version,
        title=found.title,
        url=found.url,
        lang=found.lang,
        as_of=found.as_of,
        current=now is not None and now.version == found.version,
        text=found.text[given.start : end],
        start=given.start,
        end=end,
        characters=len(found.text),
        next_start=end if end < len(found.text) else None,
    )


def visible_version(parts: Services, access: Access, document_id: str, version: str | None = None) -> DocumentVersion:
    """A version that this caller may see; raises NotFound, which does not tell hidden from missing."""
    found = parts.documents.version(document_id, version, access.caller.audiences)
    if found is None:
        raise NotFound("There is no such document, or you may not see it.")
    return found
