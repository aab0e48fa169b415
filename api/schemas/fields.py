"""Kinds of text that several requests have, checked and cleaned in one place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from answering.conversations.customer_facts import MAX_ATTRIBUTES

MAX_QUESTION = 2_000
_MOST_WRITTEN_OUT = 2 * MAX_QUESTION
"""Characters of a question in Unicode's compatible form, in which one sign can become eighteen."""
"""Longest question or message, in code points after trimming."""
MAX_ATTRIBUTE = 200
"""Longest value of an attribute."""
MOST_EXACT = 2**53
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_LANGUAGE = 35
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def clean(text: str) -> str:
    """`text` trimmed and without control characters; ValueError when it is not valid Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be valid Unicode text") from error
    return _CONTROL.sub(" ", text.replace("\r\n", "\n")).strip()


def plain(text: str) -> str:
    """`text` to the letter, as names to be compared must stay; ValueError for control characters or no Unicode."""
    clean(text)
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters")
    return text


def question_text(text: str) -> str:
    """A question or message ready to be stored; ValueError says what is wrong with it."""
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("is empty: write a question")
    if len(cleaned) > MAX_QUESTION:
        raise ValueError(f"has {len(cleaned)} characters: at most {MAX_QUESTION} are allowed")
    if len(unicodedata.normalize("NFKC", cleaned)) > _MOST_WRITTEN_OUT:
        raise ValueError("has too many signs that stand for whole words: write them in letters")
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


def _language_or_none(code: object) -> object:
    """What a page says of its language is its author's, and no reason to refuse a visitor's question."""
    return code if isinstance(code, str) and len(code) <= MAX_LANGUAGE and _LANGUAGE.fullmatch(code) else None


def attributes_in(found: Mapping[str, object]) -> dict[str, str | int | float | bool]:
    """A flat map of names and plain values, checked; ValueError says what is wrong with it."""
    if len(found) > MAX_ATTRIBUTES:
        raise ValueError(f"have {len(found)} names: at most {MAX_ATTRIBUTES} are allowed")
    return {_attribute_name(name): _attribute_value(name, value) for name, value in found.items()}


def _attribute_name(name: str) -> str:
    if not _ATTRIBUTE.fullmatch(name):
        raise ValueError("need names of 1 to 40 letters, digits, _ . - that begin with a letter")
    return name


def _attribute_value(name: str, value: object) -> str | int | float | bool:
    if isinstance(value, str) and len(value) <= MAX_ATTRIBUTE:
        return clean(value)
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= MOST_EXACT):
        return value
    raise ValueError(f"hold in {name} neither a text of at most {MAX_ATTRIBUTE} characters nor a number, true or false")


QuestionText = Annotated[
    str, AfterValidator(question_text), Field(description=f"1 to {MAX_QUESTION} characters after trimming.")
]
FilledText = Annotated[str, AfterValidator(_required)]
Comment = Annotated[str, Field(max_length=2_000), AfterValidator(clean)]
Language = Annotated[
    str, Field(max_length=MAX_LANGUAGE, description="BCP 47 code such as `es` or `zh-CN`."), AfterValidator(language)
]
PageLanguage = Annotated[
    str | None,
    BeforeValidator(_language_or_none),
    Field(description="Decides where a question could be in any language. BCP 47; anything else is passed over."),
]
Identifier = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(clean)]
Url = Annotated[str, Field(max_length=2_000), AfterValidator(clean)]
Title = Annotated[str, Field(max_length=300), AfterValidator(clean)]
AudienceName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_required)]
AttributeMap = Annotated[
    dict[str, Any],
    AfterValidator(attributes_in),
    Field(description=f"At most {MAX_ATTRIBUTES} names with a text, a number, true or false."),
]
Identity = Annotated[str, Field(min_length=1, max_length=8_000), AfterValidator(_required)]
