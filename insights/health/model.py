"""What is known of a document's health: names and values that the rest shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What may be wrong with a document."""

    FAILING = "failing"
    """It was shown, and customers got no good answer."""
    NOT_SHOWN = "not_shown"
    """It was the nearest to questions that got no answer."""
    CONTRADICTED = "contradicted"
    BROKEN_LINKS = "broken_links"
    BROKEN_IMAGES = "broken_images"
    DUPLICATED = "duplicated"
    TRANSLATION_WANTED = "translation_wanted"
    NEVER_FOUND = "never_found"
    NEVER_CITED = "never_cited"
    OLD = "old"


class PairKind(StrEnum):
    """What two documents have with each other."""

    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"


class LinkState(StrEnum):
    """Whether a link or a picture works."""

    OK = "ok"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    """Not looked at, or it cannot be told."""


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody looked at a document and found it right."""

    at: str
    staff_id: str | None
    staff: str | None
    """None: with an API key."""
    version: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentHealth:
    """A document's figures. Counts are of the last 90 days."""

    document_id: str
    title: str
    lang: str
    source: str
    version: str
    points: float
    problems: Mapping[Problem, int]
    """How often it has each problem."""
    served: int
    failed: int
    nearest: int
    """Questions without an answer that it was the best found for."""
    helpful: int
    votes: int
    found: int
    cited: int
    last_found_at: str | None
    changed_at: str
    checked_at: str | None
    checked_by: str | None
    wanted: Mapping[str, int]
    """Questions by the language that it does not exist in."""
    duplicates: int
    contradictions: int
    broken_links: int
    broken_images: int
    counted_at: str | None
    """None: not counted yet."""

    @property
    def helpful_rate(self) -> float | None:
        """Share of votes that said it helped; None without votes."""
        return self.helpful / self.votes if self.votes else None


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document's current version; `text` is what stands there."""

    document_id: str
    title: str
    version: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stretches that say the same, or the opposite."""

    id: int
    kind: PairKind
    here: Quote
    there: Quote
    likeness: float
    """Share of words in common, 0 to 1."""
    difference: str | None
    """What they disagree in."""
    dismissed_at: str | None
    dismissed_by: str | None


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link or picture of a document, and whether it works."""

    is_image: bool
    target: str
    text: str
    state: LinkState
    problem: str | None
    checked_at: str | None
    """When the address was last asked; None inside the content, where that is always known."""
    leads_to: str | None
    """Id of the document it leads to."""


@dataclass(frozen=True, slots=True)
class HealthFilter:
    """Which documents to list. Every part that is set must hold."""

    problem: Problem | None = None
    lang: str | None = None
    source: str | None = None
    text: str | None = None
    """Found anywhere in the title or id, whatever the case."""
    troubled: bool = False
    """Only documents with a problem."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is still to be done in the background."""

    questions: int
    """Questions whose documents have not been noted."""
    compare: int
    """Documents that have not been compared with the others since they changed."""
    links: int
    """Documents whose links have not been followed since the content changed."""
    count: int
    """Documents whose figures are to be counted anew."""
    addresses: int
    """Outside addresses that are due."""

    @property
    def left(self) -> int:
        """Everything but outside addresses, which are asked slowly on purpose."""
        return self.questions + self.compare + self.links + self.count
