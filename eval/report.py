"""The report of a run as plain data, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from eval.figures import Cases, Figures, Row, by_group, missing_article_cases
from eval.measures.doubt import Bin, reliability, risk_coverage
from eval.measures.intervals import Estimate
from eval.measures.timing import Latency
from eval.outcome import Line, Outcome, Variant

WORST = 12
"""Failures shown for each set."""

COLUMNS = 4
"""Groups side by side in a text table."""


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
class Failure:
    """A wrong answer, told so that a person can see why."""

    query_id: str
    text: str
    standalone: str
    lang: str
    variant: str
    decision: str
    confidence: float
    best: str | None
    relevant: tuple[str, ...]
    ranking: tuple[str, ...]
    answer: str
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Block:
    """The figures of one file of questions."""

    file: str
    groups: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class SetReport:
    """Everything measured on one set."""

    name: str
    fingerprint: str
    ingest: tuple[Ingest, ...]
    blocks: tuple[Block, ...]
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[tuple[float, float], ...]
    worst: tuple[Failure, ...]
    problems: tuple[str, ...]
    """What must never happen: a quote that is not verbatim, a document that could not be read."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run."""

    about: Mapping[str, Any]
    """Versions, settings, seed and sample: what is needed to repeat it."""
    sets: tuple[SetReport, ...]
    embedding: Latency | None = None
    """Milliseconds to embed one question, over those not in the cache."""
    peak_mib: float = 0.0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        """Every problem, with the set it was met in."""
        return [f"{s.name}: {problem}" for s in self.sets for problem in s.problems]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def set_report(name: str, fingerprint: str, ingest: Sequence[Ingest], outcomes: Sequence[Outcome]) -> SetReport:
    """Measure the outcomes of one set, file by file."""
    files = list(dict.fromkeys(o.file for o in outcomes))
    blocks = [Block(file, tuple(by_group([o for o in outcomes if o.file == file]))) for file in files]
    pairs = Cases(missing_article_cases(outcomes))
    return SetReport(
        name=name,
        fingerprint=fingerprint,
        ingest=tuple(ingest),
        blocks=tuple(blocks),
        reliability=tuple(reliability(pairs.confidence, pairs.right)),
        risk_coverage=_thinned(risk_coverage(pairs.confidence, pairs.right, pairs.answerable)),
        worst=_worst(outcomes),
        problems=tuple(_problems(ingest, outcomes)),
    )


def _thinned(points: Sequence[tuple[float, float]], most: int = 200) -> tuple[tuple[float, float], ...]:
    step = max(1, len(points) // most)
    return tuple(points[::step])


def _worst(outcomes: Sequence[Outcome]) -> tuple[Failure, ...]:
    wrong = sorted((o for o in outcomes if not o.right), key=lambda o: -o.confidence)
    as_is = [o for o in wrong if o.variant is Variant.AS_IS][:WORST]
    others = [o for o in wrong if o.variant is not Variant.AS_IS][:WORST]
    return tuple(_failure(o) for o in as_is + others)


def _failure(o: Outcome) -> Failure:
    return Failure(
        query_id=o.query_id,
        text=o.text,
        standalone=o.standalone,
        lang=o.lang,
        variant=o.variant,
        decision=o.decision,
        confidence=o.confidence,
        best=o.best,
        relevant=tuple(sorted(o.relevant)),
        ranking=o.rankings.get(Line.OURS, ())[:5],
        answer=o.answer[:600],
        signals=o.signals,
    )


def _problems(ingest: Sequence[Ingest], outcomes: Sequence[Outcome]) -> Iterator[str]:
    for part in ingest:
        yield from (f"{key} could not be ingested: {reason}" for key, reason in part.failed)
    for o in outcomes:
        if o.quotes_verified != o.quotes:
            yield f"{o.query_id} ({o.variant}): {o.quotes - o.quotes_verified} of {o.quotes} quotes are not verbatim"


def as_text(report: Report) -> str:
    """The report as tables for a terminal, at most 120 columns wide."""
    lines = [f"{key}: {value}" for key, value in report.about.items()]
    for part in report.sets:
        lines += ["", *_set_lines(part)]
    lines += ["", *_machine_lines(report)]
    if report.problems:
        lines += ["", "Problems:", *(f"  {problem}" for problem in report.problems[:20])]
        lines += [f"  … and {len(report.problems) - 20} more"] if len(report.problems) > 20 else []
    return "\n".join(lines)


def _machine_lines(report: Report) -> Iterator[str]:
    if report.embedding:
        found = report.embedding
        yield f"Embedding a question: p50 {found.p50:.1f} ms, p95 {found.p95:.1f} ms over {found.n}"
    yield f"Peak memory: {report.peak_mib:.0f} MiB"


def _set_lines(part: SetReport) -> Iterator[str]:
    yield f"== {part.name} (data {part.fingerprint})"
    for ingest in part.ingest:
        speed = f"{ingest.per_second:.1f} passages/s" if ingest.per_second else "embeddings from the cache"
        yield f"   {ingest.documents} documents, {ingest.passages} passages, {ingest.seconds:.1f} s, {speed}"
    for block in part.blocks:
        yield from _block_lines(block)


def _block_lines(block: Block) -> Iterator[str]:
    yield ""
    yield f"-- {block.file}"
    if any(group.retrieval for group in block.groups):
        yield from _retrieval_lines(block)
    yield from _table(block, "answers", [group.answers for group in block.groups])
    yield from _table(block, "doubt", [group.doubt for group in block.groups])
    yield from _table(block, "time without embedding", [_time_row(group) for group in block.groups])


def _time_row(group: Figures) -> dict[str, str]:
    return {"p50 ms": f"{group.time.p50:.1f}", "p95 ms": f"{group.time.p95:.1f}"} if group.time else {}


def _retrieval_lines(block: Block) -> Iterator[str]:
    yield f"   {'retrieval':<28}{'':<15}{'n':>6}" + "".join(
        f"{name:>17}" for name in ("recall@1", "recall@5", "MRR@10", "nDCG@10")
    )
    for group in block.groups:
        for line, row in group.retrieval.items():
            n = next((estimate.n for estimate in row.values() if estimate), 0)
            cells = "".join(f"{cell(estimate):>17}" for estimate in row.values())
            yield f"   {group.group[:27]:<28}{line:<15}{n:>6}{cells}"


def _table(block: Block, title: str, rows: Sequence[Row | dict[str, str]]) -> Iterator[str]:
    """One line a measure, one column a group, a few groups at a time: measures have long names."""
    names = [name for name in rows[0] if any(row[name] for row in rows)] if rows else []
    for first in range(0, len(rows) if names else 0, COLUMNS):
        groups, part = block.groups[first : first + COLUMNS], rows[first : first + COLUMNS]
        yield f"   {title:<34}" + "".join(f"{group.group[:19]:>20}" for group in groups)
        for name in names:
            yield f"   {name:<34}" + "".join(f"{cell(row.get(name)):>20}" for row in part)


def cell(estimate: Estimate | str | None) -> str:
    """A figure with its interval in little room: `.640 .58–.70`; `-` where there is nothing to measure."""
    if estimate is None:
        return "-"
    if isinstance(estimate, str):
        return estimate
    if estimate.value > 1.5:  # a count, such as words
        return f"{estimate.value:.1f}"
    return f"{_short(estimate.value, 3)} {_short(estimate.low, 2)}–{_short(estimate.high, 2)}"


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.removeprefix("0") if text.startswith("0.") else text
