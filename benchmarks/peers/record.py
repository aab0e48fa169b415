"""What was measured of one system on one set, as plain values that can be kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One answerable question, asked as it is and again with its documents gone."""

    id: str
    lang: str
    relevant: tuple[str, ...]
    ranking: tuple[str, ...]
    """The first ten documents."""
    milliseconds: float
    """Of the search, without the embedding of the question."""
    best: str | None
    score: float | None
    best_without: str | None
    score_without: float | None
    judged_milliseconds: float
    """Of what gave `best` and `score`, without the embedding of the question."""


@dataclass(frozen=True, slots=True)
class Record:
    """One system on one set."""

    system: str
    """Key of its entry."""
    data: str
    documents: int
    chunks: int
    asked: tuple[Asked, ...]
    off_topic: tuple[float | None, ...]
    """Scores of questions that the set does not answer."""
    ingest_seconds: float
    """Of splitting and indexing, without the embedding."""
    memory_mib: float
    """Resident memory that the library, its index and the questions added to the harness."""
    embedding_milliseconds: float
    """Median of embedding one question."""
    at: str
    about: Mapping[str, Any]
    """Versions, seed, machine: what the result depends on."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def record_of(data: Mapping[str, Any]) -> Record:
    """A record read back from `as_dict`."""
    asked = tuple(
        Asked(**(one | {"relevant": tuple(one["relevant"]), "ranking": tuple(one["ranking"])})) for one in data["asked"]
    )
    return Record(**{**data, "asked": asked, "off_topic": tuple(data["off_topic"])})
