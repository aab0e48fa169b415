"""The content board: one question, and the documents answers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from markupsafe import Markup
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages import definitions
from api.pages.normalised import render_text
from api.pages.rendering import page
from api.pages.routing import AnyReader, ContentReader, page_router
from api.pages.timeline import answer_html, document_address, piece, quotes_of
from core.errors import NotFound
from insights.doubts import masked_doubts
from insights.drafts.differences import differences
from insights.log.aftermath import aftermath
from insights.log.outcomes import CERTAINTY, MEANINGS
from insights.masking import mask

router = page_router()

ROWS = 50


@router.get("/content/questions/{message_id}")
def question(request: Request, parts: ServicesDep, reader: ContentReader, message_id: str) -> Response:
    """One question: what was answered, and what was found for it."""
    with parts.database.read() as session:
        logged = parts.questions.get(session, message_id)
        answer = parts.conversations.answer_to(session, message_id)
        evidence = parts.conversations.evidence(session, answer["message_id"]) if answer else []
        trace = parts.conversations.trace(session, answer["message_id"]) if answer else {}
        comments = parts.conversations.comments(session, logged.conversation_id)
        golden = parts.golden.find(session, message_id)
        outcome, followed = parts.log.outcomes.of(session, message_id), aftermath(session, message_id)
    return page(
        "content_question.html",
        request,
        reader=reader,
        question=logged,
        answer=answer,
        answer_html=answer_html(answer) if answer else "",
        quotes=quotes_of(answer) if answer else (),
        evidence=[piece(found) for found in evidence],
        doubts=masked_doubts(trace),
        standalone=mask(trace.get("standalone") or ""),
        comment=mask(comments.get(answer["message_id"], "")) if answer else "",
        golden=golden,
        outcome=outcome,
        meaning=MEANINGS[outcome],
        certainty=CERTAINTY[outcome],
        followed=followed,
        choices=_choices(golden.documents if golden else logged.documents, answer, evidence),
        definitions=definitions,
    )


@router.get("/content/documents")
def documents(
    request: Request,
    parts: ServicesDep,
    reader: ContentReader,
    q: Annotated[str, Query(max_length=200)] = "",
    lang: Annotated[str, Query(max_length=35)] = "",
    source: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """Every document answers can come from."""
    chosen = {"q": q.strip(), "lang": lang, "source": source}
    found = parts.documents.documents(ROWS + 1, cursor, lang or None, source or None, chosen["q"] or None)
    more = len(found) > ROWS
    query = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        "content_documents.html",
        request,
        reader=reader,
        chosen=chosen,
        query=query,
        found=found[:ROWS],
        next_cursor=found[ROWS - 1].id if more else None,
        first=cursor is None,
        languages=parts.settings.languages,
    )


@router.get("/documents/{document_id:path}")
def document(
    request: Request,
    parts: ServicesDep,
    reader: AnyReader,
    document_id: str,
    version: Annotated[str | None, Query(max_length=80)] = None,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
    since: Annotated[str | None, Query(max_length=80)] = None,
) -> Response:
    """One version of a document with its passages; `start` and `end` mark a stretch of it.

    `since`: an earlier version; what changed from that one is shown first.
    """
    found = parts.documents.version(document_id, version, None)
    earlier = parts.documents.version(document_id, since, None) if since else None
    if found is None or (since and earlier is None):
        raise NotFound("There is no such document, or it has no such version.")
    now = parts.documents.document(document_id, None)
    current = now is not None and now.version == found.version
    passages = parts.documents.passages(document_id) if current else []
    return page(
        "document.html",
        request,
        reader=reader,
        document=found,
        now=now,
        current=current,
        passages=[
            (passage, document_address(document_id, found.version, passage.start, passage.end)) for passage in passages
        ],
        chosen=(start, end),
        html=_marked(found.text, start, end),
        earlier=earlier,
        changed=differences(earlier.text, found.text) if earlier else (),
        quote=found.text[start:end],
    )


def _choices(
    chosen: Sequence[str], answer: Mapping[str, Any] | None, evidence: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, bool]]:
    """Documents that may answer a question: id, title, and whether it is among the `chosen`, which come first."""
    found = [*(answer["citations"] if answer else ()), *evidence]
    titles = {str(row["document_id"]): str(row["title"]) for row in reversed(found)}
    ids = dict.fromkeys([*chosen, *(str(row["document_id"]) for row in found)])
    return [(document, titles.get(document, document), document in chosen) for document in ids]


def _marked(text: str, start: int, end: int) -> Markup:
    """The text, with the first marked stretch as the target of `#quote`."""
    html = str(render_text(text, (start, end) if end > start else None, top=2))
    return Markup(html.replace("<mark>", '<mark id="quote">', 1))  # noqa: S704 - escaped by render_text
