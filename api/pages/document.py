"""One document: its text in any version, its passages, and the versions that were published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from api.auth import ServicesDep
from api.document_versions import PublishedVersion, VersionList
from api.errors import status_of
from api.pages.draft_words import who
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, AnyReader, ContentReader, Reader, go, page_router
from api.pages.timeline import comparison_address, document_address
from api.services import Services
from core.errors import AppError, NotFound
from core.model import DocumentVersion
from insights.drafts.differences import differences

router = page_router()

VERSIONS = 10
"""Versions listed at once."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the reader chose to see of a document."""

    version: Annotated[str | None, Query(max_length=80)] = None
    start: Annotated[int, Query(ge=0)] = 0
    end: Annotated[int, Query(ge=0)] = 0
    since: Annotated[str | None, Query(max_length=80)] = None
    """An earlier version; what changed from that one is shown first."""
    before: Annotated[int | None, Query(ge=1, le=1_000_000)] = None
    """Versions from before this number are listed."""
    restored: Annotated[int | None, Query(ge=1, le=1_000_000)] = None
    """Number of a version that was just restored."""


@router.get("/documents/{document_id:path}")
def document(
    request: Request, parts: ServicesDep, reader: AnyReader, document_id: str, looked: Annotated[Looked, Depends()]
) -> Response:
    """One version of a document with its passages; `start` and `end` mark a stretch of it."""
    return _page(request, parts, reader, document_id, looked)


@router.post("/content/documents/restore", dependencies=[OWN_FORM])
def restore(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    document_id: Annotated[str, Form(alias="id", max_length=1_000)],
    number: Annotated[int, Form(ge=1, le=1_000_000)],
    seen: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Publish an earlier version again; `seen` is the one that was in use on the page, empty for a removed document."""
    try:
        parts.document_versions.restore(document_id, number, seen or None, reader.member.id)
    except NotFound:
        raise
    except AppError as error:
        return _page(request, parts, reader, document_id, Looked(), error)
    return go(f"/documents/{quote(document_id)}?restored={number}#versions")


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    document_id: str,
    looked: Looked,
    error: AppError | None = None,
) -> Response:
    versions = parts.document_versions.of(document_id, VERSIONS, looked.before)
    found = _version(parts, document_id, looked.version or versions.current or _last(versions))
    earlier = _version(parts, document_id, looked.since) if looked.since else None
    now = parts.documents.document(document_id, None)
    current = now is not None and now.version == found.version
    passages = parts.documents.passages(document_id) if current else []
    people = {one.id: one.name for one in parts.staff.all()}
    return page(
        "document.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        error=error.message if error else "",
        document=found,
        now=now,
        current=current,
        passages=[
            (passage, document_address(document_id, found.version, passage.start, passage.end)) for passage in passages
        ],
        chosen=(looked.start, looked.end),
        html=_marked(found.text, looked.start, looked.end),
        earlier=earlier,
        changed=differences(earlier.text, found.text) if earlier else (),
        quote=found.text[looked.start : looked.end],
        versions=versions,
        here_is=next((one.number for one in versions.items if one.version == found.version), None),
        listed=[(one, _who(one, people), told(one), _compared(one, versions)) for one in versions.items],
        file=parts.drafts.bases.file_of(document_id),
        location=parts.documents.sources().get(versions.source, ""),
        looked=looked,
    )


def _version(parts: Services, document_id: str, version: str | None) -> DocumentVersion:
    found = parts.documents.version(document_id, version, None) if version else None
    if found is None:
        raise NotFound("There is no such document, or it has no such version.")
    return found


def _last(versions: VersionList) -> str | None:
    """Of a removed document what it said last."""
    return versions.items[0].version if versions.items else None


def told(one: PublishedVersion) -> str:
    """What a version changed, in a line."""
    added, removed = one.words_added, one.words_removed
    if one.is_first or one.is_same:
        return "It was brought back as it was" if one.is_same else f"The first version: {_words(added)}"
    changes = [f"{_words(added)} added"] if added else []
    changes += [f"{removed:,} taken out" if added else f"{_words(removed)} taken out"] if removed else []
    changes += ["title changed"] if one.title_changed else []
    changes += ["address changed"] if one.url_changed else []
    return ", ".join(changes) or "No word came or went, only their order, bold type or links changed"


def _words(count: int) -> str:
    return f"{count:,} {'word' if count == 1 else 'words'}"


def _compared(one: PublishedVersion, versions: VersionList) -> str:
    """Where a version is compared with the one in use; empty where both say the same."""
    if versions.current in (None, one.version):
        return ""
    return comparison_address(one.document_id, one.version, str(versions.current))


def _who(one: PublishedVersion, people: dict[str, str]) -> str:
    return "The sync" if one.by is None else who(one.by, people)


def _marked(text: str, start: int, end: int) -> Markup:
    """The text, with the first marked stretch as the target of `#quote`."""
    html = str(render_text(text, (start, end) if end > start else None, top=2))
    return Markup(html.replace("<mark>", '<mark id="quote">', 1))  # noqa: S704 - escaped by render_text
