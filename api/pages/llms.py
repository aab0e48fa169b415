"""The public documents for programs that read: `llms.txt`, `llms-full.txt`, and each document as Markdown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from api.auth import AnyCaller, ServicesDep, address_of
from api.light_limits import Budget
from api.llms.heading import heading
from api.llms.sections import Section, sections
from api.llms.writing import Read, as_markdown, index, whole
from api.schemas.fields import Language
from api.services import Services
from core.errors import NotFound
from core.language import primary
from retrieval.public_documents import PublicDocument

FORM = 1
"""Rises when the same documents are written otherwise, so that nobody keeps the old form."""
PLAIN = "text/plain; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
FOR_ALL = "public, max-age=300"
FOR_ONE = "private, no-cache"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two lists."""

    cost: int
    """What it takes from a reader's budget; a single document takes 1."""
    words: str
    write: Callable[[Sequence[Section], Read, str], Iterator[bytes]]


_INDEX = _Kind(20, "Each document is there as Markdown; [all of them in one file]({base}/llms-full.txt{query}).", index)
_WHOLE = _Kind(60, "All documents in one file; [a list of them]({base}/llms.txt{query}).", whole)


def is_on(parts: ServicesDep) -> None:
    """Raise NotFound where these addresses are switched off."""
    if not parts.settings.llms_txt:
        raise NotFound("These addresses are switched off here.")


router = APIRouter(include_in_schema=False, dependencies=[Depends(is_on)])
Lang = Annotated[Language | None, Query()]


@router.get("/llms.txt")
def llms_txt(request: Request, parts: ServicesDep, lang: Lang = None) -> Response:
    """A list of the public documents, by language, source and folder."""
    return _list(request, parts, lang, _INDEX)


@router.get("/llms-full.txt")
def llms_full_txt(request: Request, parts: ServicesDep, lang: Lang = None) -> Response:
    """The public documents themselves, one after the other."""
    return _list(request, parts, lang, _WHOLE)


@router.get("/llms/{document_id:path}.md")
def document_markdown(request: Request, document_id: str, caller: AnyCaller, parts: ServicesDep) -> Response:
    """One document as it is now, within the caller's audiences."""
    if caller.key is None and caller.staff is None:
        parts.light_limits.check(Budget.READING, caller.address, caller.visitor_id)
    found = parts.documents.version(document_id, None, caller.readable)
    if found is None:
        raise NotFound("There is no such document, or you may not see it.")
    is_public = document_id in parts.public_documents.read([document_id], 0)
    headers = {
        "ETag": f'"{found.version}-{FORM}"',
        "Cache-Control": FOR_ALL if is_public else FOR_ONE,
        "Vary": "Authorization, Cookie",
        "Content-Language": found.lang,
    }
    if found.url and found.url.isascii() and not set(found.url) & set("<>\r\n"):
        headers["Link"] = f'<{found.url}>; rel="canonical"'
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(as_markdown(found.title, found.text), media_type=MARKDOWN, headers=headers)


def _list(request: Request, parts: Services, lang: str | None, kind: _Kind) -> Response:
    parts.light_limits.check(Budget.READING, address_of(request), cost=kind.cost)
    kept = f"{FORM} {kind.cost} {lang} {parts.settings.public_url} {parts.public_documents.generation()}"
    headers = {"ETag": f'W/"{hashlib.sha256(kept.encode()).hexdigest()[:20]}"', "Cache-Control": FOR_ALL}
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    found = parts.public_documents.listed()
    chosen = [one for one in found if lang is None or primary(one.lang) == primary(lang)]
    return StreamingResponse(_text(parts, chosen, lang, kind), media_type=PLAIN, headers=headers)


def _text(parts: Services, chosen: Sequence[PublicDocument], lang: str | None, kind: _Kind) -> Iterator[bytes]:
    base, query = (parts.settings.public_url or "").rstrip("/"), f"?lang={lang}" if lang else ""
    yield heading(chosen, base, kind.words.format(base=base, query=query)).encode()
    yield from kind.write(list(sections(chosen, parts.settings.languages)), parts.public_documents.read, base)


def _is_known(request: Request, etag: str) -> bool:
    """Whether the client has this very version already."""
    named = (name.strip().removeprefix("W/") for name in request.headers.get("if-none-match", "").split(","))
    return etag.removeprefix("W/") in named
