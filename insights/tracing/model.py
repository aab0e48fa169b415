"""What a trace shows: two sides of the same form, then and now, and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Reading:
    """How the question was read. Personal data is masked."""

    standalone: str
    """As it was searched for, with what was said before put in."""
    corrections: Mapping[str, str]
    """Words that were read as others of the content."""
    missing_codes: tuple[str, ...]
    """Codes that no document holds that the customer may see."""
    terms: tuple[str, ...] | None
    """What was looked for in the full text, as it is indexed."""
    kind: str | None
    """What kind of message it was taken for."""
    asks_for: str | None
    """What kind of answer it was taken to expect."""
    lang: str
    lang_given: bool | None
    """Whether the language came with the question; otherwise it was detected."""
    turns: int | None
    """Messages of the customer before it that were taken into account."""
    standalone_by: str | None = None
    """The language model that put them in, and its instruction; None: the rules."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, in the order in which they were."""

    rank: int
    document_id: str
    document_version: str
    title: str
    heading: tuple[str, ...]
    start: int
    end: int
    lang: str
    text: str
    score: float
    parts: Mapping[str, float | None]
    """`dense`, `lexical`, `title`, `translations`, `tokens`, `fused` and `reranker`, each where it is known."""
    chosen: bool
    """Whether the answer was made from it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of content that the answer was made of, shown or not."""

    document_id: str
    document_version: str
    title: str
    lang: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of the confidence."""

    name: str
    value: float
    log_odds: float | None
    """What it added to the log-odds; None where it has no weight, or that was not kept."""
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Confidence and thresholds, and what they gave."""

    confidence: float
    intercept: float | None
    signals: tuple[Signal, ...]
    """Those that weighed most come first."""
    group: float | None
    """Where choices could be offered: how sure it is that one of them is right."""
    coverage: float | None
    """Weighted share of the question's words in the evidence."""
    thresholds: Mapping[str, float] | None
    """Confidences from which there is an `answer`, a `caveat`, a question back (`clarify`)."""
    target_precision: float | None
    found_decision: str | None
    """As the confidence has it, before kinds of messages and the rules of hand-off."""
    found_reason: str | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """What the answer was made with; None where it was not kept."""

    generation: int | None = None
    """State of the content: how many changes there had been."""
    embedder: str | None = None
    reranker: str | None = None
    """None also where none had a share."""
    calibration: str | None = None
    software: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How a language model wrote an answer, or what it wrote instead of one."""

    model: str
    prompt: str
    """Name and version of the instruction."""
    tries: int
    seconds: float
    end: str | None
    """Why its text was not shown; None where it was."""
    shown: int
    """Sentences that a document bears."""
    cut: tuple[str, ...]
    """Those that none does, masked, each with what it failed."""


@dataclass(frozen=True, slots=True)
class Side:
    """One answer with how it came about."""

    at: str
    decision: str
    reason: str | None
    action: str | None
    """What the rules of hand-off made of it: `show`, `escalate`, `offer`, `meanwhile` or `join`."""
    text: str
    reading: Reading
    candidates: tuple[Candidate, ...]
    evidence: tuple[Stretch, ...]
    judgement: Judgement
    versions: Versions
    missing: tuple[str, ...] = ()
    """What was not kept, as sentences."""
    written: Written | None = None
    """None where no language model was asked."""


class ChangeKind(StrEnum):
    """What can have changed."""

    PUBLISHED = "published"
    EDITED = "edited"
    REMOVED = "removed"
    CLOSED = "closed"
    """The customer may not see it any more."""
    RISEN = "risen"
    """It was there already, and is found now."""
    FALLEN = "fallen"
    """It is there, and is no longer found."""
    READING = "reading"
    EMBEDDER = "embedder"
    RERANKER = "reranker"
    CALIBRATION = "calibration"
    THRESHOLDS = "thresholds"
    SOFTWARE = "software"
    MODEL = "model"
    """A language model had a share in it then. Now it is asked without one."""
    RULES = "rules"
    """The rules of hand-off had another say."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise now."""

    kind: ChangeKind
    text: str
    """As a sentence."""
    document_id: str | None = None
    title: str | None = None
    before: str | None = None
    """The document's version then, where it is known."""
    after: str | None = None
    """Its version now, where there is one."""
    at: str | None = None
    decisive: bool = False
    """Asked now without the documents of all decisive changes, the question has the same outcome as then."""
    translation_of: str | None = None
    """The document of the answer that this one is a translation of, where it is."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A question as it was answered and as it would be answered today."""

    question_id: str
    conversation_id: str
    question: str
    """Masked."""
    asked_at: str
    audiences: tuple[str, ...]
    """Groups of the customer whose documents were searched, both times."""
    then: Side | None
    """None where it was not answered."""
    now: Side
    changes: tuple[Change, ...] = field(default=())
    summary_then: str = ""
    summary_now: str = ""
