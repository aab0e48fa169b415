"""The log of questions, for the content team."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.auth import ContentSide, ServicesDep
from api.errors import responses
from api.schemas.fields import Language
from api.schemas.staffing import QuestionList
from api.services import Services
from core.clock import timestamp
from core.errors import InvalidInput
from core.model import Decision, FeedbackReason, Reason
from core.paging import MAX_LIMIT
from insights.log.filtering import QuestionFilter, Vote
from insights.log.outcomes import CERTAINTY, QuestionOutcome

router = APIRouter(prefix="/v1", tags=["content"])

_CSV = {"description": "A page of the log; the whole log with `format=csv`.", "content": {"text/csv": {}}}


class Format(StrEnum):
    """How the log is sent."""

    JSON = "json"
    CSV = "csv"


def _chosen(
    decision: Annotated[list[Decision] | None, Query()] = None,
    outcome: Annotated[list[QuestionOutcome] | None, Query(description="What happened next.")] = None,
    reason: Annotated[list[Reason] | None, Query()] = None,
    feedback: Annotated[Vote | None, Query(description="What the customer said of the answer.")] = None,
    feedback_reason: Annotated[list[FeedbackReason] | None, Query(description="Why it did not help.")] = None,
    lang: Annotated[Language | None, Query()] = None,
    audience: Annotated[str | None, Query(max_length=100, description="Empty: asked by those without any.")] = None,
    least: Annotated[float | None, Query(ge=0, le=1, description="Lowest confidence.")] = None,
    most: Annotated[float | None, Query(ge=0, le=1, description="Highest confidence.")] = None,
    document: Annotated[str | None, Query(max_length=500, description="Id of a document that was cited.")] = None,
    page: Annotated[str | None, Query(max_length=500, description="Part of the address of the page.")] = None,
    text: Annotated[str | None, Query(max_length=200, description="Words, in any order, accents aside.")] = None,
    since: Annotated[datetime | None, Query(description="First moment, inclusive; UTC when it has no zone.")] = None,
    until: Annotated[datetime | None, Query(description="Last moment, exclusive.")] = None,
    unanswered: Annotated[bool, Query(description="Without a sure answer, or marked as not helpful.")] = False,
    wants_content: Annotated[bool, Query(description="Content should have answered it, an agent found.")] = False,
) -> QuestionFilter:
    return QuestionFilter(
        decisions=decision,
        outcomes=outcome,
        reasons=reason,
        vote=feedback,
        feedback_reasons=feedback_reason,
        lang=lang,
        audience=audience,
        least=least,
        most=most,
        document=document,
        page=page,
        text=text,
        since=_moment(since),
        until=_moment(until),
        unanswered=unanswered,
        wants_content=wants_content,
    )


@router.get(
    "/questions",
    summary="The log of questions",
    response_model=QuestionList,
    responses={200: _CSV, **responses(401, 403, 422, 503)},
)
def questions(
    _caller: ContentSide,
    parts: ServicesDep,
    chosen: Annotated[QuestionFilter, Depends(_chosen)],
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    format: Annotated[Format, Query()] = Format.JSON,  # noqa: A002 - the name of the query parameter
) -> Response:
    """What customers asked, what became of it and what happened next, the newest first. Personal data is masked."""
    if format is Format.CSV:
        headers = {"Content-Disposition": 'attachment; filename="questions.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(_csv(parts, chosen), media_type="text/csv; charset=utf-8", headers=headers)
    with parts.database.read() as session:
        page = parts.questions.list(session, chosen, limit=limit, cursor=cursor)
        counts = parts.questions.counts(session, chosen)
    items = [{**asdict(item), "certainty": CERTAINTY[item.outcome]} for item in page.items]
    return JSONResponse({"items": items, "next_cursor": page.next_cursor, "counts": counts})


def _csv(parts: Services, chosen: QuestionFilter) -> Iterator[str]:
    with parts.database.read() as session:
        for row in parts.questions.rows(session, chosen):
            line = io.StringIO()
            csv.writer(line).writerow(row)
            yield line.getvalue()


def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    try:
        return timestamp(value if value.tzinfo else value.replace(tzinfo=UTC))
    except OverflowError as error:
        raise InvalidInput("That moment lies outside the calendar.") from error
