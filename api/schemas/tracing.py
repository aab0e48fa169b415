"""Traces of answers as the API gives them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from core.model import Decision, Reason
from escalation.policy import Action
from insights.tracing.model import ChangeKind


class ReadingBody(BaseModel):
    """How the question was read. Personal data is masked."""

    standalone: str = Field(description="As it was searched for, with what was said before put in.")
    corrections: dict[str, str] = Field(description="Mistyped words, and what they were read as.")
    missing_codes: list[str] = Field(description="Codes that no document holds that the customer may see.")
    terms: list[str] | None = Field(description="What was looked for in the full text, as it is indexed.")
    kind: str | None = Field(description="The kind of message: `question`, `complaint`, `wants_person`, …")
    asks_for: str | None = Field(description="The kind of answer expected: `how_to`, `number`, `date`, …")
    lang: str
    lang_given: bool | None = Field(description="Whether the language came with the question or was detected.")
    turns: int | None = Field(description="Messages of the customer before it that were taken into account.")
    standalone_by: str | None = Field(
        description="The language model that put them in, and the name and version of its instruction; null: rules."
    )


class CandidateBody(BaseModel):
    """A passage that was found."""

    rank: int
    document_id: str
    document_version: str
    title: str
    heading: list[str]
    start: int
    end: int
    lang: str
    text: str
    score: float = Field(description="What it is ordered by, 0 to 1.")
    parts: dict[str, float | None] = Field(
        description="`dense`, `lexical`, `title`, `translations`, `tokens`, `fused` (search alone) and `reranker`."
    )
    chosen: bool = Field(description="Whether the answer was made from it.")


class StretchBody(BaseModel):
    """A stretch of content that the answer was made of, shown or not."""

    document_id: str
    document_version: str
    title: str
    lang: str
    start: int
    end: int
    text: str


class SignalBody(BaseModel):
    """One signal of the confidence."""

    name: str
    value: float
    log_odds: float | None = Field(description="What it added to the log-odds of being right; null: no weight.")
    words: str


class JudgementBody(BaseModel):
    """Confidence and thresholds, and what they gave."""

    confidence: float
    intercept: float | None = Field(description="Log-odds of being right when all signals are typical.")
    signals: list[SignalBody] = Field(description="Those that weighed most first.")
    group: float | None = Field(description="With choices: how sure it is that one of them is right.")
    coverage: float | None = Field(description="Weighted share of the question's words in the evidence.")
    thresholds: dict[str, float] | None = Field(description="Confidences needed for `answer`, `caveat`, `clarify`.")
    target_precision: float | None
    found_decision: Decision | None = Field(description="Before kinds of messages and the rules of hand-off.")
    found_reason: Reason | None
    doubts: list[str]


class VersionsBody(BaseModel):
    """What the answer was made with; null where that was not kept."""

    generation: int | None = Field(description="State of the content: how many changes there had been.")
    embedder: str | None
    reranker: str | None
    calibration: str | None = Field(description="Fit of the confidence: its date and a hash of its numbers.")
    software: str | None


class WrittenBody(BaseModel):
    """How a language model wrote an answer, or what it wrote instead of one."""

    model: str
    prompt: str = Field(description="Name and version of the instruction, such as `answer@1`.")
    tries: int
    seconds: float
    end: str | None = Field(description="Why its text was not shown; null where it was.")
    shown: int = Field(description="Sentences that a document bears.")
    cut: list[str] = Field(description="Sentences that none does, masked, each with what it failed.")


class SideBody(BaseModel):
    """One answer with how it came about."""

    at: str
    decision: Decision
    reason: Reason | None
    action: Action | None = Field(description="What the rules of hand-off made of it.")
    text: str
    reading: ReadingBody
    candidates: list[CandidateBody]
    evidence: list[StretchBody]
    judgement: JudgementBody
    versions: VersionsBody
    missing: list[str] = Field(description="What was not kept with this answer.")
    written: WrittenBody | None = Field(description="Null where no language model was asked.")


class ChangeBody(BaseModel):
    """One thing that is otherwise now."""

    kind: ChangeKind
    text: str
    document_id: str | None
    title: str | None
    before: str | None = Field(description="The document's version then.")
    after: str | None = Field(description="Its version now.")
    at: str | None
    decisive: bool = Field(description="Asked now without all decisive documents, the outcome is the same as then.")
    translation_of: str | None = Field(description="The document of the answer that this one is a translation of.")


class TraceBody(BaseModel):
    """A question as it was answered and as it would be today."""

    question_id: str
    conversation_id: str
    question: str
    asked_at: str
    audiences: list[str] = Field(description="Groups of the customer whose documents were searched, both times.")
    then: SideBody | None = Field(description="Null: a person had the conversation, or the answer is on its way.")
    now: SideBody
    changes: list[ChangeBody]
    summary_then: str
    summary_now: str
