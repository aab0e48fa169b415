"""The trace of an answer: as it was, as it would be now, and what changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, StaffSide
from api.errors import responses
from api.schemas.tracing import TraceBody

router = APIRouter(prefix="/v1", tags=["content"])

QuestionId = Annotated[str, Path(max_length=80, description="Id of a customer's message, or of the answer to it.")]


@router.get(
    "/questions/{question_id}/trace",
    summary="Trace an answer",
    response_model=TraceBody,
    responses=responses(401, 403, 404, 409, 422, 503),
)
def trace(question_id: QuestionId, caller: StaffSide, parts: ServicesDep) -> Response:
    """How a question was answered and how it would be now, with what changed. Asking it now leaves nothing behind.

    Agents may trace every conversation; others the questions of the log. Personal data is masked.
    """
    found = parts.tracing.of(question_id, logged_only=not caller.serves_customers)
    return JSONResponse(asdict(found))
