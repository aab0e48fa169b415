"""Addresses of pages: one spelling for each, and which of them belong to the site that is read."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ingest.media import media_type

LONGEST = 2_000
"""Characters of an address; a longer one is not asked for."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_SAFE = "/%:@!$&'()*+,;=~-._"
_TRACKING = re.compile(r"(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_hsenc|_hsmi)(?:=|$)", re.IGNORECASE)
_REPEATED = re.compile(r"(/[^/]+)\1{3}(?:/|$)")
"""A folder in itself in itself: what relative links of a broken page lead into without end."""


def normalised(target: str, base: str = "") -> str | None:
    """The address that `target` on the page `base` means, without fragment and marks of campaigns.

    None for what is no web address, has a name and password in it, or is too long to be meant.
    """
    try:
        parts = urlsplit(urljoin(base, target.strip()))
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    place = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[scheme]:
        place += f":{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    address = urlunsplit((scheme, place, _quoted(parts.path) or "/", _quoted(query, "?"), ""))
    return address if len(address) <= LONGEST and not _REPEATED.search(parts.path) else None


def _quoted(text: str, also: str = "") -> str:
    return _ESCAPE.sub(lambda match: match[0].upper(), quote(text, safe=_SAFE + also))


def same_page(one: str, other: str) -> bool:
    """Whether two addresses name the same page, perhaps on another host: alike in path and query."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.path.rstrip("/"), first.query) == (second.path.rstrip("/"), second.query)


def is_front(url: str) -> bool:
    """Whether `url` is the first page of its host."""
    return urlsplit(url).path in ("", "/") and not urlsplit(url).query


def may_be_read(url: str) -> bool:
    """False for addresses that say by their ending that they are pictures, programs or the like."""
    path = urlsplit(url).path
    kind = mimetypes.guess_type(path)[0]
    return kind is None or media_type(path) is not None or not kind.startswith(_NO_PAGES)


_NO_PAGES = ("image/", "audio/", "video/", "font/", "application/", "text/css", "text/javascript", "text/csv")


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a site that is read: a page and everything below it, on one host."""

    scheme: str
    host: str
    folder: str
    """Ends in a slash."""
    first: str
    """Path of the page that it began with."""

    @classmethod
    def around(cls, url: str) -> Scope:
        """What lies at or below `url`; a file such as `index.html` stands for its folder."""
        parts = urlsplit(url)
        path = parts.path
        folder = path[: path.rindex("/") + 1] if "." in path.rpartition("/")[2] else path.rstrip("/") + "/"
        return cls(parts.scheme, parts.netloc, folder, path)

    @property
    def site(self) -> str:
        """The beginning of every address, without a slash at its end."""
        return f"{self.scheme}://{self.host}"

    @property
    def name(self) -> str:
        """Host and folder, as people would name the place."""
        return f"{self.host}{self.folder}".rstrip("/")

    def own(self, url: str) -> str | None:
        """`url` with this host and scheme where it lies in the scope; the host may differ by `www.`, else None."""
        parts = urlsplit(url)
        if parts.netloc.removeprefix("www.") != self.host.removeprefix("www."):
            return None
        if not parts.path.startswith(self.folder) and parts.path not in (self.first, self.folder.rstrip("/")):
            return None
        return urlunsplit((self.scheme, self.host, parts.path, parts.query, ""))
