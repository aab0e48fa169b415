"""The words of the public pages: one file per language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request

from api.pages.helpcentre import LANGUAGES
from core.language import primary


@cache
def words_of(lang: str) -> Mapping[str, Any]:
    """Every sentence of the public pages in one of the languages of the help centre."""
    text = (files("api") / "templates" / "words" / f"{lang}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def preferred(request: Request) -> str:
    """The language to greet a visitor in: the first of the browser's wishes that there is, else English."""
    wishes: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((-float(quality or 1), primary(tag)))
        except ValueError:
            continue
    ranked = [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]
    return next((tag for tag in ranked if tag in LANGUAGES), "en")
