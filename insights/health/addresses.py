"""Addresses of links: what they are relative to, and when two of them are the same page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

_INDEX = re.compile(r"(?:^|/)(?:index|readme|_index)$", re.IGNORECASE)
_PAGE = re.compile(r"\.(?:md|mdx|markdown|html?|txt|rst)$", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PART = re.compile(r"[\W_]+")


def is_elsewhere(target: str) -> bool:
    """Whether a link leads to no page: a mail address, a telephone, a script."""
    return bool(_SCHEME.match(target)) and not target.lower().startswith(("http:", "https:"))


def is_absolute(target: str) -> bool:
    """Whether an address says its host."""
    return target.lower().startswith(("http:", "https:", "//"))


def same_page(url: str) -> str:
    """The same text for addresses that give the same page: no scheme, fragment, query, index name or ending."""
    parts = urlsplit(url)
    path = _bare(unquote(parts.path))
    return f"{(parts.hostname or '').removeprefix('www.')}{':' + str(parts.port) if parts.port else ''}/{path}"


def absolute(base: str, target: str) -> str | None:
    """`target` as seen from the page `base`, without a fragment; None when that is no web address."""
    try:
        parts = urlsplit(urljoin(base, target))
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            return None
    except ValueError:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))


def same_file(key: str) -> str:
    """The same text for keys of a source that links do not tell apart: without ending and index name."""
    return _bare(key)


def files_meant(key: str, target: str) -> Iterator[str]:
    """What a relative link in the document `key` may mean, as `same_file` gives it: beside it, or below it.

    Sites that show `guide/start.md` as `guide/start/` have links relative to either.
    """
    path = unquote(target.partition("#")[0].partition("?")[0])
    if path.startswith("/"):
        yield _bare(path)
        return
    for folder in (posixpath.dirname(key), _bare(key)):
        yield _bare(posixpath.normpath(posixpath.join("/", folder, path)))


def fragment_of(target: str) -> str:
    """The place in a page that an address names; empty when it names none, or some text to be marked."""
    fragment = unquote(target.partition("#")[2])
    return "" if fragment.startswith(":~:") or fragment.lower() in {"", "top"} else fragment


def is_page(target: str) -> bool:
    """Whether an address looks like a document, and not like a download."""
    path = target.partition("#")[0].partition("?")[0]
    return bool(_PAGE.search(path)) or "." not in posixpath.basename(path)


def names_place(fragment: str, anchors: Iterable[str]) -> bool:
    """Whether one of the names of places is meant; sites write headings as ids each in their own way."""
    wanted, known = _plain(fragment), {_plain(name) for name in anchors}
    return wanted in known or (wanted[-1:].isdigit() and wanted.rstrip("0123456789") in known)


def _bare(path: str) -> str:
    return _INDEX.sub("", _PAGE.sub("", path.strip("/"))).strip("/")


def _plain(name: str) -> str:
    return _PART.sub("", name).casefold()
