"""Pages of a long list, walked by an opaque cursor: the sort key of the last item seen."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.errors import InvalidInput

T = TypeVar("T")

MAX_LIMIT = 200
"""Most items of one page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items in order, and where to go on; `next_cursor` is None on the last page."""

    items: tuple[T, ...]
    next_cursor: str | None = None


def encode_cursor(*key: str | int | None) -> str:
    """An opaque text for the sort key of the last item of a page."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, types: tuple[type, ...]) -> tuple[str | int, ...]:
    """The inverse of `encode_cursor`; raises InvalidInput unless the parts have exactly these types."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise InvalidInput("This cursor is not one that an earlier page gave.") from error
    if not isinstance(key, list) or [type(part) for part in key] != list(types):
        raise InvalidInput("This cursor is not one that an earlier page gave.")
    return tuple(key)


def checked_limit(limit: int) -> int:
    """`limit` when it is a page size that can be served; raises InvalidInput otherwise."""
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInput(f"limit must be between 1 and {MAX_LIMIT}.")
    return limit
