"""Documents as MCP resources: listed and read within the caller's audiences."""

from __future__ import annotations

from urllib.parse import quote, unquote

from api.mcp.access import Access
from api.mcp.content_tools import visible_version
from api.mcp.framing import framed_text
from api.services import Services
from core.audiences import may_see
from core.errors import NotFound
from core.model import Document

PREFIX = "askwell://documents/"
TEMPLATE = PREFIX + "{document_id}"
LOOKED_AT = 200
"""Documents looked at for one page of the list; those that the caller may not see leave gaps."""
LONGEST = 100_000
"""Characters of a resource. Longer documents are read in parts, with the tool `read_document`."""


def listed(parts: Services, access: Access, after: str | None) -> tuple[list[Document], str | None]:
    """A page of documents in the order of their ids, and what the next page comes after; None on the last one."""
    found = parts.documents.documents(LOOKED_AT + 1, after)
    page = found[:LOOKED_AT]
    shown = [document for document in page if may_see(access.caller.audiences, document.audiences)]
    return shown, page[-1].id if len(found) > LOOKED_AT else None


def address(document_id: str) -> str:
    """The address of a document as a resource."""
    return PREFIX + quote(document_id, safe="")


def text_of(parts: Services, access: Access, uri: str) -> str:
    """The text at an address, framed as data; raises NotFound."""
    if not uri.startswith(PREFIX) or len(uri) > 10_000:
        raise NotFound(f"Documents have addresses such as {PREFIX}ID.")
    found = visible_version(parts, access, unquote(uri.removeprefix(PREFIX)))
    cut = f"\n[{len(found.text)} characters; read on with read_document]" if len(found.text) > LONGEST else ""
    return framed_text(found.text[:LONGEST] + cut)
