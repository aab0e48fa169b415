"""The comparison as text for a terminal and as Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.peers.figures import Figures
from benchmarks.peers.registry import entry
from eval.measures.intervals import Estimate

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
"""What the command writes into the documentation stands between these."""

_NONE = "none"
_MAIN = (
    "system",
    "recall@1",
    "recall@5",
    "MRR@10",
    "AUROC",
    "AUROC, present",
    "coverage at .95",
    "off-topic passing",
    "search p50 / p95, ms",
    "ingest, s",
    "memory, MiB",
)

Rows = list[tuple[str, ...]]


def main_rows(figures: Sequence[Figures]) -> Rows:
    """The heading, and one row a system."""
    return [_MAIN, *(_row(one) for one in figures)]


def lang_rows(figures: Sequence[Figures]) -> Rows:
    """Recall at 1 and 5 by language: the heading, and one row a system."""
    langs = sorted({lang for one in figures for lang in one.by_lang})
    rows: Rows = [("system", *(f"{lang}: recall@1 / @5" for lang in langs))]
    for one in figures:
        cells = (_recalls(one.by_lang.get(lang, {})) for lang in langs)
        rows.append((entry(one.system).title, *cells))
    return rows


def as_text(sets: Mapping[str, Sequence[Figures]], about: Mapping[str, Any]) -> str:
    """All tables, aligned."""
    blocks = [_lines(_about(about))]
    for name, figures in sets.items():
        blocks.append(_title(name, figures))
        blocks += [_aligned(main_rows(figures)), _aligned(lang_rows(figures)), _lines(_notes(figures))]
    return "\n\n".join(blocks)


def as_markdown(sets: Mapping[str, Sequence[Figures]], about: Mapping[str, Any]) -> str:
    """The same as Markdown."""
    blocks = [_lines(f"- {line}" for line in _about(about))]
    for name, figures in sets.items():
        blocks.append(f"### {_title(name, figures)}")
        notes = _lines(f"- {note}" for note in _notes(figures))
        blocks += [_piped(main_rows(figures)), _piped(lang_rows(figures)), notes]
    return "\n\n".join(blocks)


def placed(page: str, markdown: str) -> str:
    """`page` with everything between its two marks replaced; raises `ValueError` when it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no {BEGIN} followed by {END}.")
    return f"{before}{BEGIN}\n{markdown}\n{END}{after}"


def _row(one: Figures) -> tuple[str, ...]:
    search = f"{one.search.p50:.1f} / {one.search.p95:.1f}" if one.search else _NONE
    return (
        entry(one.system).title,
        *(_share(one.ranking.get(name)) for name in ("recall@1", "recall@5", "MRR@10")),
        _share(one.auroc),
        _share(one.auroc_present),
        _share(one.coverage),
        _percent(one.off_topic),
        search,
        f"{one.record.ingest_seconds:.1f}",
        f"{one.record.memory_mib:.0f}",
    )


def _recalls(row: Mapping[str, Estimate | None]) -> str:
    return f"{_share(row.get('recall@1'))} / {_share(row.get('recall@5'))}"


def _share(estimate: Estimate | None) -> str:
    """Without the zero before the point, as the other tables have it."""
    return f"{estimate.value:.2f}".removeprefix("0") if estimate else _NONE


def _percent(estimate: Estimate | None) -> str:
    return f"{100 * estimate.value:.0f} %" if estimate else _NONE


def _title(name: str, figures: Sequence[Figures]) -> str:
    first = figures[0]
    return f"{name}: {first.questions} questions, {first.record.documents} documents"


def _about(about: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {_said(value)}" for name, value in about.items()]


def _said(value: Any) -> str:
    return ", ".join(f"{name} {item}" for name, item in value.items()) if isinstance(value, Mapping) else str(value)


def _notes(figures: Sequence[Figures]) -> list[str]:
    notes = [f"{entry(one.system).title}: {one.record.chunks} chunks, measured {one.record.at}." for one in figures]
    for one in figures:
        if entry(one.system).is_own and one.judged:
            notes.append(
                f"A whole answer of {entry(one.system).title} (search, evidence, confidence, text) took "
                f"{one.judged.p50:.1f} / {one.judged.p95:.1f} ms; embedding a question "
                f"{one.record.embedding_milliseconds:.1f} ms more, for every system."
            )
    return notes


def _lines(lines: Any) -> str:
    return "\n".join(lines)


def _aligned(rows: Rows) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _piped(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])
