"""What a draft is: names, states and values that the rest shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 1_000_000
"""Characters of one text."""
LONGEST_TITLE = 300
MOST_LANGUAGES = 20


class DraftState(StrEnum):
    """Where the work on a draft stands."""

    PROPOSED = "proposed"
    """By an agent, out of a reply; nobody of the content team has taken it up."""
    WRITING = "writing"
    REVIEW = "review"
    """Somebody wants it to be approved."""
    APPROVED = "approved"
    """Handed to where its content lives; the next sync brings it."""
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN = (DraftState.PROPOSED, DraftState.WRITING, DraftState.REVIEW)
"""States in which a draft can be changed."""
BY_HAND = (DraftState.WRITING, DraftState.REVIEW, DraftState.DISCARDED)
"""States that people choose; the others follow from approval and publishing."""


class VersionKind(StrEnum):
    """How a version of a text came about."""

    CREATED = "created"
    SAVED = "saved"
    AUTOSAVED = "autosaved"
    """While somebody was typing; saves of one person close after each other are one version."""
    RESTORED = "restored"
    TRANSLATED = "translated"
    MERGED = "merged"
    """Another document was added to it."""
    CLASHED = "clashed"
    """Written on top of an older revision: kept beside the text, not in its place."""


class DraftEvent(StrEnum):
    """What happens to a draft beside its texts."""

    CREATED = "created"
    STATE_CHANGED = "state_changed"
    DETAILS_CHANGED = "details_changed"
    APPROVED = "approved"
    PUBLISHED = "published"


class OriginKind(StrEnum):
    """Where a sentence comes from."""

    REPLY = "reply"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of a sentence."""

    kind: OriginKind
    id: str
    """Message id of a reply, document id of a passage."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a first text with what bears it out."""

    text: str
    origins: tuple[Origin, ...] = ()
    supported: bool = True
    """False where no source that was named bears it out: somebody has to check it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person writes in one language."""

    title: str
    text: str
    """Markdown."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The document that a text changes, as it was when the draft began."""

    document_id: str
    version: str
    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft in one language."""

    lang: str
    title: str
    text: str
    url: str | None
    document_id: str | None
    """The document that it changes or has become; None: not published, and a new one."""
    base_version: str | None
    base_title: str
    base_text: str
    sentences: tuple[Sentence, ...]
    """What the first text was made of."""
    merges: tuple[str, ...]
    """Documents that it takes in; they are removed when it is published."""
    revision: int
    published_version: str | None
    updated_by: str
    updated_at: str

    @property
    def wording(self) -> Wording:
        """What can be written."""
        return Wording(self.title, self.text, self.url)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to publish."""
        return not any(character.isalnum() for character in self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed change to content."""

    id: str
    title: str
    """Of its first text that has one."""
    state: DraftState
    gap_id: str | None
    audiences: frozenset[str]
    origin: frozenset[str] | None
    """Who could see what its first text was made from (empty: everybody); None: nothing private went into it."""
    tags: tuple[str, ...]
    revision: int
    """Of what is not text: audiences, tags, gap."""
    elsewhere: bool
    """Approved for content that lives outside Askwell."""
    langs: tuple[str, ...]
    documents: tuple[str, ...]
    created_by: str
    updated_by: str
    approved_by: str | None
    approved_at: str | None
    created_at: str
    updated_at: str

    @property
    def is_wider(self) -> bool:
        """Whether more people will see it than could see what it was made from."""
        return bool(self.origin) and not (self.audiences and self.audiences <= (self.origin or frozenset()))


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A text as it was at some moment."""

    id: int
    lang: str
    revision: int
    kind: VersionKind
    title: str
    url: str | None
    text: str
    actor: str
    created_at: str


@dataclass(frozen=True, slots=True)
class DraftHappening:
    """One entry of a draft's history."""

    type: DraftEvent
    actor: str
    data: Mapping[str, object]
    created_at: str


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts to list. Every part that is set must hold."""

    states: tuple[DraftState, ...] = (*OPEN, DraftState.APPROVED)
    gap_id: str | None = None
    document_id: str | None = None
    lang: str | None = None
    text: str | None = None
    """Found anywhere in a title."""
