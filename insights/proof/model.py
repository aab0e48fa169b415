"""What a check of a gap is: names and values that the rest shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.model import Decision, Reason
from insights.gaps.model import GapState


class Because(StrEnum):
    """Why a gap is checked."""

    PUBLISHED = "published"
    """Something was published for it."""
    CONTENT = "content"
    """Content has changed while it waits or fails."""
    CHANGED = "changed"
    """A document that its answers come from has changed or is gone."""
    NEIGHBOURS = "neighbours"
    """New text stands as near to its questions as the right document."""
    JUDGEMENT = "judgement"
    """The embedder, or what confidence and thresholds follow from, is another one."""
    ROUND = "round"
    """It was not looked at for long."""
    ASKED = "asked"
    """Somebody wants it."""


class CheckState(StrEnum):
    """Where a check stands."""

    RUNNING = "running"
    DONE = "done"
    LEFT = "left"
    """Content changed while its process was away, so it was begun anew."""


class Verdict(StrEnum):
    """What a check found."""

    PASSED = "passed"
    FAILED = "failed"
    NO_DOCUMENT = "no_document"
    """Nobody has published or named what answers the gap, so nothing can be proven."""
    NO_QUESTIONS = "no_questions"
    """No question is left in the gap."""


class ChangeKind(StrEnum):
    """What may have broken a gap that was closed."""

    REMOVED = "removed"
    EDITED = "edited"
    HIDDEN = "hidden"
    """Other people may see it now."""
    OUTRANKED = "outranked"
    """Another document, new or changed since, is cited instead."""
    JUDGEMENT = "judgement"
    RULES = "rules"
    """The bar or what counts as answered was changed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a gap counts as closed; edited on the board."""

    bar: float = 0.75
    """Share of the questions that must be answered from the right document, 0.5 to 1."""
    each_language: bool = False
    """Whether that must hold in each language by itself."""
    sample: int = 6
    """Questions asked again in each language, at most; 1 to 50."""
    accept_unsure: bool = False
    """Whether an answer shown as uncertain counts too."""
    round_days: int = 7
    """Days after which a closed gap is checked although nothing seems to have changed; 1 to 90."""
    tell: bool = True
    """Whether customers who agreed to it are told by themselves when their gap is closed."""


@dataclass(frozen=True, slots=True)
class RightDocument:
    """A document that a gap's questions should be answered from."""

    document_id: str
    by: str
    """`published` for the gap, or `named` by a person."""
    title: str
    lang: str | None
    removed: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it was at a check."""

    version: str
    title: str
    audiences: tuple[str, ...]
    right: bool
    """Whether it was right for the gap; otherwise it was only cited."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between the check that closed a gap and the one that reopened it."""

    kind: ChangeKind
    document_id: str | None = None
    title: str | None = None
    before: str | None = None
    """A version, or what else was there before."""
    after: str | None = None
    at: str | None = None
    by: str | None = None
    """Id of a member of staff or of a key, or the name of the source whose sync brought it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that is to be asked again."""

    check_id: int
    place: int
    message_id: str
    text: str
    """Masked, and understandable by itself."""
    lang: str | None
    audiences: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cited:
    """The passage an answer stands on."""

    document_id: str
    version: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What became of one question."""

    decision: Decision
    reason: Reason | None
    confidence: float
    cited: Cited | None
    """From the right document where one is cited, else the first one."""
    shown: bool
    """False: the citation is what would have been said, had it been sure enough."""
    rank: int | None
    """Place of the right document among what was found, from 1; None: it was not found."""
    passed: bool


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question then and now."""

    message_id: str
    text: str
    lang: str | None
    decision_then: Decision
    confidence_then: float
    now: AskedAgain | None
    """None: it has not been asked yet."""


@dataclass(frozen=True, slots=True)
class Check:
    """One time that a gap's questions were asked again."""

    id: int
    gap_id: str
    because: Because
    actor: str
    state: CheckState
    verdict: Verdict | None
    total: int
    done: int
    passed: int
    rules: Rules
    before: GapState | None
    after: GapState | None
    changes: tuple[Change, ...]
    documents: Mapping[str, Known]
    generation: int
    fit: str
    """Names what answers were judged by."""
    started_at: str
    ended_at: str | None

    @property
    def share(self) -> float | None:
        """Questions that are answered from the right document, of all that were asked."""
        return self.passed / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Due:
    """A gap that is to be checked."""

    gap_id: str
    because: Because
    actor: str
    since: str
