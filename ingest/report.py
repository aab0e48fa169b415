"""What a sync is told to do, how it says how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.sections import ChunkLimits

_MAX_STORED = 200
"""Failures kept with the source; the command line shows all."""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """Choices that shape the result; a change of them reads every document anew."""

    lang: str | None = None
    """Language of documents that do not declare one; None: by path, else detected."""
    audiences: frozenset[str] = frozenset()
    """Who may see documents that do not say it themselves; empty: everyone."""
    prune: bool = True
    """Take documents out of answers that are gone from the source."""
    may_empty: bool = False
    """Take everything out of answers when the source holds nothing any more; else that counts as a failure."""
    limits: ChunkLimits | None = None
    """Sizes of passages; None: those that suit the embedder."""


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a sync is."""

    done: int
    """Items looked at."""
    total: int | None
    """Items there are, where the source can tell."""
    passages: int
    """Passages embedded so far."""
    key: str
    """The item just finished; empty while passages are embedded."""


ProgressCallback = Callable[[SyncProgress], None]


@dataclass(slots=True)
class SyncReport:
    """What a sync did."""

    source: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    """Key and reason of each document that could not be read; what is stored of it stays as it was."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Key and reason of what was left out on purpose."""
    passages: int = 0
    """Passages of the documents added or updated."""
    embedded: int = 0
    """Those that needed a new vector."""
    engine: str | None = None
    """What ran the embedder, where there is a choice and anything was embedded."""
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())
    """What else the reader of the report should know."""

    def to_json(self) -> dict[str, Any]:
        """As plain data, failures and skipped items as objects."""
        data = asdict(self)
        for name in ("failed", "skipped"):
            data[name] = [{"key": key, "reason": reason} for key, reason in getattr(self, name)]
        return data | {"seconds": round(self.seconds, 3), "notes": list(self.notes)}

    def summary(self) -> dict[str, Any]:
        """The part that is stored with the source: with a bounded list of failures, and skipped items as a number."""
        data = self.to_json()
        return data | {
            "failed": data["failed"][:_MAX_STORED],
            "failures": len(self.failed),
            "skipped": len(self.skipped),
        }
