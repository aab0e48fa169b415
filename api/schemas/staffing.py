"""Requests and responses of staff: escalations, documents, the log of questions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from answering.reasons import DoubtKind
from api.replies import MAX_PICKS
from api.schemas.asking import ConversationBody
from api.schemas.fields import AudienceName, FilledText, Language, Title, Url
from core.model import Decision, FeedbackReason, Reason
from escalation.clocks.sla import Level, SlaClock
from escalation.desk import MAX_REPLY
from escalation.tickets import Happening, Outcome, Status
from insights.log.outcomes import Certainty, QuestionOutcome

MAX_DOCUMENT = 1_000_000
"""Longest document that can be written over HTTP, in characters."""
StaffText = Annotated[FilledText, StringConstraints(max_length=MAX_REPLY)]


class AgentRequest(BaseModel):
    """On whose behalf an API key acts."""

    agent: str | None = Field(
        None, max_length=320, description="E-mail or id of the agent. Needed with an API key, ignored with a session."
    )


class TextRequest(AgentRequest):
    """A line of text by an agent."""

    text: StaffText


class PickRequest(BaseModel):
    """A stretch of a document version that a reply quotes: `[id]` in its text stands for it."""

    id: int = Field(ge=1, le=99)
    document_id: str = Field(min_length=1, max_length=2_000)
    document_version: str = Field(min_length=1, max_length=200)
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class ReplyRequest(TextRequest):
    """A line to the customer."""

    citations: list[PickRequest] = Field(default=[], max_length=MAX_PICKS)
    attachments: list[Annotated[str, StringConstraints(max_length=80)]] = Field(
        default=[], max_length=20, description="Ids of files the agent has uploaded to the conversation."
    )


class AssignRequest(AgentRequest):
    """To whom it is given."""

    to: Annotated[str, StringConstraints(min_length=1, max_length=320)] = Field(
        description="E-mail or id of the colleague."
    )


class SnoozeRequest(AgentRequest):
    """Until when it is put aside."""

    until: AwareDatetime = Field(description="With its offset from UTC, at most 366 days from now.")


class ResolveRequest(AgentRequest):
    """How it was settled."""

    outcome: Outcome = Outcome.ANSWERED


class ContentRequest(AgentRequest):
    """Whether content should have answered it."""

    wanted: bool = True


class EscalationBody(BaseModel):
    """An escalation."""

    id: str
    conversation_id: str
    status: Status
    reason: Reason
    question: str
    question_id: str | None
    lang: str | None
    confidence: float | None
    agent_id: str | None
    agent_name: str | None
    last_agent_id: str | None
    created_at: str
    waiting_since: str | None
    claimed_at: str | None
    first_reply_at: str | None
    resolved_at: str | None
    updated_at: str
    snoozed_until: str | None = Field(description="Until then its agent has put it aside.")
    topic: str | None = Field(description="Name of the routing rule that it fell under.")
    priority: int = Field(description="Higher comes first.")
    outcome: Outcome | None = Field(description="How it was settled.")
    wants_content: bool = Field(description="An agent found that content should have answered it.")
    first_reply_due: str | None
    next_reply_due: str | None
    resolution_due: str | None


class HistoryBody(BaseModel):
    """One thing that happened to an escalation."""

    id: int
    happening: Happening
    actor: str
    data: dict[str, Any]
    created_at: str


class VisitorBody(BaseModel):
    """The customer, as far as known."""

    id: str
    external_id: str | None
    email: str | None
    name: str | None


class DoubtBody(BaseModel):
    """One reason why an answer was not sure."""

    kind: DoubtKind
    about: list[str] = Field(description="What it is about: words, titles or language codes, by kind.")
    text: str = Field(description="The same as an English sentence.")


class PointsBody(BaseModel):
    """One part of a priority."""

    name: str
    points: int


class ClockBody(BaseModel):
    """One clock of a service level."""

    due: str | None = Field(description="Null while it stands still with time left.")
    running: bool
    level: Level


class StandingBody(BaseModel):
    """Why it comes where it comes in the queue, and how its clocks stand."""

    policy: str = Field(description="Name of the service level; `none` without one.")
    points: list[PointsBody] = Field(description="Their sum is the priority.")
    clocks: dict[SlaClock, ClockBody] = Field(description="Those that have a target.")


class RestatementBody(BaseModel):
    """What the customer wants, as a language model sums up the conversation."""

    text: str
    lang: str
    model: str
    prompt: str = Field(description="Name and version of its instruction.")


class EscalationDetail(BaseModel):
    """Everything an agent needs on one screen."""

    escalation: EscalationBody
    restated: RestatementBody | None = Field(
        description="Null without a model, where there is nothing to sum up, and while it is not there yet."
    )
    conversation: ConversationBody
    visitor: VisitorBody
    attributes: dict[str, str | int | float | bool] = Field(description="What the site says of the customer.")
    contact_email: str | None = Field(description="The address the customer has left in this conversation.")
    standing: StandingBody
    page_url: str | None
    page_title: str | None
    evidence: list[dict[str, Any]] = Field(description="The passages the assistant had found, as they were then.")
    doubts: list[DoubtBody] = Field(description="Why the answer found was not sure, the weightiest first.")
    history: list[HistoryBody]


class EscalationCounts(BaseModel):
    """How many there are; all but `by_status` count only what nobody has put aside or settled."""

    by_status: dict[str, int]
    mine: int
    unassigned: int
    by_lang: dict[str, int]
    by_reason: dict[str, int]


class EscalationList(BaseModel):
    """A page of escalations, who has waited longest first."""

    items: list[EscalationBody]
    next_cursor: str | None
    counts: EscalationCounts


class ReplyBody(BaseModel):
    """A stored reply."""

    message_id: str
    escalation: EscalationBody


class QuestionBody(BaseModel):
    """One question of the log; personal data in `text` is masked."""

    message_id: str
    conversation_id: str
    visitor_id: str
    text: str
    lang: str | None
    decision: Decision
    confidence: float
    reason: Reason | None
    documents: list[str]
    page_url: str | None
    helpful: bool | None
    created_at: str
    feedback_reason: FeedbackReason | None = Field(description="What the customer missed in an answer of no help.")
    outcome: QuestionOutcome = Field(description="What happened next; see docs/content-board.md.")
    certainty: Certainty = Field(description="How far the outcome can be relied on.")
    audiences: list[str] = Field(description="What the asker could see beside what everybody may, when they asked.")


class QuestionList(BaseModel):
    """A page of the log, the newest first."""

    items: list[QuestionBody]
    next_cursor: str | None
    counts: dict[str, int] = Field(description="Questions by decision, over the whole filter.")


class DocumentBody(BaseModel):
    """A document as it is now."""

    id: str
    source: str
    version: str
    title: str
    lang: str
    url: str | None
    audiences: list[str]
    tags: list[str]
    as_of: str


class DocumentList(BaseModel):
    """A page of documents, by id."""

    items: list[DocumentBody]
    next_cursor: str | None


class VersionBody(BaseModel):
    """One version of a document: what citations point into."""

    id: str
    version: str
    title: str
    lang: str
    url: str | None
    text: str = Field(description="Normalised text; offsets of citations count its Unicode code points.")
    as_of: str
    current: bool = Field(description="Whether this is the version that answers are taken from today.")


class DocumentRequest(BaseModel):
    """A document in Askwell's own source, made or replaced."""

    id: Annotated[str, StringConstraints(pattern=r"^[^\s/][^\s]*$", max_length=300)] | None = Field(
        None, description="Of a document written this way before, to replace it. Null: made from the title."
    )
    title: Annotated[FilledText, StringConstraints(max_length=300)]
    text: Annotated[FilledText, StringConstraints(max_length=MAX_DOCUMENT)] = Field(description="Markdown.")
    lang: Language | None = Field(None, description="Null: detected.")
    url: Url | None = None
    audiences: list[AudienceName] = Field(default_factory=list, max_length=50)
    tags: list[Title] = Field(default_factory=list, max_length=50)


class PublishedBody(BaseModel):
    """A published document."""

    id: str
    version: str
    changed: bool = Field(description="False when the same document was there already.")
