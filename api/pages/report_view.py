"""A report as its section of the page shows it: chart, figures with their definitions, table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.pages.period_charts import Series, Words, bars_chart, columns_chart, nice_top
from api.pages.report_words import NOTHING, TITLES, figure, group_name, is_empty, meaning, written
from core.model import Decision
from escalation.clocks.sla import SlaClock
from insights.reports.columns import Column, Unit
from insights.reports.frames import By
from insights.reports.names import SETTLED, ReportName
from insights.reports.report import Report, Row

_CHART_ROWS = 12
_HOUR, _DAY = 3_600, 86_400
_TIME_TOPS = (60, 600, 1_800, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 4 * _DAY, 10 * _DAY)
_FELT = ("confirmed", "assumed", "again", "disliked", "handed_off")
"""What tells most about a question, from good to bad; the table has the rest."""
_LOOKS = ("s1", "s2", "s3", "s4", "s5")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure beside its definition."""

    title: str
    value: str
    before: str
    definition: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the page shows of one report."""

    name: ReportName
    title: str
    nothing: str | None
    figures: tuple[Told, ...]
    chart: Markup
    caption: str
    legend: tuple[tuple[str, str], ...]
    """Look and title."""
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    foot: tuple[tuple[str, ...], ...]


def section(report: Report, names: Mapping[str, str]) -> Section:
    """Everything the template needs, ready to be written."""
    empty = is_empty(report.total.figures)
    shown = _shown(report)
    chart, caption, legend = (Markup(""), "", ()) if empty else _chart(report, names)
    return Section(
        report.name,
        TITLES[report.name],
        NOTHING[report.name] if empty else None,
        tuple(_told(report, column) for column in _beside(report, shown)),
        chart,
        caption,
        legend,
        tuple(_head(column) for column in shown),
        tuple(_cells(group_name(report.wanted.by, row, names), shown, row) for row in report.rows),
        (_cells("Total", shown, report.total), _cells("Before", shown, report.before)),
    )


def _shown(report: Report) -> tuple[Column, ...]:
    """The columns but for reasons that never were, and what belongs to no agent where agents are told apart."""
    agents = report.wanted.by is By.AGENT or report.wanted.agent is not None
    columns = [column for column in report.columns if column.by_agent or not agents]
    if report.name is ReportName.REASONS:
        kept = {"handed_over", "unsure"}
        columns = [one for one in columns if one.name in kept or report.total.figures[one.name]]
    return tuple(columns)


def _beside(report: Report, shown: Sequence[Column]) -> list[Column]:
    """The columns beside the chart: marks are in it; of what followed on questions the shares say enough."""
    names = {column.name for column in shown} if report.name is ReportName.CONTENT else set()
    return [one for one in shown if not one.name.startswith("mark_") and f"{one.name}_share" not in names]


def _told(report: Report, column: Column) -> Told:
    title, definition = meaning(column)
    if column.name.startswith("unsure_"):
        title = f"Unsure: {title[:1].lower()}{title[1:]}"
    return Told(title, figure(column, report.total), figure(column, report.before), definition)


def _head(column: Column) -> str:
    title, _ = meaning(column)
    return f"Unsure: {title[:1].lower()}{title[1:]}" if column.name.startswith("unsure_") else title


def _cells(name: str, columns: Sequence[Column], row: Row) -> tuple[str, ...]:
    return (name, *(figure(column, row) for column in columns))


def _chart(report: Report, names: Mapping[str, str]) -> tuple[Markup, str, tuple[tuple[str, str], ...]]:
    """The chart, what it shows, and its legend."""
    if report.name is ReportName.REASONS:
        return _single(
            report, [c.name for c in _shown(report) if c.name.startswith("handed_over_")], "Hand-overs by reason"
        )
    if report.name is ReportName.CSAT:
        return _single(report, [f"mark_{mark}" for mark in range(5, 0, -1)], "Marks given")
    if report.name is ReportName.SLA:
        return _kept(report)
    if report.name is ReportName.TIMES:
        return _over(report, names, ("first_reply_median",), "First reply, median")
    if report.name is ReportName.CONTENT:
        return _over(report, names, _FELT, "Questions by what followed")
    if report.name is ReportName.GAPS:
        return _over(report, names, ("left",), "Gaps left to do")
    if report.name is ReportName.RESOLUTION:
        return _over(report, names, tuple(SETTLED), "Conversations by what became of them")
    agents = report.wanted.by is By.AGENT or report.wanted.agent is not None
    chosen = ("handed_over", "replies") if agents else tuple(Decision)
    return _over(report, names, chosen, "Hand-overs and replies" if agents else "Questions by decision")


def _over(
    report: Report, names: Mapping[str, str], chosen: Sequence[str], caption: str
) -> tuple[Markup, str, tuple[tuple[str, str], ...]]:
    """Over days as columns, over languages and agents as bars."""
    by_name = {column.name: column for column in report.columns}
    unit, rows = by_name[chosen[0]].unit, report.rows
    series = [
        Series(look, meaning(by_name[name])[0], [row.figures[name] for row in rows])
        for look, name in zip(_LOOKS, chosen, strict=False)
    ]
    labels = [group_name(report.wanted.by, row, names) for row in rows]
    heights = [sum(one.values[place] or 0 for one in series) for place in range(len(rows))]
    words = Words(f"chart-{report.name}", caption, _spoken(report, chosen), lambda value: written(unit, value))
    legend = tuple((one.look, one.title) for one in series) if len(series) > 1 else ()
    if report.wanted.by is By.DAY:
        top = nice_top(max(heights, default=0), _TIME_TOPS if unit is Unit.SECONDS else ())
        starts = [label.partition(" to ")[0].partition(" ")[2] for label in labels]
        return columns_chart(words, starts, series, top), caption, legend
    bars = [
        (label, [(one.look, one.values[place] or 0) for one in series])
        for place, label in enumerate(labels[:_CHART_ROWS])
    ]
    return bars_chart(words, bars, max(heights[:_CHART_ROWS], default=0)), caption, legend


def _single(report: Report, chosen: Sequence[str], caption: str) -> tuple[Markup, str, tuple[tuple[str, str], ...]]:
    by_name = {column.name: column for column in report.columns}
    found = [(meaning(by_name[name])[0], float(report.total.figures[name] or 0)) for name in chosen]
    if report.name is ReportName.REASONS:
        found.sort(key=lambda one: -one[1])
    words = Words(f"chart-{report.name}", caption, _spoken(report, chosen), lambda value: written(Unit.COUNT, value))
    top = max((value for _, value in found), default=0)
    return bars_chart(words, [(title, [("s1", value)]) for title, value in found], top), caption, ()


def _kept(report: Report) -> tuple[Markup, str, tuple[tuple[str, str], ...]]:
    figures, rows, caption = report.total.figures, [], "Deadlines kept and missed"
    for clock in SlaClock:
        kept, missed = (float(figures[f"{clock}_{name}"] or 0) for name in ("kept", "missed"))
        if kept + missed:
            rows.append((str(clock).replace("_", " ").capitalize(), [("s1", kept), ("s4", missed)]))
    told = _spoken(report, [f"{clock}_{name}" for clock in SlaClock for name in ("kept", "missed")])
    words = Words(f"chart-{report.name}", caption, told, lambda value: written(Unit.COUNT, value))
    top = max((sum(value for _, value in parts) for _, parts in rows), default=0)
    return bars_chart(words, rows, top), caption, (("s1", "Kept"), ("s4", "Missed"))


def _spoken(report: Report, chosen: Sequence[str]) -> str:
    """The totals in words; the table under the chart has the rest."""
    by_name = {column.name: column for column in report.columns}
    return "; ".join(f"{by_name[name].title}: {figure(by_name[name], report.total)}" for name in chosen)
