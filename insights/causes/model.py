"""Causes of gaps, and what is known of one question when its cause is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from insights.causes.leading import Lead
from insights.contradictions import Difference
from insights.gaps.model import Cause, Why

__all__ = ["Asked", "Cause", "Disagreement", "Found", "Observation", "Replied", "Reply", "Shown", "Verdict"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document that an answer cited at the time."""

    document_id: str
    version: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agent answered after the question."""

    text: str
    documents: tuple[str, ...] = ()
    """Cited by it, or linked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a gap with what became of it, as the log has it."""

    text: str
    lang: str | None
    why: Why
    audiences: frozenset[str] = frozenset()
    feedback_reason: str | None = None
    shown: tuple[Shown, ...] = ()
    replies: tuple[Reply, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A document as it was found for the question today."""

    document_id: str
    title: str
    lang: str
    rank: int
    """1 for the best document."""
    score: float
    nearness: float
    """How near in meaning, in [0, 1]."""
    words: float
    """Which share of the question's words it holds, weighted by rarity, in [0, 1]."""
    title_nearness: float | None
    quote: str
    """Of its best passage."""
    untranslated: bool = False
    """Whether it is in another language than the question, and has no translation in that one."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two texts that say different things; the second may be an agent's reply."""

    difference: Difference
    document_id: str
    title: str
    quote: str
    other_id: str | None
    """None: an agent's reply."""
    other_title: str
    other_quote: str
    at: str | None = None
    other_at: str | None = None
    """When each was last changed, as far as that is known."""
    overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Replied:
    """What agents answered, compared with the content."""

    lead: Lead
    words: float
    """Which share of its words and pairs of words a document holds, in [0, 1]."""
    words_ahead: float
    """By how much that is more than any other document near the reply holds."""
    words_apart: float
    """By how much it is more than they hold on average."""
    documents: tuple[Found, ...]
    """Those nearest to it: one in its language, then those that have no translation in it."""

    @property
    def nearness(self) -> float:
        """How near the nearest of them is, in [0, 1]."""
        return max((found.nearness for found in self.documents), default=0.0)


@dataclass(frozen=True, slots=True)
class Observation:
    """One question asked again today."""

    asked: Asked
    lang: str
    decision: str
    reason: str | None
    confidence: float
    sure_from: float
    """The confidence from which an answer is shown plainly."""
    signals: Mapping[str, float]
    documents: tuple[Found, ...]
    """The best ones, in whatever language."""
    lead: Lead
    """Where the question leads by its meaning alone, in each language."""
    alone: tuple[Found, ...] = ()
    """The nearest documents that are not in the question's language, nor is a translation of them."""
    unknown_terms: float = 0.0
    """Share of the question's words that no document holds."""
    missing_terms: tuple[str, ...] = ()
    """Words of the question, as they are written, that its best document does not hold."""
    disagreements: tuple[Disagreement, ...] = ()
    replied: Replied | None = None
    """What agents' replies lead to; None where no agent answered."""
    reply_document: Found | None = None
    """What agents pointed at, or the document nearest to what they wrote."""
    changed: tuple[tuple[str, str, str], ...] = ()
    """Documents that an answer showed and that were changed or removed since: id, title, moment."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """Log-odds of the kinds of messages."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cause of a gap most probably is."""

    cause: Cause
    probability: float
    chances: Mapping[Cause, float]
