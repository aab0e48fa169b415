"""What is shown beside a draft, as the API gives it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from insights.drafts.differences import Change


class DiffPieceBody(BaseModel):
    """Some characters that stayed, went or came."""

    change: Change
    text: str


class DiffLineBody(BaseModel):
    """A line; `same` with pieces that differ is one that was changed, `skipped` stands for as many as its text says."""

    change: Change
    pieces: list[DiffPieceBody]


class ChangesBody(BaseModel):
    """What a text changes."""

    lines: list[DiffLineBody]


class NearBody(BaseModel):
    """A passage near to a text."""

    document_id: str
    version: str
    title: str
    heading: list[str]
    start: int
    end: int
    text: str
    own_text: str = Field(description="The stretch of the draft that it is near to.")
    shared: float = Field(description="Share of the shorter one's words and pairs of words that both hold.")
    cosine: float
    is_near: bool = Field(description="Whether it counts as the same said twice.")


class NearList(BaseModel):
    """Passages near to a text, what says nearly the same first."""

    items: list[NearBody]
