"""What helps with a reply: suggestions, a search of the content, macros, a preview.

Each is a small page of its own; the desk's script takes the part it needs from it.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Form, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.finding import Found
from api.pages import definitions
from api.pages.case_acts import FilledDep
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, DeskReader, page_router
from api.pages.timeline import document_address, line_html, quotes_of
from api.schemas.fields import MAX_QUESTION
from api.services import Services
from api.suggestions import Suggestion
from core.errors import AppError, NotFound
from core.model import Citation
from escalation.desk import MAX_REPLY
from escalation.macros import VARIABLES, fill
from escalation.tickets import Escalation

router = page_router()


@router.get("/desk/{escalation_id}/suggestion")
def suggestion(request: Request, parts: ServicesDep, reader: DeskReader, escalation_id: str) -> Response:
    """Replies to begin with, and where they come from."""
    found = [_suggested(one) for one in parts.suggestions.of(escalation_id)]
    case = _case(parts, escalation_id)
    return page("case_suggestion.html", request, reader=reader, case=case, found=found, definitions=definitions)


@router.get("/desk/{escalation_id}/find")
def find(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    escalation_id: str,
    q: Annotated[str, Query(max_length=MAX_QUESTION)] = "",
) -> Response:
    """Passages that the customer may see, each with a stretch to quote."""
    case = _case(parts, escalation_id)
    found = parts.finder.find(escalation_id, q.strip(), case.lang) if q.strip() else ()
    passages = [_passage(one) for one in found]
    return page(
        "case_find.html", request, reader=reader, case=case, q=q.strip(), found=passages, definitions=definitions
    )


@router.get("/desk/{escalation_id}/macros")
def macros(request: Request, parts: ServicesDep, reader: DeskReader, escalation_id: str) -> Response:
    """Macros, filled in for this conversation; those in the customer's language first."""
    detail = parts.deskwork.detail(escalation_id)
    case, visitor = _case(parts, escalation_id), detail["visitor"]
    values = {
        "customer_name": visitor["name"],
        "agent_name": reader.member.name,
        "question": case.question,
        "page_title": detail["page_title"],
        "page_url": detail["page_url"],
    }
    with parts.database.read() as session:
        found = [(macro, fill(macro, values, case.lang)) for macro in parts.macros.list(session, case.lang)]
    return page("case_macros.html", request, reader=reader, case=case, found=found, variables=VARIABLES)


@router.post("/desk/{escalation_id}/preview", dependencies=[OWN_FORM])
def preview(
    request: Request,
    parts: ServicesDep,
    reader: DeskReader,
    escalation_id: str,
    filled: FilledDep,
    text: Annotated[str, Form(max_length=MAX_REPLY * 2)] = "",
) -> Response:
    """The reply as it will look. Nothing is stored."""
    error, cited = "", tuple[Citation, ...]()
    try:
        cited = parts.citing.citations(escalation_id, text, filled.picks())
    except NotFound:
        raise
    except AppError as refused:
        error = refused.message
    html = line_html(filled.text, {"citations": [_as_data(one) for one in cited]})
    return page("case_preview.html", request, reader=reader, case=_case(parts, escalation_id), html=html, error=error)


def _case(parts: Services, escalation_id: str) -> Escalation:
    with parts.database.read() as session:
        return parts.queue.get(session, escalation_id)


def _suggested(one: Suggestion) -> dict[str, Any]:
    data = {"citations": [_as_data(citation) for citation in one.citations]}
    picks = [
        {name: citation[name] for name in ("id", "document_id", "document_version", "start", "end", "title")}
        for citation in data["citations"]
    ]
    return {"one": one, "html": line_html(one.text, data), "quotes": quotes_of(data), "picks": picks}


def _passage(found: Found) -> dict[str, Any]:
    passage, pick = found.hit.passage, found.pick
    shown = (pick.start - passage.start, pick.end - passage.start)
    return {
        "title": passage.title,
        "where": " › ".join(part for part in passage.heading if part != passage.title),
        "lang": passage.lang,
        "score": found.hit.score,
        "html": render_text(passage.text, mark=shown),
        "quote": found.quote,
        "address": document_address(passage.document_id, passage.version, pick.start, pick.end),
        "pick": {
            "document_id": pick.document_id, "document_version": pick.document_version, "start": pick.start,
            "end": pick.end, "title": passage.title,
        },
    }  # fmt: skip


def _as_data(citation: Citation) -> dict[str, Any]:
    return {name: getattr(citation, name) for name in citation.__slots__}
