"""Bodies of the routes of mail."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.fields import Language


class InboundBody(BaseModel):
    """What became of an e-mail."""

    outcome: str = Field(description="See the outcomes in docs/mail.md.")
    conversation_id: str | None = Field(description="The conversation it belongs to, if it was found.")


class InboundRow(InboundBody):
    """An e-mail that came in."""

    detail: str | None = Field(description="Why, where there is more to say.")
    received_at: str


class InboundListBody(BaseModel):
    """The latest e-mails."""

    items: list[InboundRow]


class TranscriptRequest(BaseModel):
    """Where the conversation is to be sent."""

    email: str | None = Field(None, max_length=254, description="Without it: to the address on file.")
    lang: Language | None = None


class TranscriptBody(BaseModel):
    """It will be sent."""

    conversation_id: str
    queued: bool
