"""Proof of gaps as the API gives and takes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from core.model import Decision, Reason
from insights.gaps.model import GapState
from insights.proof.documents import MOST_NAMED
from insights.proof.model import Because, ChangeKind, CheckState, Verdict
from insights.proof.rules import DEFINITIONS, LONGEST_ROUND, LOWEST_BAR, MOST_SAMPLED


class RulesBody(BaseModel):
    """When a gap counts as closed."""

    bar: float = Field(0.75, ge=LOWEST_BAR, le=1.0, description=DEFINITIONS["bar"])
    each_language: bool = Field(False, description=DEFINITIONS["each_language"])
    sample: int = Field(6, ge=1, le=MOST_SAMPLED, description=DEFINITIONS["sample"])
    accept_unsure: bool = Field(False, description=DEFINITIONS["accept_unsure"])
    round_days: int = Field(7, ge=1, le=LONGEST_ROUND, description=DEFINITIONS["round_days"])
    tell: bool = Field(True, description=DEFINITIONS["tell"])


class RightDocumentBody(BaseModel):
    """A document that a gap's questions should be answered from."""

    document_id: str
    by: str = Field(description="`published` for the gap, or `named` by a person.")
    title: str
    lang: str | None
    removed: bool
    url: str | None


class CitedBody(BaseModel):
    """The passage an answer stands on."""

    document_id: str
    version: str
    title: str
    quote: str = Field(description="Verbatim; at most 400 characters.")


class NowBody(BaseModel):
    """What became of a question when it was asked again."""

    decision: Decision
    reason: Reason | None
    confidence: float
    cited: CitedBody | None
    shown: bool = Field(description="False: the citation is what would have been said, had it been sure enough.")
    rank: int | None = Field(description="Place of the right document among what was found; null: it was not found.")
    passed: bool


class CheckedQuestionBody(BaseModel):
    """A question then and now."""

    message_id: str
    text: str = Field(description="Understandable by itself; personal data is masked.")
    lang: str | None
    decision_then: Decision
    confidence_then: float
    now: NowBody | None = Field(description="Null: it has not been asked yet.")


class ChangeBody(BaseModel):
    """What changed between the check that closed a gap and the one that reopened it."""

    kind: ChangeKind
    document_id: str | None
    title: str | None
    before: str | None = Field(description="A version of the document, or what else was there before.")
    after: str | None
    at: str | None
    by: str | None = Field(description="Id of a person or key, or the source whose sync brought it.")


class CheckBody(BaseModel):
    """One time that a gap's questions were asked again."""

    id: int
    because: Because
    actor: str
    state: CheckState
    verdict: Verdict | None
    total: int = Field(description="Questions asked again.")
    done: int
    passed: int = Field(description="Answered from a right document.")
    share: float | None
    rules: RulesBody = Field(description="As they were then.")
    before: GapState | None
    after: GapState | None
    changes: list[ChangeBody]
    started_at: str
    ended_at: str | None
    questions: list[CheckedQuestionBody]


class DueBody(BaseModel):
    """That a gap waits to be checked."""

    because: Because
    since: str


class CheckList(BaseModel):
    """The checks of a gap, latest first, and what is right for it."""

    items: list[CheckBody]
    next_cursor: str | None
    documents: list[RightDocumentBody]
    due: DueBody | None = Field(description="Null: nothing waits.")


class CheckAsked(BaseModel):
    """A check that was asked for."""

    due: DueBody


class RightDocumentsRequest(BaseModel):
    """The documents that are right for a gap, and no others; translations of them are right too."""

    documents: list[Annotated[str, StringConstraints(min_length=1, max_length=500)]] = Field(max_length=MOST_NAMED)


class RightDocumentsBody(BaseModel):
    """What is right for a gap."""

    documents: list[RightDocumentBody]


class TellRequest(BaseModel):
    """Whether customers of a gap are told when it is closed."""

    tell: bool | None = Field(description="Null: as the board says.")


class ToldBody(BaseModel):
    """Who is told of a gap's answer."""

    tell: bool = Field(description="Whether those who agreed are told by themselves.")
    told: int
    untold: int = Field(description="Customers who agreed and can be reached, and have not been told.")


class ProofBody(BaseModel):
    """How proof stands over all gaps."""

    rules: RulesBody
    waiting: int = Field(description="Gaps that wait to be checked.")
    settled: bool = Field(description="Whether the content is as it was when gaps were looked at last.")
    running: CheckBody | None
