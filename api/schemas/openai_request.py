"""The request of a chat completion, as far as it means something here; other parameters are read past."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.schemas.asking import PageContext
from api.schemas.fields import MAX_ATTRIBUTE, Identifier, Language, clean

MAX_MESSAGES = 500
MAX_PARTS = 50


class ContentPart(BaseModel):
    """A part of a message; only text can be read."""

    type: Annotated[str, Field(max_length=40)] = "text"
    text: str | None = None
    refusal: str | None = None


class ChatMessage(BaseModel):
    """One message. What is not named here, such as `name` or `annotations`, is read past."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | Annotated[list[ContentPart], Field(max_length=MAX_PARTS)] | None = None


class StreamOptions(BaseModel):
    """What a stream tells beside its text."""

    include_usage: bool | None = None


class AskwellOptions(BaseModel):
    """What only Askwell knows; `extra_body={"askwell": {…}}` with the official client."""

    conversation_id: Identifier | None = Field(
        default=None, description="Of an earlier answer, to go on with it: then only the last message counts."
    )
    lang: Language | None = Field(default=None, description="Language of the question. Null: detected.")
    page: PageContext | None = None


class ChatRequest(BaseModel):
    """A chat completion. The last message of the user is the question, those before it are what was said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": "askwell", "messages": [{"role": "user", "content": "How do I reset my password?"}]}]
        }
    )

    model: Annotated[str, Field(max_length=200)] = Field(
        "askwell", description="Any name is taken; the answer names the one that gave it."
    )
    messages: list[ChatMessage] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, description="1.")
    tools: list[Any] | None = Field(default=None, description="None: this model calls no tools.")
    tool_choice: Any = None
    functions: list[Any] | None = None
    response_format: dict[str, Any] | None = Field(default=None, description='`{"type": "text"}`.')
    modalities: list[str] | None = Field(default=None, description='`["text"]`.')
    audio: Any = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    user: Annotated[str, Field(max_length=MAX_ATTRIBUTE), AfterValidator(clean)] | None = Field(
        default=None, description="Shown to agents as the attribute `user`."
    )
    askwell: AskwellOptions | None = None
