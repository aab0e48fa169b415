"""Which web origins may call the API from a browser, and which tokens fit the origin they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from api.tokens import NO_BROWSER

NULL = "null"


class OriginRule:
    """The origins that settings allow; `https://*.example.com` allows every subdomain, `*` every origin.

    `null` is no origin but what all pages without one have in common (files, sandboxed frames): it is never allowed.
    """

    def __init__(self, allowed: Sequence[str], public_url: str | None = None) -> None:
        self._any = "*" in allowed
        self._patterns = [_pattern(origin) for origin in allowed if origin != "*"]
        self._own = _origin_of(public_url) if public_url else None

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` may call a server reached as `host` (its Host header)."""
        if origin.lower() == NULL:
            return False
        return self.is_own(origin, host) or self._any or any(p.fullmatch(origin.lower()) for p in self._patterns)

    def names(self, origin: str) -> bool:
        """Whether `origin` is one that settings name: `*` does not, and what the Host header says does not count.

        A page whose own name was made to point at this machine sends that name as its Host too.
        """
        return origin.lower() == self._own or any(p.fullmatch(origin.lower()) for p in self._patterns)

    def is_own(self, origin: str, host: str) -> bool:
        """Whether `origin` is this server itself; the scheme is left out, because a proxy may have ended TLS."""
        if origin.lower() == NULL:
            return False
        return origin.lower() == self._own or urlsplit(origin).netloc.lower() == host.lower()

    def fits(self, bound: str | None, origin: str | None, host: str) -> bool:
        """Whether a token bound to the origin `bound` may come from a page of `origin`.

        Without an `Origin` header it comes from a program, or from a page of this server: browsers leave the header out
        of what they read from a page's own server, and only there.
        """
        if origin is not None:
            return bound == origin.lower()
        return bound is not None and (bound == NO_BROWSER or self.is_own(bound, host))


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _pattern(origin: str) -> re.Pattern[str]:
    """One `*` stands for one or more labels of a host name, never for a slash, a port or a scheme."""
    text = origin.lower().rstrip("/")
    return re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*".join(re.escape(part) for part in text.split("*")))
