"""Kinds of values in the rules of the desk, with their limits: what a file or a form holds is checked against them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

MAX_LISTED = 200
MAX_TEXT = 200
A_YEAR = 366 * 24 * 60

KNOWN_ONLY = ConfigDict(extra="forbid")
"""A misspelt name is refused, not passed over."""


def _plain(text: str) -> str:
    found = " ".join(text.split())
    if not found or not found.isprintable():
        raise ValueError("is empty, or holds characters that cannot be shown")
    return found


Name = Annotated[str, Field(max_length=60), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_plain)]
Texts = Annotated[tuple[Text, ...], Field(max_length=MAX_LISTED)]
Minutes = Annotated[int, Field(ge=1, le=A_YEAR)]
PointCount = Annotated[int, Field(ge=-1_000, le=1_000)]
