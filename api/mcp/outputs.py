"""What the tools give, beside the text for the model: the same as over HTTP where there is such a thing."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.mcp.framing import NOTICE
from api.schemas.asking import AnswerBody
from api.schemas.finding import SearchBody
from insights.drafts.model import DraftState
from insights.gaps.model import Cause, GapState


class Output(BaseModel):
    """The result of a tool."""

    notice: str = Field(default=NOTICE, description="How to take what follows.")


class SearchOutput(SearchBody, Output):
    """Passages, the best first."""


class AnswerOutput(AnswerBody, Output):
    """The answer object: decision, confidence, text, and verbatim quotes with their places."""


class PieceOutput(Output):
    """A part of one version of a document."""

    document_id: str
    document_version: str
    title: str
    url: str | None
    lang: str
    as_of: str = Field(description="When this version was read from its source.")
    current: bool = Field(description="Whether answers are taken from this version today.")
    text: str = Field(description="Normalised text; a quote is `text[start:end]` of the whole, in code points.")
    start: int
    end: int
    characters: int = Field(description="Of the whole document.")
    next_start: int | None = Field(description="Where to read on; null at the end.")


class GapOutput(BaseModel):
    """A group of questions that the content does not serve."""

    id: str
    name: str = Field(description="The question nearest to its middle. Personal data is masked.")
    state: GapState
    cause: Cause | None = Field(description="Why there is no good answer; null: not looked at yet.")
    lang: str | None = Field(description="The commonest language.")
    langs: dict[str, int] = Field(description="Questions by language.")
    size: int = Field(description="Questions.")
    customers: int = Field(description="How many different ones asked.")
    harm: float = Field(description="What the list is ordered by.")
    last_seen: str | None
    examples: list[str] = Field(description="Its latest questions. Personal data is masked.")


class GapsOutput(Output):
    """A page of gaps."""

    gaps: list[GapOutput]
    next_cursor: str | None = Field(description="Null on the last page.")


class DraftOutput(BaseModel):
    """What became of a draft. Nothing is published."""

    draft_id: str
    state: DraftState
    title: str
    lang: str
    gap_id: str | None
    document_id: str | None
    audiences: list[str] = Field(description="Who would see it; none: everybody.")
    address: str = Field(description="Where people look at it, on this server.")
