"""What a gap is: names, states and values that the rest shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class GapState(StrEnum):
    """Where the work on a gap stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DRAFTED = "drafted"
    WAITING = "waiting"
    """Published; what was changed elsewhere has yet to come back with a sync."""
    CLOSED = "closed"
    FAILING = "failing"
    """Something was published, and its questions still get no good answer."""
    REOPENED = "reopened"
    DISMISSED = "dismissed"


BY_HAND = (GapState.OPEN, GapState.IN_PROGRESS, GapState.DISMISSED)
"""States that people choose; the others follow from drafts, publishing and proof."""
ON_THE_BOARD = tuple(state for state in GapState if state not in {GapState.CLOSED, GapState.DISMISSED})
"""States in which something is left to do."""


class Why(StrEnum):
    """Why a question counts as one without a good answer."""

    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    UNCLEAR = "unclear"
    DISLIKED = "disliked"
    HANDED_OVER = "handed_over"
    REPHRASED = "rephrased"


class Cause(StrEnum):
    """Why questions get no good answer."""

    MISSING = "missing"
    """Nothing in the content is near."""
    NOT_FOUND = "not_found"
    """The content has it, and the question did not lead there."""
    ANSWERED_BADLY = "answered_badly"
    """It was found, and disliked or followed by a hand-over."""
    CONTRADICTORY = "contradictory"
    """Two documents disagree."""
    OUTDATED = "outdated"
    """Newer content or agents say otherwise."""
    WRONG_LANGUAGE = "wrong_language"
    """The content has it in another language only."""
    OUT_OF_SCOPE = "out_of_scope"
    """It is about something that the content is not about."""
    ABOUT_ONE_ACCOUNT = "about_one_account"
    """It needs a person to look at this customer's own affairs."""


class GapEvent(StrEnum):
    """What happens to a gap."""

    OPENED = "opened"
    GROWN = "grown"
    """It has twice as many questions as when that was noted last."""
    MERGED = "merged"
    SPLIT = "split"
    STATE_CHANGED = "state_changed"
    REOPENED = "reopened"
    OWNER_CHANGED = "owner_changed"
    NOTED = "noted"
    CAUSE_CORRECTED = "cause_corrected"
    PUBLISHED = "published"
    """A draft for it was published: `draft` and `documents` name what."""
    EXPORTED = "exported"
    """A draft for it was approved for content that lives elsewhere."""
    DOCUMENTS_CHANGED = "documents_changed"
    """A person said which documents are right for it."""
    PROVEN = "proven"
    """Its questions were asked again and are answered."""
    NOT_PROVEN = "not_proven"
    TOLD = "told"
    """Customers who had asked were told of the answer."""


class GapOrder(StrEnum):
    """What comes first in a list."""

    HARM = "harm"
    CUSTOMERS = "customers"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Gap:
    """A group of questions that the content does not serve."""

    id: str
    name: str
    """The question nearest to its middle, in its commonest language; masked."""
    state: GapState
    owner_id: str | None
    owner: str | None
    by_hand: bool
    """Whether people have split or merged it."""
    lang: str | None
    """Its commonest language."""
    langs: Mapping[str, int]
    """Questions by language."""
    pages: tuple[tuple[str, int], ...]
    """Pages that most were asked on, with how many."""
    audiences: tuple[str, ...]
    """What those who asked may see beside what everybody may."""
    reasons: Mapping[str, int]
    """Questions by `Why`."""
    weeks: tuple[int, ...]
    """Questions in each of the last eight weeks, the latest last."""
    size: int
    customers: int
    contacts: int
    """Conversations they came up in."""
    agent_minutes: float
    trend: float
    harm: float
    first_seen: str | None
    last_seen: str | None
    created_at: str
    updated_at: str
    cause: Cause | None = None
    """Why its questions get no good answer; None: not looked at yet."""
    cause_probability: float | None = None
    """How probable that is; None where people have said so."""

    @property
    def repeat(self) -> float:
        """Conversations for each customer, at least 1."""
        return max(self.contacts / self.customers, 1.0) if self.customers else 1.0


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """One question of a gap."""

    message_id: str
    conversation_id: str
    text: str
    """Masked, and understandable by itself."""
    lang: str | None
    why: Why
    page_url: str | None
    created_at: str
    pinned: bool
    """Whether people put it here."""


@dataclass(frozen=True, slots=True)
class GapNote:
    """What a member of the staff wrote about a gap."""

    id: int
    staff: str | None
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class GapHappening:
    """One entry of a gap's history."""

    id: int
    type: GapEvent
    actor: str
    """Id of a member of staff or of a key, or `system`."""
    data: Mapping[str, object]
    created_at: str


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which gaps to list. Every part that is set must hold."""

    states: tuple[GapState, ...] = ON_THE_BOARD
    lang: str | None = None
    """Those with questions in that language, named in it."""
    owner_id: str | None = None
    text: str | None = None
    """Found anywhere in a name."""
    cause: Cause | None = None
    """What people say, else what Askwell thinks."""
