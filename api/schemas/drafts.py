"""Drafts of content as the API gives and takes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.fields import AudienceName, Language, Title, Url
from insights.drafts.assembling import MOST_REPLIES
from insights.drafts.model import LONGEST_TEXT, DraftEvent, DraftState, OriginKind, VersionKind

Id = Annotated[str, StringConstraints(min_length=1, max_length=80)]
DocumentId = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Markdown = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class OriginBody(BaseModel):
    """A source of a sentence."""

    kind: OriginKind
    id: str = Field(description="Message id of a reply, document id of a passage.")
    title: str


class SentenceBody(BaseModel):
    """A sentence of the first text."""

    text: str
    origins: list[OriginBody]
    supported: bool = Field(description="False: no source that was named bears it out.")


class DraftTextBody(BaseModel):
    """A draft in one language."""

    lang: str
    title: str
    text: str = Field(description="Markdown.")
    url: str | None
    document_id: str | None = Field(description="The document that it changes or has become.")
    base_version: str | None = Field(description="Its version when the draft began, or was published.")
    base_title: str
    sentences: list[SentenceBody] = Field(description="What the first text was made of.")
    merges: list[str] = Field(description="Documents that it takes in; they are removed when it is published.")
    revision: int = Field(description="Send it with the next change.")
    published_version: str | None
    updated_by: str
    updated_at: str
    unsupported: list[str] = Field(description="Sentences of a model that nothing bears out and that still stand here.")


class DraftHappeningBody(BaseModel):
    """An entry of a draft's history."""

    type: DraftEvent
    actor: str
    data: dict[str, Any]
    created_at: str


class DraftBody(BaseModel):
    """A proposed change to content."""

    id: str
    title: str
    state: DraftState
    gap_id: str | None
    audiences: list[str] = Field(description="Who may see it; empty: everybody.")
    origin: list[str] | None = Field(
        description="Who could see what it was made from; empty: everybody; null: nothing private went in."
    )
    tags: list[str]
    revision: int = Field(description="Of audiences, tags and gap.")
    elsewhere: bool = Field(description="Approved for content that lives outside Askwell.")
    langs: list[str]
    documents: list[str]
    created_by: str
    updated_by: str
    approved_by: str | None
    approved_at: str | None
    created_at: str
    updated_at: str


class DraftList(BaseModel):
    """A page of drafts."""

    items: list[DraftBody]
    next_cursor: str | None
    counts: dict[DraftState, int] = Field(description="Drafts in each state, whatever the filter.")


class DraftDetail(DraftBody):
    """A draft with its texts."""

    texts: list[DraftTextBody]
    sources: list[str] = Field(description="Message ids of the replies that went in and are still kept.")
    must_be_checked: str | None = Field(description="Why `checked` is needed to publish it; null: it is not.")
    history: list[DraftHappeningBody] = Field(description="Latest first, at most 100.")


class VersionBody(BaseModel):
    """A text as it was."""

    id: int
    lang: str
    revision: int
    kind: VersionKind
    title: str
    url: str | None
    text: str
    actor: str
    created_at: str


class VersionList(BaseModel):
    """The versions of a text, latest first, at most 100."""

    items: list[VersionBody]


class DraftRequest(BaseModel):
    """What to begin with. Agents send `replies`; the content team any of it."""

    replies: list[Id] = Field(default=[], max_length=MOST_REPLIES, description="Message ids of agents' lines.")
    gap: Id | None = Field(None, description="Without `replies`, what agents replied to its questions is taken.")
    document: DocumentId | None = Field(None, description="A document to change.")
    lang: Language | None = Field(None, description="Null: of the replies, the gap or the document.")
    title: Title = ""
    text: Markdown = Field("", description="Put in the place of what would be assembled.")
    audiences: list[AudienceName] | None = Field(
        None, max_length=50, description="Null: of the document, or of those the replies were written to."
    )
    by_model: bool = Field(False, description="Have the model write it, each sentence with its sources.")


class DraftDetailsRequest(BaseModel):
    """What belongs to a draft beside its texts."""

    audiences: list[AudienceName] = Field(default=[], max_length=50)
    tags: list[Title] = Field(default=[], max_length=50)
    gap: Id | None = None
    revision: int = Field(ge=1, description="`revision` of the draft that this was written on.")


class DraftTextRequest(BaseModel):
    """A text in one language."""

    title: Title
    text: Markdown
    url: Url | None = None
    revision: int = Field(ge=1, description="`revision` of the text that this was written on.")
    auto: bool = Field(False, description="Saved while somebody types: such saves close to each other are one version.")


class TranslateRequest(BaseModel):
    """A language to add."""

    source: Language
    target: Language


class RestoreRequest(BaseModel):
    """Which version to go back to."""

    version: int = Field(ge=1)
    revision: int = Field(ge=1)


class MergeRequest(BaseModel):
    """Which document to take in."""

    document: DocumentId
    lang: Language
    revision: int = Field(ge=1)


class DraftStateRequest(BaseModel):
    """Where the work stands."""

    state: DraftState
    before: DraftState | None = Field(None, description="Refused with 409 when the draft is no longer in this state.")


class PublishRequest(BaseModel):
    """What the person who approves says."""

    revisions: dict[Language, Annotated[int, Field(ge=1)]] = Field(
        max_length=20, description="By language the revision that was read; texts that are empty may be left out."
    )
    checked: bool = Field(False, description="It was read to its end, and nothing private is in it.")
    near_seen: bool = Field(False, description="Other content that says nearly the same was looked at.")
    overwrite: bool = Field(False, description="The document may be overwritten though it was changed or removed.")
    elsewhere: bool = Field(False, description="To be put where the content lives, though it could be published here.")


class PreviewRequest(BaseModel):
    """Some Markdown."""

    text: Markdown
    lang: Language | None = None


class PreviewBody(BaseModel):
    """The Markdown as customers will see it."""

    html: str = Field(description="Safe HTML.")
    text: str = Field(description="What is searched and quoted.")


ExportForm = Literal["markdown", "patch"]
