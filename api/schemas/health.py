"""The health of documents as the API gives and takes it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from insights.health.definitions import FIGURES, PROBLEMS
from insights.health.model import LinkState, PairKind, Problem
from insights.health.pairs import LONGEST_NOTE

_PROBLEMS = "; ".join(f"`{problem}`: {said.meaning}" for problem, said in PROBLEMS.items())


class HealthBody(BaseModel):
    """A document's figures."""

    document_id: str
    title: str
    lang: str
    source: str
    version: str
    points: float = Field(description=FIGURES["points"])
    problems: dict[Problem, int] = Field(description=f"How often it has each problem. {_PROBLEMS}")
    served: int = Field(description=FIGURES["served"])
    failed: int = Field(description=FIGURES["failed"])
    nearest: int = Field(description=FIGURES["nearest"])
    helpful: int = Field(description="Customers who said that an answer citing it helped.")
    votes: int = Field(description="Customers who said whether it helped.")
    helpful_rate: float | None = Field(description=FIGURES["helpful_rate"])
    found: int = Field(description=FIGURES["found"])
    cited: int = Field(description=FIGURES["cited"])
    last_found_at: str | None
    changed_at: str = Field(description=FIGURES["changed"])
    checked_at: str | None = Field(description=FIGURES["checked"])
    checked_by: str | None
    wanted: dict[str, int] = Field(description=f"By language. {PROBLEMS[Problem.TRANSLATION_WANTED].meaning}")
    duplicates: int
    contradictions: int
    broken_links: int
    broken_images: int
    counted_at: str | None = Field(description="Null while it has not been counted.")


class HealthProgress(BaseModel):
    """What is left to be done in the background."""

    questions: int
    compare: int
    links: int
    count: int
    addresses: int


class HealthList(BaseModel):
    """A page of documents, the worst first."""

    items: list[HealthBody]
    next_cursor: str | None
    counts: dict[Problem, int] = Field(description="Documents with each problem, whatever the filter.")
    documents: int
    troubled: int = Field(description="Documents with any problem.")
    progress: HealthProgress


class QuoteBody(BaseModel):
    """A stretch of a document."""

    document_id: str
    title: str
    version: str
    start: int
    end: int
    text: str


class PairBody(BaseModel):
    """Two stretches that say the same, or the opposite."""

    id: int
    kind: PairKind
    here: QuoteBody
    there: QuoteBody
    likeness: float = Field(description="Share of words in common.")
    difference: str | None = Field(description="What they disagree in: `number` or `negation`.")
    dismissed_at: str | None
    dismissed_by: str | None


class LinkBody(BaseModel):
    """A link or picture."""

    is_image: bool
    target: str
    text: str
    state: LinkState
    problem: str | None
    checked_at: str | None
    leads_to: str | None


class CheckBody(BaseModel):
    """Somebody found the document right."""

    at: str
    staff_id: str | None
    staff: str | None
    version: str
    note: str


class HealthDetail(HealthBody):
    """A document with all that is known of its health."""

    pairs: list[PairBody] = Field(description="At most 100.")
    links: list[LinkBody]
    checks: list[CheckBody] = Field(description="Latest first, at most 20.")


class CheckRequest(BaseModel):
    """Marks a document as checked."""

    document_id: str = Field(min_length=1, max_length=1_000)
    version: str = Field("", max_length=80, description="The version that was looked at; refused when it has changed.")
    note: str = Field("", max_length=LONGEST_NOTE)


class DismissRequest(BaseModel):
    """Says whether a pair is a problem."""

    dismissed: bool = True
