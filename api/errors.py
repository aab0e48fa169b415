"""Every error leaves as `application/problem+json` (RFC 9457) with a stable `code`.

One table says which HTTP status an error type has; nothing else in the project knows about statuses, but for
`openai_form`, whose routes say the same in OpenAI's form.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.openai_form.errors import openai_error, openai_headers, openai_status, speaks_openai
from core import errors

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[errors.AppError], int] = {
    errors.AppError: 500,
    errors.InvalidInput: 422,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.RateLimited: 429,
    errors.Unavailable: 503,
    errors.Misconfigured: 500,
    errors.IndexStale: 503,
}
"""Error type to HTTP status."""

FRAMEWORK_CODES: Mapping[int, str] = {
    400: "malformed_body",
    404: errors.NotFound.code,
    405: "method_not_allowed",
    413: errors.TooLarge.code,
    415: "unsupported_media_type",
}
"""Codes of the errors that the framework finds before any of our code runs."""

INTERNAL = "internal_error"
ORIGIN_NOT_ALLOWED = "origin_not_allowed"
_NOT_AN_OBJECT = "must be a JSON object, sent with the content type application/json"
_SENTENCES = {
    400: "The body cannot be read: it must be JSON in UTF-8.",
    404: "There is nothing at this address. See /openapi.json for the routes.",
    405: "This address does not accept the method {method}.",
    413: "The body is larger than this route accepts.",
}

_log = logging.getLogger("askwell.http")


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="Path to the field, such as `body.question`.")
    message: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field("about:blank", description="`urn:askwell:error:CODE`.")
    title: str = Field(description="The kind of error, the same for each occurrence.")
    status: int
    detail: str = Field(description="What is wrong this time, and what to do.")
    code: str = Field(description="Stable name of the kind of error.")
    instance: str = Field(description="The address that was called.")
    trace_id: str | None = Field(None, description="Also in the header `X-Request-Id`.")
    errors: list[FieldProblem] | None = Field(None, description="One entry for each field that is wrong.")


def status_of(error: errors.AppError) -> int:
    """The HTTP status of `error`, by its closest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body_of(
    request: Request, status: int, code: str, detail: str, title: str | None = None, **extra: object
) -> dict[str, Any]:
    """The members of a problem; `extra` ones travel at the top level."""
    return {
        "type": f"urn:askwell:error:{code}",
        "title": title or code.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.url.path,
        "trace_id": request.scope.get("trace_id"),
        **extra,
    }


def problem(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response for the members of a problem; routes in OpenAI's form have errors in that form."""
    if speaks_openai(body["instance"]):
        both = {**(headers or {}), **openai_headers(body)}
        return JSONResponse(openai_error(body), status_code=openai_status(body["status"]), headers=both)
    return JSONResponse(body, status_code=body["status"], headers=headers, media_type=MEDIA_TYPE)


def describe(request: Request, error: Exception) -> dict[str, Any]:
    """The members of the problem that `error` is; nothing is said about the inside of an unforeseen one."""
    if not isinstance(error, errors.AppError):
        detail = "Something failed on our side. Try again, and quote the trace id if it happens again."
        return body_of(request, 500, INTERNAL, detail)
    extra = {name: value for name, value in error.details.items() if isinstance(value, str | int | float | list)}
    if isinstance(error, errors.RateLimited):
        extra["retry_after"] = error.retry_after
    title = (type(error).__doc__ or "").strip().rstrip(".")
    return body_of(request, status_of(error), error.code, error.message, title, **extra)


def _wants_page(request: Request) -> bool:
    """Whether a browser asks for an address that a person has typed or followed, and no program."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.startswith(("/v1/", "/mcp"))


def internal(request: Request) -> JSONResponse:
    """The response when something unforeseen failed."""
    return problem(describe(request, RuntimeError()))


def _from_app_error(request: Request, error: errors.AppError) -> JSONResponse:
    body = describe(request, error)
    headers: dict[str, str] = {}
    if isinstance(error, errors.RateLimited):
        headers["Retry-After"] = str(error.retry_after)
    elif body["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    elif body["status"] == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if body["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s: %s", error.code, error.message)
    return problem(body, headers)


def _from_http_exception(request: Request, error: HTTPException) -> Response:
    status = error.status_code
    if status == 404 and request.method == "GET" and _wants_page(request):
        return request.app.state.page_of_nothing(request)  # type: ignore[no-any-return]
    code = FRAMEWORK_CODES.get(status, "error")
    detail = _SENTENCES.get(status, str(error.detail)).format(method=request.method)
    return problem(body_of(request, status, code, detail), error.headers)


def _from_validation(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        reason = found[0].get("ctx", {}).get("error", "not JSON")
        detail = f"The body is not valid JSON: {reason}."
        return problem(body_of(request, 400, FRAMEWORK_CODES[400], detail))
    fields = list(_fields(found))
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in fields[:3])
    title = (errors.InvalidInput.__doc__ or "").rstrip(".")
    return problem(body_of(request, 422, errors.InvalidInput.code, detail, title, errors=fields))


def _fields(found: Iterable[Any]) -> Iterable[dict[str, str]]:
    for item in found:
        where = ".".join(str(part) for part in item["loc"])
        message = _NOT_AN_OBJECT if tuple(item["loc"]) == ("body",) else str(item["msg"]).removeprefix("Value error, ")
        yield {"field": where, "message": message}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of the problems a route can answer with."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    handlers: dict[type[Exception], Callable[[Request, Any], Response]] = {
        errors.AppError: _from_app_error,
        HTTPException: _from_http_exception,
        RequestValidationError: _from_validation,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
