"""What a Markdown file says about itself before its text: YAML between `---` lines, or TOML between `+++` lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import yaml

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAX_CHARACTERS = 50_000


def split(text: str) -> tuple[Mapping[str, Any], str]:
    """The front matter with lower-case keys, and the text after it; an empty mapping where there is none."""
    match = _FRONT.match(text)
    if not match or len(match[2]) > _MAX_CHARACTERS:
        return {}, text
    try:
        data = tomllib.loads(match[2]) if match[1] == "+++" else yaml.safe_load(match[2])
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        # Often a template in a value; `key: value` lines are still front matter, anything else is a rule and text.
        data = _simple_lines(match[2])
    if data is None:
        return {}, text[match.end() :]
    if not isinstance(data, dict):
        return {}, text
    return {str(key).lower(): value for key, value in data.items()}, text[match.end() :]


def _simple_lines(text: str) -> dict[str, str] | str:
    pairs = re.findall(r"^([\w-]+):[ \t]*(.*)$", text, re.MULTILINE)
    return {key: value.strip(" \t'\"") for key, value in pairs} or text


def text_value(data: Mapping[str, Any], *names: str) -> str | None:
    """The first of `names` that holds a non-empty text, number or date."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str | int | float | date) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return None


def list_value(data: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The first of `names` that holds a list of texts, or texts separated by commas."""
    for name in names:
        value = data.get(name)
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        found = tuple(str(part).strip() for part in parts if isinstance(part, str | int) and str(part).strip())
        if found:
            return found
    return ()


def web_address(data: Mapping[str, Any], *names: str) -> str | None:
    """The first of `names` that holds an absolute web address."""
    for name in names:
        value = str(data.get(name) or "").strip()
        if urlsplit(value).scheme in ("http", "https"):
            return value
    return None


def is_published(data: Mapping[str, Any]) -> bool:
    """False for `draft: true` and `published: false`."""
    return not (data.get("draft") is True or data.get("published") is False)
