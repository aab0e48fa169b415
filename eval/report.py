"""The report of a run as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from answering.confidence import Logistic
from api.pages.evaluation import FORMAT
from eval.failures import FailureGroup, failures
from eval.figures import DEFINITIONS, Cases, Figures, by_group, missing_article_cases
from eval.measures.doubt import reliability, risk_coverage
from eval.measures.intervals import Estimate, share
from eval.measures.timing import Latency
from eval.outcome import Outcome
from eval.records import Record, record

RISKS = (0.01, 0.02, 0.05, 0.10, 0.20, 0.30)
"""Shares of wrong answers at which the coverage is told."""

_POINTS = 200
"""Of a drawn curve, at most."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """What reading a corpus cost."""

    documents: int
    passages: int
    seconds: float
    embedded: int
    """Passages really embedded; the others came from the embedding cache."""
    failed: tuple[tuple[str, str], ...]

    @property
    def per_second(self) -> float | None:
        """Passages a second, from file to index; None when some came from the cache, which would flatter."""
        return self.passages / self.seconds if 0 < self.passages == self.embedded and self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Block:
    """The figures of one file of questions."""

    file: str
    groups: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cases of about the same confidence: what was promised, and what came true."""

    promised: float
    right: Estimate


@dataclass(frozen=True, slots=True)
class SetReport:
    """Everything measured on one set."""

    name: str
    fingerprint: str
    ingest: tuple[Ingest, ...]
    blocks: tuple[Block, ...]
    reliability: tuple[Reliability, ...]
    """In the missing-article test, lowest confidence first."""
    risk_coverage: tuple[tuple[float, float], ...]
    """Share of answerable questions answered, share of answers that are wrong; thinned for drawing."""
    coverage_at: tuple[tuple[float, float], ...]
    """Share of wrong answers allowed, share of answerable questions answered then."""
    failures: tuple[FailureGroup, ...]
    problems: tuple[str, ...]
    """What must never happen: a quote that is not verbatim, a document that could not be read."""
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One run."""

    about: Mapping[str, Any]
    """Versions, settings, seed and sample: what is needed to repeat it."""
    sets: tuple[SetReport, ...]
    embedding: Latency | None = None
    """Milliseconds to embed one question, over those not in the cache."""
    whole: Latency | None = None
    """Milliseconds of a whole question, embedding included."""
    peak_mib: float = 0.0
    gates: tuple[Mapping[str, Any], ...] = ()
    comparison: Mapping[str, Any] | None = None
    bars: tuple[Mapping[str, Any], ...] = ()

    @property
    def problems(self) -> list[str]:
        """Every problem, with the set it was met in."""
        return [f"{s.name}: {problem}" for s in self.sets for problem in s.problems]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"format": FORMAT, **asdict(self), "problems": self.problems, "definitions": DEFINITIONS}


def as_json(report: Report) -> str:
    """The whole report as a JSON document."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n"


def set_report(
    name: str,
    fingerprint: str,
    ingest: Sequence[Ingest],
    outcomes: Sequence[Outcome],
    model: Logistic | None = None,
) -> SetReport:
    """Measure the outcomes of one set, file by file; `model` is what their confidence comes from."""
    files = list(dict.fromkeys(o.file for o in outcomes))
    blocks = [Block(file, tuple(by_group([o for o in outcomes if o.file == file]))) for file in files]
    pairs = Cases(missing_article_cases(outcomes))
    curve = risk_coverage(pairs.confidence, pairs.right, pairs.answerable)
    return SetReport(
        name=name,
        fingerprint=fingerprint,
        ingest=tuple(ingest),
        blocks=tuple(blocks),
        reliability=_reliability(pairs),
        risk_coverage=tuple(curve[:: max(1, len(curve) // _POINTS)]),
        coverage_at=tuple((risk, max((c for c, r in curve if r <= risk), default=0.0)) for risk in RISKS if curve),
        failures=failures(outcomes, model),
        problems=tuple(_problems(ingest, outcomes)),
        records=tuple(record(o) for o in outcomes),
    )


def _reliability(pairs: Cases) -> tuple[Reliability, ...]:
    found = [
        (bin_.promised, share(round(bin_.right * bin_.n), bin_.n))
        for bin_ in reliability(pairs.confidence, pairs.right)
    ]
    return tuple(Reliability(promised, right) for promised, right in found if right)


def _problems(ingest: Sequence[Ingest], outcomes: Sequence[Outcome]) -> Iterator[str]:
    for part in ingest:
        yield from (f"{key} could not be ingested: {reason}" for key, reason in part.failed)
    for o in outcomes:
        if o.quotes_verified != o.quotes:
            yield f"{o.query_id} ({o.variant}): {o.quotes - o.quotes_verified} of {o.quotes} quotes are not verbatim"
