"""The content board: one question, and the list of documents answers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages import definitions
from api.pages.languages import languages_in_use
from api.pages.rendering import page
from api.pages.routing import ContentReader, page_router
from api.pages.timeline import answer_html, piece, quotes_of
from insights.doubts import masked_doubts
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
        languages=languages_in_use(parts, lang),
    )


def _choices(
    chosen: Sequence[str], answer: Mapping[str, Any] | None, evidence: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, bool]]:
    """Documents that may answer a question: id, title, and whether it is among the `chosen`, which come first."""
    found = [*(answer["citations"] if answer else ()), *evidence]
    titles = {str(row["document_id"]): str(row["title"]) for row in reversed(found)}
    ids = dict.fromkeys([*chosen, *(str(row["document_id"]) for row in found)])
    return [(document, titles.get(document, document), document in chosen) for document in ids]
