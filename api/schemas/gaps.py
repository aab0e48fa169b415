"""Gaps as the API gives and takes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.fields import FilledText
from insights.gaps.hands import LONGEST_NOTE, MOST_AT_ONCE
from insights.gaps.harm import DEFINITIONS, HEAVIEST
from insights.gaps.model import Cause, GapEvent, GapState, Why
from insights.gaps.runs import RunState

GapId = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Weight = Annotated[float, Field(ge=0.0, le=HEAVIEST)]


class PageCount(BaseModel):
    """A page of the site, and how many of the questions were asked on it."""

    url: str
    questions: int


class GapBody(BaseModel):
    """A group of questions that the content does not serve."""

    id: str
    name: str = Field(description="The question nearest to its middle. Personal data is masked.")
    state: GapState
    owner_id: str | None
    owner: str | None
    by_hand: bool = Field(description="Whether people have split or merged it.")
    lang: str | None = Field(description="The commonest language.")
    langs: dict[str, int] = Field(description="Questions by language.")
    pages: list[PageCount]
    audiences: list[str] = Field(description="What askers may see beside what everybody may.")
    reasons: dict[Why, int] = Field(description="Questions by why they count as without a good answer.")
    weeks: list[int] = Field(description="Questions in each of the last eight weeks, the latest last.")
    size: int = Field(description="Questions.")
    customers: int = Field(description=DEFINITIONS["customers"])
    contacts: int = Field(description="Conversations.")
    repeat: float = Field(description=DEFINITIONS["repeat"])
    agent_minutes: float = Field(description=DEFINITIONS["agent_minutes"])
    trend: float = Field(description=DEFINITIONS["trend"])
    harm: float = Field(description=DEFINITIONS["harm"])
    first_seen: str | None
    last_seen: str | None
    created_at: str
    updated_at: str
    cause: Cause | None = Field(description="Why there is no good answer; null: not looked at yet.")
    cause_probability: float | None = Field(description="Of the cause; null where people have said it.")


class GapList(BaseModel):
    """A page of gaps."""

    items: list[GapBody]
    next_cursor: str | None
    counts: dict[GapState, int] = Field(description="Gaps in each state, whatever the filter.")
    pending: int = Field(description="Questions that have not been looked at yet.")


class GapNoteBody(BaseModel):
    """A note of the staff."""

    id: int
    staff: str | None
    text: str
    created_at: str


class GapEventBody(BaseModel):
    """An entry of a gap's history."""

    id: int
    type: GapEvent
    actor: str
    data: dict[str, Any]
    created_at: str


class QuoteBody(BaseModel):
    """A stretch of a document, or of an agent's reply."""

    title: str
    text: str
    document_id: str | None = Field(description="null: an agent's reply.")
    lang: str | None
    at: str | None = Field(description="When it was last changed, where that tells something.")


class ExhibitBody(BaseModel):
    """One piece of evidence."""

    said: str
    quotes: list[QuoteBody]


class CauseBody(BaseModel):
    """Why there is no good answer, and what speaks for it."""

    cause: Cause | None = Field(description="What people say, else what Askwell thinks; null: not looked at yet.")
    guessed: Cause | None = Field(description="What Askwell thinks.")
    probability: float | None = Field(description="Of what Askwell thinks, 0 to 1.")
    chances: dict[Cause, float] = Field(description="Of every cause.")
    evidence: list[ExhibitBody] = Field(description="For what Askwell thinks.")
    looked_at: str | None
    is_stale: bool = Field(description="Whether questions have come or gone since.")
    corrected: bool = Field(description="Whether people have said what it is.")
    corrected_by: str | None
    corrected_at: str | None


class GapDetail(GapBody):
    """A gap with all that belongs to it but its questions."""

    names: dict[str, str] = Field(description="By language, the question that says best what it is about.")
    notes: list[GapNoteBody]
    history: list[GapEventBody] = Field(description="Latest first, at most 100.")
    why: CauseBody


class GapQuestionBody(BaseModel):
    """A question of a gap."""

    message_id: str
    conversation_id: str
    text: str = Field(description="Understandable by itself; personal data is masked.")
    lang: str | None
    why: Why
    page_url: str | None
    created_at: str
    pinned: bool = Field(description="Whether people put it there.")


class GapQuestionList(BaseModel):
    """A page of a gap's questions, latest first."""

    items: list[GapQuestionBody]
    next_cursor: str | None


class GapStateRequest(BaseModel):
    """Where the work stands."""

    state: GapState
    before: GapState | None = Field(None, description="Refused with 409 when the gap is no longer in this state.")


class GapCauseRequest(BaseModel):
    """What people say the cause is."""

    cause: Cause | None = Field(description="null: as Askwell thinks.")


class GapOwnerRequest(BaseModel):
    """Who takes a gap on."""

    owner: str | None = Field(
        max_length=320, description="E-mail or id of somebody who works on content; null: nobody."
    )


class GapNoteRequest(BaseModel):
    """A note for colleagues."""

    text: Annotated[FilledText, StringConstraints(max_length=LONGEST_NOTE)]


class GapSplitRequest(BaseModel):
    """Which questions are something else."""

    questions: list[GapId] = Field(min_length=1, max_length=MOST_AT_ONCE, description="Their message ids.")


class GapMergeRequest(BaseModel):
    """Which gap is about the same."""

    other: GapId = Field(description="Its questions and notes come over; its id leads here from then on.")


class RunBody(BaseModel):
    """A regrouping of all questions."""

    id: int
    state: RunState
    by: str
    done: int = Field(description="Questions that have their gap.")
    total: int
    gaps: int | None
    moved: int | None = Field(description="Questions that went to another gap.")
    started_at: str
    ended_at: str | None


class RunLatest(BaseModel):
    """The latest regrouping, if there ever was one."""

    run: RunBody | None


class WeightsBody(BaseModel):
    """The power that each factor of harm is raised to: 0 leaves it out."""

    customers: Weight = 1.0
    repeat: Weight = 1.0
    agent_minutes: Weight = 0.5
    trend: Weight = 1.0
