"""Published versions of documents as the API gives and takes them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class PublishedVersionBody(BaseModel):
    """One publication of a document, beside the one before it."""

    document_id: str
    number: int = Field(description="From 1, in the order of time.")
    version: str = Field(
        description="Of `GET /v1/documents/{id}?version=…`; a text that came back has the one of then."
    )
    title: str
    lang: str
    at: str
    by: str | None = Field(description="Id of a member of the staff or of an API key; null: a sync brought it.")
    restores: int | None = Field(description="Number of the version that it took up again.")
    is_current: bool
    says_current: bool = Field(description="It was written as the one in use is, to the letter.")
    is_first: bool
    is_same: bool = Field(description="It says what the one before it does: it had been removed in between.")
    words_added: int = Field(description="Against the one before, wherever they stand; in Chinese, characters.")
    words_removed: int
    title_changed: bool
    url_changed: bool
    has_markup: bool = Field(description="Whether bold type and links are known beside the words.")


class PublishedVersionList(BaseModel):
    """Versions, the latest first."""

    items: list[PublishedVersionBody]
    before: int | None = Field(description="Number to go on from (`?before=`); null on the last page.")
    source: str
    is_own: bool = Field(description="Whether it is written in Askwell, so that versions can be restored.")
    current: str | None = Field(description="The version in use; null: the document has been removed.")


class RestoreVersionRequest(BaseModel):
    """A version to be published again."""

    document_id: str = Field(min_length=1, max_length=1_000)
    number: int = Field(ge=1, le=1_000_000)
    seen: str | None = Field(
        max_length=80, description="The version in use when this was chosen (`current`); another one by now is 409."
    )
