"""Errors in the form that clients of OpenAI's API read, made from the members of a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from core import errors

COMPLETIONS = "/v1/chat/completions"
MODELS = "/v1/models"

_KINDS: Mapping[int, str] = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_SPENT = "insufficient_quota"
_CODES: Mapping[str, str] = {
    errors.Unauthorized.code: "invalid_api_key",
    errors.RateLimited.code: "rate_limit_exceeded",
    errors.BudgetSpent.code: _SPENT,
    errors.InvalidInput.code: "invalid_value",
}
"""Our codes that OpenAI's clients know by another name; all others are the same here as elsewhere."""
_USELESS_AGAIN = frozenset({errors.Conflict.code, errors.BudgetSpent.code})
"""Errors that the official clients would try again although the same request can only fail again."""
_TYPE_OF_VALUE = re.compile(r"\.(?:str|list\[.*\])(?=\.|$)")
_PLACE = re.compile(r"\.(\d+)(?=\.|$)")


def speaks_openai(path: str) -> bool:
    """Whether errors at this address have OpenAI's form."""
    return path in (COMPLETIONS, MODELS) or path.startswith(f"{MODELS}/")


def openai_status(status: int) -> int:
    """The HTTP status in this form: what is wrong with a request is 400 there."""
    return int(HTTPStatus.BAD_REQUEST) if status == HTTPStatus.UNPROCESSABLE_ENTITY else status


def openai_error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """`{"error": {"message", "type", "param", "code"}}` for the members of a problem."""
    status, code = openai_status(problem["status"]), problem["code"]
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _KINDS.get(status, "invalid_request_error")
    return {
        "error": {
            "message": _message(problem),
            "type": _SPENT if code == errors.BudgetSpent.code else kind,
            "param": problem.get("param") or _field(problem),
            "code": problem.get("openai_code") or _CODES.get(code, code),
        }
    }


def openai_headers(problem: Mapping[str, Any]) -> dict[str, str]:
    """What to say in headers beside what the problem says there."""
    return {"X-Should-Retry": "false"} if problem["code"] in _USELESS_AGAIN else {}


def _message(problem: Mapping[str, Any]) -> str:
    found = problem.get("errors")
    return f"{_field(problem) or 'The body'}: {found[0]['message']}" if found else str(problem["detail"])


def _field(problem: Mapping[str, Any]) -> str | None:
    """The first field that is wrong, such as `messages[0].content`."""
    found = problem.get("errors")
    if not found:
        return None
    path = _TYPE_OF_VALUE.sub("", str(found[0]["field"]).removeprefix("body").lstrip("."))
    return _PLACE.sub(r"[\1]", path) or None
