"""Which web origins may call the API from a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit


class OriginRule:
    """The origins that settings allow; `https://*.example.com` allows every subdomain, `*` every origin."""

    def __init__(self, allowed: Sequence[str], public_url: str | None = None) -> None:
        self._any = "*" in allowed
        self._patterns = [_pattern(origin) for origin in allowed if origin != "*"]
        self._own = _origin_of(public_url) if public_url else None

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` may call a server reached as `host` (its Host header)."""
        return self.is_own(origin, host) or self._any or any(p.fullmatch(origin.lower()) for p in self._patterns)

    def is_own(self, origin: str, host: str) -> bool:
        """Whether `origin` is this server itself; the scheme is left out, because a proxy may have ended TLS."""
        if origin == "null":
            return False
        return origin.lower() == self._own or urlsplit(origin).netloc.lower() == host.lower()


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _pattern(origin: str) -> re.Pattern[str]:
    """One `*` stands for one or more labels of a host name, never for a slash, a port or a scheme."""
    text = origin.lower().rstrip("/")
    return re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*".join(re.escape(part) for part in text.split("*")))
