"""Templates, and how our values look in them."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.files import static_url
from core.clock import parse_timestamp

LANGUAGE_NAMES = {
    "en": "English", "es": "Spanish", "fr": "French", "zh": "Chinese", "de": "German", "pt": "Portuguese",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "ru": "Russian", "ar": "Arabic",
}  # fmt: skip
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


@cache
def templates() -> Environment:
    """The template environment; everything is escaped unless it is `Markup`."""
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=static_url, ago=ago)
    environment.filters.update(
        moment=moment, language=language_name, words=label, score=score, excerpt=excerpt, filesize=file_size
    )
    return environment


def page(template: str, request: Request, /, *, status: int = 200, **values: Any) -> Response:
    """A page, with an ETag, so that asking again for what has not changed costs next to nothing."""
    html = templates().get_template(template).render(request=request, **values)
    etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if status == 200 and request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(html, status_code=status, headers=headers)


def moment(stamp: str | None) -> Markup:
    """A time in UTC; the page's script puts it into the reader's own time zone."""
    if not stamp:
        return Markup("–")
    found = parse_timestamp(stamp)
    return Markup('<time datetime="{}">{}</time>').format(stamp, f"{found:%-d %b %Y, %H:%M} UTC")


def ago(stamp: str, now: datetime) -> str:
    """How long ago that was, roughly: `5 minutes`."""
    seconds = (now - parse_timestamp(stamp)).total_seconds()
    for size, name in _UNITS:
        count = int(seconds // size)
        if count:
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "under a minute"


def language_name(code: str | None) -> str:
    """The English name of a language, for staff."""
    return LANGUAGE_NAMES.get(code or "", code or "unknown")


def label(name: object) -> str:
    """A value such as `low_confidence` as words."""
    return str(name).replace("_", " ").capitalize()


def score(value: float | None) -> str:
    """A score from 0 to 1 with two decimals."""
    return "–" if value is None else f"{value:.2f}"


def file_size(size: int) -> str:
    """Bytes, roughly: `240 kB`."""
    return f"{max(1, round(size / 1024))} kB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def excerpt(text: str, length: int = 180) -> str:
    """The beginning of a normalised text without its marks of structure: about `length` characters."""
    lines = (re.sub(r"^[\s#>|-]+|[\s|-]+$", "", line) for line in text[: length * 4].split("\n"))
    plain = " ".join(line for line in lines if line).replace("`", "").replace(" | ", " · ")
    return plain if len(plain) <= length else plain[:length].rsplit(" ", 1)[0] + "…"
