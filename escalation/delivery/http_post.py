"""Posts JSON to an address that an operator chose, and says what an answer means for the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import httpx2

from core.errors import Conflict, Misconfigured
from core.retry_after import seconds_to_wait
from escalation.delivery.handoff import TargetDown, TargetGone

MAX_SAID = 200
"""Characters of an unwelcome answer that are kept, to help with finding the cause."""
_GONE = 410
_LATER = frozenset({408, 425, 429})
_ABOUT_THE_TARGET = frozenset({401, 402, 403, 404, 405, 407, 421, 451})
"""These would meet any event sent there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    retry_after: float | None
    """Seconds that the receiver asks to be left alone."""
    said: str
    """The beginning of its answer, when it is none of success."""


def checked_address(url: str) -> str:
    """The address; raises Misconfigured unless it is one of HTTP, without repeating it: it may hold a secret."""
    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise Misconfigured("The address cannot be read; it begins with https:// or http://.") from error
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise Misconfigured("The address must begin with https:// or http://.")
    return url


def host_of(url: str) -> str:
    """The host of an address, and its port if it is unusual: safe to show."""
    parts = httpx2.URL(url)
    return f"{parts.host}:{parts.port}" if parts.port else parts.host


def deliver(client: httpx2.Client, url: str, body: bytes, headers: dict[str, str], now: datetime) -> None:
    """Post it; only a 2xx status counts as arrived. Raises what a hand-off target raises."""
    answer = _post(client, url, body, headers, now)
    if 200 <= answer.status < 300:
        return
    words = f"It answered {answer.status}" + (f": {answer.said}" if answer.said else ".")
    if answer.status == _GONE:
        raise TargetGone(words)
    if answer.status < 400 or answer.status >= 500 or answer.status in _LATER | _ABOUT_THE_TARGET:
        if 300 <= answer.status < 400:
            words += " Redirects are not followed: set the address it points to, if you trust it."
        raise TargetDown(words, retry_after=answer.retry_after)
    raise Conflict(words)


def _post(client: httpx2.Client, url: str, body: bytes, headers: dict[str, str], now: datetime) -> Answer:
    try:
        # Streamed: of however much the receiver answers, the status matters, and the beginning of a refusal.
        with client.stream("POST", url, content=body, headers=headers) as response:
            said = "" if response.is_success else _beginning(response)
            return Answer(response.status_code, seconds_to_wait(response.headers.get("retry-after"), now), said)
    except httpx2.HTTPError as error:
        raise TargetDown(f"It does not answer: {type(error).__name__} {error}".strip()) from error


def _beginning(response: httpx2.Response) -> str:
    """Printable characters of the first piece that arrives."""
    first = next(response.iter_raw(chunk_size=1_000), b"")[:1_000].decode("utf-8", "replace")
    return "".join(char if char.isprintable() else " " for char in first).strip()[:MAX_SAID]
