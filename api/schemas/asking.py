"""Requests and responses of customers: asking, conversations, sessions, search."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from api.schemas.fields import (
    MAX_QUESTION,
    AttributeMap,
    Comment,
    Identifier,
    Language,
    PageLanguage,
    QuestionText,
    Title,
    Url,
    clean,
    question_text,
)
from core.model import Author, Decision, FeedbackReason, Owner, Reason
from escalation.mail.address import MAX_ADDRESS
from escalation.tickets import Status


class PageContext(BaseModel):
    """The page the customer is on."""

    url: Url | None = None
    title: Title | None = None
    attributes: AttributeMap | None = None
    """What the site says of the customer or the page, such as `plan`; used to route and order."""
    lang: PageLanguage = None


class AskRequest(BaseModel):
    """A question."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "How do I reset my password?", "conversation_id": None}]}
    )

    question: QuestionText
    conversation_id: Identifier | None = Field(None, description="Of an earlier answer, to go on with it.")
    lang: Language | None = Field(None, description="Language of the question. Null: detected.")
    stream: bool = Field(False, description="Server-sent events instead of one JSON document.")
    page: PageContext | None = None


class MessageRequest(BaseModel):
    """A message in a conversation."""

    attachments: list[Identifier] = Field([], max_length=20, description="Ids of files uploaded before.")
    text: str = Field(
        "", validate_default=True, description=f"At most {MAX_QUESTION} characters; needed without files."
    )
    lang: Language | None = None
    page: PageContext | None = None

    @field_validator("text")
    @classmethod
    def _needs_a_file_or_words(cls, text: str, info: ValidationInfo) -> str:
        return "" if info.data.get("attachments") and not clean(text) else question_text(text)


class CitationBody(BaseModel):
    """A verbatim quote: `quote` equals `text[start:end]` of that document version, in code points."""

    id: int
    document_id: str
    document_version: str
    title: str
    url: str | None
    heading: list[str]
    quote: str
    start: int
    end: int
    lang: str
    as_of: str


class RelatedBody(BaseModel):
    """A document worth reading next."""

    document_id: str
    title: str
    url: str | None


class EscalationReference(BaseModel):
    """The escalation that a conversation is in."""

    id: str
    status: Status
    position: int | None = Field(None, description="Place in the queue, 1 is next; null when it is not `queued`.")
    expectation: str | None = Field(
        None, description="While `queued`: what the customer may expect, in their language; a measurement, no promise."
    )
    opens_at: str | None = Field(None, description="When the office opens next, if that is said.")
    asks_email: bool = Field(False, description="Whether the customer should be asked for an e-mail address.")


class AnswerBody(BaseModel):
    """The answer object.

    With `reason` `person_in_charge` the assistant is silent because a person has the conversation: nothing is added to
    it, `text` only confirms that the message arrived, and `message_id` is that of the customer's own message.
    """

    conversation_id: str
    message_id: str
    decision: Decision
    confidence: float = Field(description="Probability that the best answer found is right, also when not shown.")
    lang: str
    text: str = Field(description="Markdown with paragraphs, lists, tables and code only; `[1]` names a citation.")
    citations: list[CitationBody]
    related: list[RelatedBody]
    choices: list[str] = Field(description="For `clarify`: what to choose from, taken from the documents.")
    reason: Reason | None
    escalation: EscalationReference | None
    generator: str
    trace_id: str | None


class SentBody(BaseModel):
    """A stored message, and what the assistant says to it."""

    conversation_id: str
    message_id: str = Field(description="Of the message just sent.")
    answer: AnswerBody | None = Field(description="Null when a person is in charge and will reply.")


class AttachmentBody(BaseModel):
    """A file beside a line; `GET /v1/conversations/{id}/attachments/{id}` gives it."""

    id: str
    name: str
    media_type: str
    size: int = Field(description="Bytes.")


class MessageBody(BaseModel):
    """One line of a conversation."""

    id: str
    author: Author
    author_name: str | None
    text: str
    lang: str | None
    created_at: str
    citations: list[CitationBody] = Field(description="What a line of an agent quotes.")
    attachments: list[AttachmentBody]
    answer: AnswerBody | None = Field(description="The whole answer object of a line of the assistant.")
    helpful: bool | None = Field(description="The customer's vote on the answer.")
    feedback_reason: FeedbackReason | None = Field(description="What the customer missed in an answer of no help.")


class CsatBody(BaseModel):
    """How satisfied the customer is."""

    score: int = Field(ge=1, le=5)
    comment: str | None = None


class ReadMarks(BaseModel):
    """The last line that each side has had on the screen; null: none."""

    visitor: str | None
    agent: str | None


class ConversationBody(BaseModel):
    """A conversation with all its lines."""

    id: str
    owner: Owner
    agent_name: str | None
    lang: str | None
    created_at: str
    updated_at: str
    messages: list[MessageBody]
    escalation: EscalationReference | None
    read: ReadMarks
    csat: CsatBody | None
    contact_email: str | None = Field(None, description="The address the customer has left, masked: `a…@example.com`.")
    last_event_id: int = Field(description="Follow `/events` from here to miss nothing.")


class StartRequest(BaseModel):
    """A conversation that begins without a question."""

    person: bool = Field(False, description="Put it into the queue of the desk at once.")
    text: QuestionText | None = Field(None, description="With `person`: the customer's first line, for the person.")
    lang: Language | None = None
    page: PageContext | None = None

    @model_validator(mode="after")
    def _text_is_for_a_person(self) -> Self:
        if self.text is not None and not self.person:
            raise ValueError("text goes to a person: set person, or ask with POST /v1/ask")
        return self


class StartedBody(BaseModel):
    """A conversation that has begun."""

    conversation_id: str
    escalation: EscalationReference | None
    text: str | None = Field(description="With `person`: tells the customer what happens next, in their language.")
    message_id: str | None = Field(description="Of the customer's first line, if there is one.")
    last_event_id: int = Field(description="Follow `/events` from here to miss nothing.")


class EscalateRequest(BaseModel):
    """A wish for a person."""

    comment: Comment | None = Field(None, description="What it is about; without it the last question stands for it.")
    lang: Language | None = None


class EscalatedBody(BaseModel):
    """What follows from it."""

    conversation_id: str
    escalation: EscalationReference
    text: str = Field(description="Tells the customer what happens next, in their language.")


class FeedbackRequest(BaseModel):
    """A vote on an answer; the last one counts."""

    helpful: bool
    comment: Comment | None = None
    reason: FeedbackReason | None = Field(None, description="What was amiss; only with `helpful` false.")

    @model_validator(mode="after")
    def _reason_is_for_no(self) -> Self:
        if self.reason is not None and self.helpful:
            raise ValueError("reason says why an answer did not help: leave it out when it did")
        return self


class FeedbackBody(BaseModel):
    """The stored vote, and the escalation that follows from it."""

    message_id: str
    helpful: bool
    reason: FeedbackReason | None
    conversation_id: str
    escalation: EscalationReference | None
    text: str | None = Field(None, description="Where a person is asked for because of it: what the customer is told.")


class ReadRequest(BaseModel):
    """How far the customer has read."""

    message_id: Identifier


class CsatRequest(BaseModel):
    """A mark from 1 (bad) to 5 (very good)."""

    score: int = Field(ge=1, le=5, strict=True)
    comment: Comment | None = None


class CsatStored(BaseModel):
    """The stored mark."""

    conversation_id: str
    score: int


class ContactRequest(BaseModel):
    """Where the customer wants to be written to; null takes it back."""

    email: str | None = Field(max_length=MAX_ADDRESS)
    notify: bool = Field(False, description="Tell the customer there, once, when what they asked is answered.")


class ContactStored(BaseModel):
    """What is kept."""

    conversation_id: str
    contact_email: str | None = Field(description="Masked: `a…@example.com`.")
    notify: bool = Field(False, description="Whether they are told when what they asked is answered.")
