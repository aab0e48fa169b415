"""`GET /v1/search`: ranked passages without an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.asked import language_of
from api.auth import SearchSide, ServicesDep
from api.callers import Caller
from api.errors import responses
from api.schemas.fields import Language, PageLanguage, QuestionText
from api.schemas.finding import SearchBody
from api.services import Services
from retrieval.plan import languages_for
from retrieval.retriever import Hit, RetrievalQuery

router = APIRouter(prefix="/v1", tags=["asking"])

MAX_RESULTS = 50


@router.get(
    "/search",
    summary="Search passages",
    response_model=SearchBody,
    responses=responses(401, 403, 422, 429, 503),
)
def search(
    q: Annotated[QuestionText, Query()],
    caller: SearchSide,
    parts: ServicesDep,
    k: Annotated[int, Query(ge=1, le=MAX_RESULTS, description="How many passages, at most.")] = 10,
    lang: Annotated[Language | None, Query()] = None,
    page_lang: Annotated[PageLanguage, Query()] = None,
) -> Response:
    """The passages that fit the query best, within the caller's audiences, by meaning and by words."""
    asked_in = language_of(q, lang, page_lang, lambda: _languages(parts, caller))
    found = parts.retriever.retrieve(RetrievalQuery(q, asked_in, caller.audiences, k=k))
    return JSONResponse({"results": [result(hit) for hit in found.hits], "lang": found.lang})


def _languages(parts: Services, caller: Caller) -> tuple[str, ...]:
    """Those that customers are expected to write in, and those of what this one may see."""
    with parts.database.read() as session:
        return languages_for(session, caller.audiences, parts.settings.languages)


def result(hit: Hit) -> dict[str, object]:
    """A passage found, as the API gives it."""
    passage = hit.passage
    return {
        "document_id": passage.document_id,
        "document_version": passage.version,
        "title": passage.title,
        "url": passage.url,
        "score": round(hit.score, 4),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "heading": list(passage.heading),
        "lang": passage.lang,
        "as_of": passage.as_of,
    }
