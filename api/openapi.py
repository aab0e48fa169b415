"""The description at `/openapi.json`: what FastAPI derives, with our problems and credentials in it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE, Problem
from api.staff import COOKIE

DESCRIPTION = """Answers customers from a company's own help content, with the passage each answer is taken from, and
hands over to a person when it must. Errors are `application/problem+json` with a stable `code`; 429 and 503 carry
`Retry-After`. Every response names its trace in `X-Request-Id`. Writes take an `Idempotency-Key`."""

_SCHEMES = {
    "visitor": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A visitor's session token from `POST /v1/sessions`.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "An API key `ask_…` with the scope that a route needs."},
    "mail": {"type": "http", "scheme": "bearer", "description": "`ASKWELL_INBOUND_MAIL_SECRET`."},
    "staff": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A session of the staff."},
}
_CUSTOMER: list[dict[str, list[str]]] = [{"visitor": []}, {"key": []}, {}]
_STAFF: list[dict[str, list[str]]] = [{"staff": []}, {"key": []}]
_SECURITY = {
    "asking": _CUSTOMER,
    "conversations": [*_CUSTOMER, {"staff": []}],
    "sessions": [{"visitor": []}, {}],
    "escalations": _STAFF,
    "desk": _STAFF,
    "content": _STAFF,
    "reports": _STAFF,
    "mail": _STAFF,
    "mcp": [{"key": []}],
    "operations": [{}],
}
"""Credentials by tag; `{}` means that none are needed."""
_OPEN = {
    ("get", "/v1/documents/{document_id}"): [*_CUSTOMER, {"staff": []}],
    ("get", "/metrics"): [{"key": []}, {}],
    ("post", "/v1/inbound-mail"): [{"mail": []}],
    ("post", "/v1/conversations/{conversation_id}/transcript"): _CUSTOMER,
}
"""Routes that differ from the others of their tag."""
_DEFAULT_ERROR = "#/components/schemas/HTTPValidationError"


def install(app: FastAPI) -> None:
    """Make `app` describe itself our way."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
    )
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            tag = operation["tags"][0]
            operation["security"] = _OPEN.get((verb, path), _SECURITY[tag])
            for response in operation["responses"].values():
                if _DEFAULT_ERROR in str(response):
                    response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs", {}), "Problem": problem}
    document["components"]["securitySchemes"] = _SCHEMES
    return document
