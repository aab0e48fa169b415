"""How reports are put into words: titles, figures, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.pages.definitions import REASONS
from api.pages.rendering import label, language_name
from api.reports import NOBODY_YET
from core.model import Reason
from insights.reports.columns import Column, Unit
from insights.reports.frames import By
from insights.reports.groups import Figures
from insights.reports.names import ReportName
from insights.reports.periods import Period
from insights.reports.report import Row

TITLES = {
    ReportName.VOLUME: "Volume",
    ReportName.RESOLUTION: "What the assistant resolved",
    ReportName.REASONS: "Reasons",
    ReportName.TIMES: "Reply and resolution times",
    ReportName.SLA: "Service levels",
    ReportName.CSAT: "Satisfaction",
    ReportName.CONTENT: "Answers",
    ReportName.GAPS: "Gaps",
}
"""The sections of the pages, in order."""
NOTHING = {
    ReportName.VOLUME: "Nobody wrote in this period.",
    ReportName.RESOLUTION: "No conversation began in this period.",
    ReportName.REASONS: "Nothing was handed over, and no question was left without a sure answer.",
    ReportName.TIMES: "No agent replied or resolved anything in this period.",
    ReportName.SLA: "No deadline was met or missed. Administrators set deadlines in the desk settings.",
    ReportName.CSAT: "Nobody was asked for a mark or gave one.",
    ReportName.CONTENT: "Nobody asked anything of the content in this period.",
    ReportName.GAPS: "No gap was opened or closed in this period, and none was left from before.",
}
BY_TITLES = {By.DAY: "Day", By.LANG: "Language", By.AGENT: "Agent"}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def duration(seconds: float) -> str:
    """A time with its two largest units: `2 h 5 min`."""
    left = round(seconds)
    for place, (size, name) in enumerate(_UNITS):
        count, rest = divmod(left, size)
        if count:
            small = _UNITS[place + 1] if place + 1 < len(_UNITS) else (1, "")
            second = rest // small[0]
            return f"{count} {name}" + (f" {second} {small[1]}" if second else "")
    return "0 s"


def written(unit: Unit, value: float) -> str:
    """A value in its unit."""
    if unit is Unit.SECONDS:
        return duration(value)
    if unit is Unit.SHARE:
        return f"{value:.0%}".replace("%", " %")
    return f"{value:.1f}" if unit is Unit.MARK else f"{value:,.0f}"


def figure(column: Column, row: Row) -> str:
    """A figure of a row; for too few cases it says so, and how many there are."""
    value = row.figures[column.name]
    cases = row.figures[column.of] if column.of else None
    if value is None:
        return f"too few ({cases:.0f})" if cases else "–"
    few = f" (of {cases:.0f})" if column.name in row.few and cases is not None else ""
    return written(column.unit, value) + few


def meaning(column: Column) -> tuple[str, str]:
    """Title and definition of a column; those of reasons as staff know them from the desk."""
    for prefix in ("handed_over_", "unsure_"):
        name = column.name.removeprefix(prefix)
        if name != column.name and name in set(Reason):
            return label(name), REASONS[Reason(name)]
    return column.title, column.definition


def group_name(by: By, row: Row, names: Mapping[str, str]) -> str:
    """What a row is about."""
    if by is By.LANG:
        return "Unknown" if row.group == "und" else language_name(row.group)
    if by is By.AGENT:
        return names.get(row.group, "Somebody else") if row.group else NOBODY_YET
    first = day(date.fromisoformat(row.group))
    return first if row.last in {None, row.group} else f"{first} to {day(date.fromisoformat(row.last or row.group))}"


def day(found: date) -> str:
    """A day without its year."""
    return f"{found:%a} {found.day} {found:%b}"


def days(period: Period) -> str:
    """A period with its year."""
    first, last = period.first, period.last
    start = f"{first.day} {first:%b}" + (f" {first.year}" if first.year != last.year else "")
    return f"{start} to {last.day} {last:%b %Y}" if first != last else f"{last.day} {last:%b %Y}"


def is_empty(figures: Figures) -> bool:
    """Whether there is nothing to tell."""
    return not any(figures.values())
