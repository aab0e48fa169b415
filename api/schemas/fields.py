"""Kinds of text that several requests have, checked and cleaned in one place."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

MAX_QUESTION = 2_000
"""Longest question or message, in code points after trimming."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def clean(text: str) -> str:
    """`text` trimmed and without control characters; ValueError when it is not valid Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be valid Unicode text") from error
    return _CONTROL.sub(" ", text.replace("\r\n", "\n")).strip()


def question_text(text: str) -> str:
    """A question or message ready to be stored; ValueError says what is wrong with it."""
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("is empty: write a question")
    if len(cleaned) > MAX_QUESTION:
        raise ValueError(f"has {len(cleaned)} characters: at most {MAX_QUESTION} are allowed")
    return cleaned


def _required(text: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("is empty")
    return cleaned


def language(code: str) -> str:
    """`code` when it looks like a BCP 47 tag; ValueError otherwise."""
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("is not a language code such as es or zh-CN")
    return code


QuestionText = Annotated[
    str, AfterValidator(question_text), Field(description=f"1 to {MAX_QUESTION} characters after trimming.")
]
FilledText = Annotated[str, AfterValidator(_required)]
Comment = Annotated[str, Field(max_length=2_000), AfterValidator(clean)]
Language = Annotated[
    str, Field(max_length=35, description="BCP 47 code such as `es` or `zh-CN`."), AfterValidator(language)
]
Identifier = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(clean)]
Url = Annotated[str, Field(max_length=2_000), AfterValidator(clean)]
Title = Annotated[str, Field(max_length=300), AfterValidator(clean)]
AudienceName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_required)]
Identity = Annotated[str, Field(min_length=1, max_length=8_000), AfterValidator(_required)]
