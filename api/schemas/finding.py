"""Responses of what finds content beside answers: search, suggestions while typing, examples."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SearchResult(BaseModel):
    """A passage; `text` equals `text[start:end]` of the document version."""

    document_id: str
    document_version: str
    title: str
    url: str | None
    score: float = Field(description="0 to 1.")
    text: str
    start: int
    end: int
    heading: list[str]
    lang: str
    as_of: str = Field(description="When this version of the document was read from its source.")


class SearchBody(BaseModel):
    """Passages, the best first."""

    results: list[SearchResult]
    lang: str = Field(description="Language of the query: given, or detected.")


class SuggestionBody(BaseModel):
    """An article that may be meant."""

    document_id: str
    title: str
    url: str | None
    lang: str


class SuggestionsBody(BaseModel):
    """Articles that fit what is typed, the best first."""

    suggestions: list[SuggestionBody]


class ExamplesBody(BaseModel):
    """Questions to begin with, the most asked first."""

    examples: list[str]
