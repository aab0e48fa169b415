"""Responses in the form of OpenAI's API."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.asking import CitationBody, EscalationReference, RelatedBody
from core.model import Decision, Reason


class UrlCitation(BaseModel):
    """A marker in the text, and the page that it leads to; indexes in code points, the end not included."""

    start_index: int
    end_index: int
    title: str
    url: str


class FileCitation(BaseModel):
    """A marker in the text, and the document that it leads to, which has no address."""

    start_index: int
    end_index: int
    file_id: str = Field(description="For `GET /v1/documents/{document_id}`.")
    filename: str


class CitationNumber(BaseModel):
    """Which of the `citations` in `askwell` an annotation stands for."""

    citation: int


class Annotation(BaseModel):
    """A citation; the field named by `type` is there, the other is not."""

    type: Literal["url_citation", "file_citation"]
    url_citation: UrlCitation | None = None
    file_citation: FileCitation | None = None
    askwell: CitationNumber


class CompletionMessage(BaseModel):
    """What is said."""

    role: Literal["assistant"]
    content: str = Field(description="Text of the answer; choices of a question back stand below it as a list.")
    refusal: None
    annotations: list[Annotation]


class CompletionChoice(BaseModel):
    """The one answer."""

    index: Literal[0]
    message: CompletionMessage
    logprobs: None
    finish_reason: Literal["stop"]


class Usage(BaseModel):
    """Tokens of the turns that were read and of the text shown, as the embedder counts them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AskwellAnswer(BaseModel):
    """The answer object without its text."""

    conversation_id: str
    message_id: str
    decision: Decision
    confidence: float
    lang: str
    citations: list[CitationBody]
    related: list[RelatedBody]
    choices: list[str]
    reason: Reason | None
    escalation: EscalationReference | None
    generator: str
    trace_id: str | None


class CompletionBody(BaseModel):
    """A chat completion."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    system_fingerprint: None
    choices: list[CompletionChoice]
    usage: Usage
    askwell: AskwellAnswer


class ModelBody(BaseModel):
    """A model that can be named."""

    model_config = ConfigDict(protected_namespaces=())

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(BaseModel):
    """All models."""

    object: Literal["list"]
    data: list[ModelBody]


class ErrorFacts(BaseModel):
    """What is wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(BaseModel):
    """An error in OpenAI's form."""

    error: ErrorFacts
