"""What a widget offers before a question is asked: articles that fit what is typed, and questions that others asked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.auth import Counted, ServicesDep
from api.errors import responses
from api.schemas.fields import MAX_QUESTION, Language, Url
from api.schemas.finding import ExamplesBody, SuggestionsBody

router = APIRouter(prefix="/v1", tags=["asking"])

MOST = 10
"""Suggestions and examples at once."""
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get(
    "/suggestions",
    summary="Suggest articles while somebody types",
    response_model=SuggestionsBody,
    responses=responses(401, 403, 422, 429, 503),
)
def suggestions(
    q: Annotated[str, Query(max_length=MAX_QUESTION, description="What is typed; 2 to 200 characters find anything.")],
    caller: Counted,
    parts: ServicesDep,
    lang: Annotated[Language | None, Query(description="Articles in this language come first.")] = None,
    limit: Limit = 5,
) -> Response:
    """Articles whose titles, or questions they answer, begin like the words typed, within the caller's audiences."""
    found = parts.titles.find(q, caller.audiences, lang, limit)
    return JSONResponse({"suggestions": [asdict(one) for one in found]})


@router.get(
    "/examples",
    summary="Questions that were often asked on a page",
    response_model=ExamplesBody,
    responses=responses(401, 403, 422, 429, 503),
)
def examples(
    url: Annotated[Url, Query(description="The page; its query and fragment do not count.")],
    _caller: Counted,
    parts: ServicesDep,
    lang: Annotated[Language | None, Query(description="Language of the questions.")] = None,
    limit: Limit = 4,
) -> Response:
    """Asked by at least three different visitors in 90 days, answered from public content, free of personal data."""
    with parts.database.read() as session:
        found = parts.examples.of(session, url, lang, limit)
    return JSONResponse({"examples": list(found)})
