"""One page from the web: guarded, patient with a busy server, and never more than an article can be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message

import httpx2

from core.errors import AddressRefused
from core.retry_after import seconds_to_wait
from ingest import media
from ingest.site.addresses import normalised
from ingest.sources import MAX_FILE_BYTES

ATTEMPTS = 3
"""Requests for one page before it counts as not to be had."""
LONGEST_PAUSE = 30.0
"""Seconds to wait at most before asking again, whatever the server wants."""
_BUSY = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 407, 451})
_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,application/pdf;q=0.8,*/*;q=0.5"
_MEDIA_TYPES = {
    "text/html": media.HTML,
    "application/xhtml+xml": media.HTML,
    "text/markdown": media.MARKDOWN,
    "text/x-markdown": media.MARKDOWN,
    "application/pdf": media.PDF,
    media.DOCX: media.DOCX,
}
XML = "application/xml"
_XML_TYPES = frozenset({XML, "text/xml", "application/gzip", "application/x-gzip"})


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str
    media_type: str
    """One that a reader knows, or `XML`."""
    data: bytes
    unlisted: bool = False
    """Whether the server asks that it be left out of what is searched."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is to be had at another address."""

    target: str


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no page that can be read."""

    reason: str
    is_failure: bool
    """False where that is how it should be."""


Fetched = Page | Moved | Missing


class Fetcher:
    """Asks for pages with one client, from several threads at once."""

    def __init__(self, client: httpx2.Client, agent: str, pause: Callable[[float], None] = time.sleep) -> None:
        """`agent` is how we name ourselves; `pause` waits for some seconds."""
        self._client = client
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT}
        self._pause = pause
        self._lock = threading.Lock()
        self._delay = 0.0
        self._next = 0.0

    def keep_apart(self, seconds: float) -> None:
        """Begin requests at least `seconds` apart from now on."""
        self._delay = seconds

    def fetch(self, url: str) -> Fetched:
        """The page at `url`; redirects are not followed but told. Raises AddressRefused for a private address."""
        outcome: Fetched = Missing("", True)
        for attempt in range(ATTEMPTS):
            self._wait_for_turn()
            outcome, wait = self._ask(url, 2.0**attempt)
            if wait is None or attempt == ATTEMPTS - 1:
                break
            self._pause(wait)
        return outcome

    def _wait_for_turn(self) -> None:
        if not self._delay:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._delay
        self._pause(turn - now)

    def _ask(self, url: str, patience: float) -> tuple[Fetched, float | None]:
        """What came of one request, and the seconds after which another may tell more."""
        try:
            with self._client.stream("GET", url, headers=self._headers) as response:
                return self._judged(url, response, patience)
        except AddressRefused:
            raise
        except httpx2.TimeoutException:
            return Missing("No answer in time.", True), patience
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            return Missing(f"No connection: {str(error)[:120] or type(error).__name__}.", True), patience

    def _judged(self, url: str, response: httpx2.Response, patience: float) -> tuple[Fetched, float | None]:
        status = response.status_code
        if response.has_redirect_location:
            target = normalised(response.headers["location"], url)
            return (Moved(target) if target else Missing("It redirects to no web address.", True)), None
        if status in _BUSY:
            return Missing(f"The server answered with {status}.", True), _pause_of(response, patience)
        if status in _GONE:
            return Missing(f"gone ({status})", False), None
        if status in _CLOSED:
            return Missing(f"The site does not show it to Askwell ({status}).", True), None
        if status != 200:
            return Missing(f"The server answered with {status}.", True), None
        kind, charset = _declared(response)
        media_type = _media_type(kind, url)
        if media_type is None:
            return Missing(f"not a type that can be read: {kind[:60] or 'unknown'}", False), None
        return _page(url, media_type, charset, response), None


def _page(url: str, media_type: str, charset: str | None, response: httpx2.Response) -> Fetched:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MAX_FILE_BYTES:
            return Missing(f"The page is larger than {MAX_FILE_BYTES // 1_000_000} MB.", True)
    data = b"".join(parts)
    if charset and media_type in (media.HTML, media.MARKDOWN, media.PLAIN):
        data = _as_utf8(data, charset)
    unlisted = "noindex" in response.headers.get("x-robots-tag", "").lower()
    return Page(url, media_type, data, unlisted)


def _declared(response: httpx2.Response) -> tuple[str, str | None]:
    """The type and the character set that the server names."""
    header = Message()
    header["content-type"] = response.headers.get("content-type", "")
    charset = header.get_content_charset()
    return (header.get_content_type() if header["content-type"] else ""), charset


def _media_type(kind: str, url: str) -> str | None:
    path = httpx2.URL(url).path
    if kind in _XML_TYPES or (kind.endswith("+xml") and kind not in _MEDIA_TYPES):
        return XML
    if kind in ("", "text/plain", "application/octet-stream", "binary/octet-stream"):
        return media.media_type(path) or (media.PLAIN if kind == "text/plain" else None)
    return _MEDIA_TYPES.get(kind)


def _as_utf8(data: bytes, charset: str) -> bytes:
    """What the server says about characters goes before what the page says, and readers try UTF-8 first."""
    if charset in ("utf-8", "utf8"):
        return data
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data


def _pause_of(response: httpx2.Response, default: float) -> float:
    wanted = seconds_to_wait(response.headers.get("retry-after"), datetime.now(UTC))
    return default if wanted is None else min(wanted, LONGEST_PAUSE)
