"""The report of a run as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.figures import Figures, Row
from eval.measures.intervals import Estimate
from eval.report import Block, Report, SetReport

COLUMNS = 4
"""Groups side by side in a table."""


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
