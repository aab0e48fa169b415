"""The content board's view of quality: reports of evaluations, and the golden set they are run on."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from api.auth import ServicesDep
from api.pages import definitions
from api.pages.evaluation import SUMMARY, figure, interval, parts_of, readable, value
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, go, page_router
from core.errors import InvalidInput, NotFound

router = page_router()

LISTED = 20
"""Reports in the history."""
MOST_DOCUMENTS = 20
"""Documents of one golden question."""

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@router.get("/content/quality")
def reports(request: Request, parts: ServicesDep, reader: ContentReader) -> Response:
    """All reports, latest first, and how large the golden set is."""
    found = [(name, parts.evaluations.read(name)) for name in parts.evaluations.names()[:LISTED]]
    with parts.database.read() as session:
        golden = len(parts.golden.all(session))
    return page(
        "content_quality.html",
        request,
        reader=reader,
        reports=[(name, report) for name, report in found if readable(report)],
        unreadable=sum(not readable(report) for _, report in found),
        golden=golden,
        summary=SUMMARY,
        figure=figure,
        value=value,
        interval=interval,
    )


@router.get("/content/quality/{name}")
def report(request: Request, parts: ServicesDep, reader: ContentReader, name: str) -> Response:
    """One report."""
    found = parts.evaluations.read(name)
    if not readable(found):
        raise NotFound("This report was written by another version of Askwell. Run the evaluation anew.")
    return page("content_report.html", request, reader=reader, name=name, **parts_of(found))


@router.get("/content/quality/{name}/file")
def report_file(parts: ServicesDep, reader: ContentReader, name: str) -> Response:
    """The report as the one file that was written, allowed nothing but its own style."""
    html = parts.evaluations.html(name)
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(html)) or "'none'"
    policy = f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "private, no-cache"})


@router.get("/content/golden")
def golden(request: Request, parts: ServicesDep, reader: ContentReader) -> Response:
    """The golden set, and questions that could join it."""
    with parts.database.read() as session:
        found, candidates = parts.golden.all(session), parts.golden.candidates(session)
    return page(
        "content_golden.html", request, reader=reader, found=found, candidates=candidates, definitions=definitions
    )


@router.post("/content/questions/{message_id}/golden", dependencies=[OWN_FORM])
def approve(
    parts: ServicesDep,
    reader: ContentReader,
    message_id: str,
    text: Annotated[str, Form(max_length=4_000)],
    documents: Annotated[list[str], Form(max_length=MOST_DOCUMENTS)] = [],  # noqa: B006 - FastAPI copies it
    other: Annotated[str, Form(max_length=500)] = "",
    nothing: Annotated[str, Form(pattern="^(yes)?$")] = "",
) -> Response:
    """Take a question into the golden set, with the documents that answer it or with none."""
    chosen = [document for document in (*documents, other.strip()) if document]
    if bool(chosen) == bool(nothing):
        raise InvalidInput("Choose the documents that answer the question, or say that nothing answers it.")
    with parts.database.write() as session:
        parts.golden.add(session, message_id, text, chosen, reader.member.id)
    return go(f"/content/questions/{message_id}#golden")


@router.post("/content/golden/{message_id}/remove", dependencies=[OWN_FORM])
def remove(parts: ServicesDep, reader: ContentReader, message_id: str) -> Response:
    """Take a question out of the golden set."""
    with parts.database.write() as session:
        parts.golden.remove(session, message_id)
    return go("/content/golden")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
