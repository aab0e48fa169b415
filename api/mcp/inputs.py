"""What the tools take. Every value has a size; what is not named here is refused."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.fields import AudienceName, FilledText, Identifier, Language, QuestionText
from insights.drafts.model import LONGEST_TITLE
from insights.gaps.model import Cause, GapOrder, GapState

LONGEST_ARTICLE = 50_000
"""Characters of a draft."""
LONGEST_PIECE = 20_000
"""Characters of a document that are read at once."""
LARGEST_REQUEST = 6 * LONGEST_ARTICLE + 64 * 1024
"""Bytes: a character takes up to six in JSON."""

DocumentName = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class Input(BaseModel):
    """The arguments of a tool."""

    model_config = ConfigDict(extra="forbid")


class SearchInput(Input):
    """What to search for."""

    query: QuestionText
    lang: Language | None = Field(None, description="Language to search in, such as `es`. Null: that of the query.")
    limit: int = Field(8, ge=1, le=20, description="How many passages, at most.")


class AskInput(Input):
    """A question."""

    question: QuestionText
    lang: Language | None = Field(None, description="Language of the question. Null: detected.")
    conversation_id: Identifier | None = Field(None, description="Of an earlier answer, to go on with it.")


class ReadInput(Input):
    """Which part of which document."""

    document_id: DocumentName = Field(description="As in search results and citations.")
    version: Annotated[str, StringConstraints(max_length=80)] | None = Field(
        None, description="As in search results and citations. Null: the current one."
    )
    start: int = Field(0, ge=0, le=100_000_000, description="Offset of the first character.")
    length: int = Field(LONGEST_PIECE, ge=1, le=LONGEST_PIECE, description="How many characters, at most.")


class GapsInput(Input):
    """Which gaps."""

    states: Annotated[list[GapState], Field(max_length=len(GapState))] = Field(
        [], description="Empty: those in which something is left to do."
    )
    cause: Cause | None = Field(None, description="Only gaps of this cause.")
    lang: Language | None = Field(None, description="Only gaps with questions in this language.")
    order: GapOrder = Field(GapOrder.HARM, description="What comes first: `harm`, `customers` or `recent`.")
    limit: int = Field(10, ge=1, le=20, description="How many, at most.")
    cursor: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None, description="`next_cursor` of the page before."
    )


class DraftInput(Input):
    """An article to be looked at by people."""

    title: Annotated[FilledText, StringConstraints(max_length=LONGEST_TITLE)] = Field(description="Of the article.")
    text: Annotated[FilledText, StringConstraints(max_length=LONGEST_ARTICLE)] = Field(description="Markdown.")
    lang: Language = Field(description="Language of the article, such as `en`.")
    gap_id: Identifier | None = Field(None, description="The gap that it is for, from `list_gaps`.")
    document_id: DocumentName | None = Field(
        None, description="A document that it is an addition to: the text is put at its end. Null: a new article."
    )
    audiences: Annotated[list[AudienceName], Field(max_length=50)] | None = Field(
        None, description="Who may see it, out of your own audiences. Null: all of yours; none: everybody."
    )


@cache
def input_schema(takes: type[Input]) -> dict[str, Any]:
    """The JSON Schema of a tool's arguments, without references: some clients cannot follow them."""
    schema = takes.model_json_schema()
    definitions = schema.pop("$defs", {})
    found: dict[str, Any] = _resolved(schema, definitions)
    return found


def _resolved(part: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_resolved(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    own = {name: _resolved(value, definitions) for name, value in part.items() if name != "$ref"}
    named = definitions[part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else {}
    return {**named, **own}
