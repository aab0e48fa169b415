"""A report: its rows, its total, and the total of the period before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.db import Session
from core.errors import Forbidden, InvalidInput
from escalation.clocks.hours import OfficeHours
from insights.reports.columns import Column, Unit
from insights.reports.counting import Count
from insights.reports.definitions import COLUMNS
from insights.reports.frames import NOBODY, By, Frame
from insights.reports.groups import ALL, Figures
from insights.reports.measures import FEW
from insights.reports.names import ReportName
from insights.reports.periods import Bucket, Period


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose figures somebody may see apart from everybody's together."""

    agents: frozenset[str] | None = frozenset()
    """Ids of members of staff; None: of all."""

    def may(self, agent: str) -> bool:
        """Whether the figures of this agent may be shown."""
        return self.agents is None or agent in self.agents


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to report on."""

    period: Period
    by: By = By.DAY
    lang: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group."""

    group: str
    """A day, the first day of a week, a language, or the id of an agent; empty for what no agent has had."""
    last: str | None
    """The last day of the group; None where it is no stretch of days."""
    figures: Figures
    few: tuple[str, ...]
    """Shares, medians and means that rest on fewer than `FEW` cases."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says."""

    name: ReportName
    wanted: Wanted
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    before: Row
    """The total of as many days just before."""


def make_report(
    session: Session, name: ReportName, wanted: Wanted, sight: Sight, *, now: datetime, hours: OfficeHours
) -> Report:
    """The report as it is at `now`.

    Raises Forbidden for figures of agents that may not be seen, InvalidInput where nothing can be told apart by agent.
    """
    _check(name, wanted, sight)
    count, period = Count(session, now, hours), wanted.period
    buckets = period.buckets() if wanted.by is By.DAY else (period.whole,)
    found = count.figures(name, _frame(buckets, wanted))
    earlier = count.figures(name, _frame((period.before.whole,), wanted))
    columns, apart = COLUMNS[name], wanted.agent is not None
    return Report(
        name,
        wanted,
        columns,
        tuple(_rows(columns, buckets, wanted, sight, found)),
        _row(columns, ALL, None, found, apart=apart),
        _row(columns, ALL, None, earlier, apart=apart),
    )


def _frame(buckets: tuple[Bucket, ...], wanted: Wanted) -> Frame:
    return Frame(buckets, wanted.by, wanted.lang, wanted.agent)


def _check(name: ReportName, wanted: Wanted, sight: Sight) -> None:
    if wanted.by is not By.AGENT and wanted.agent is None:
        return
    if not any(column.by_agent for column in COLUMNS[name]):
        raise InvalidInput(f"The report {name} tells of the assistant: it cannot be told apart by agent.")
    if sight.agents is not None and not sight.agents:
        raise Forbidden("You may see the figures of all agents together only.")
    if wanted.agent is not None and not sight.may(wanted.agent):
        raise Forbidden("You may see your own figures, and those of all agents together.")


def _rows(
    columns: tuple[Column, ...],
    buckets: Iterable[Bucket],
    wanted: Wanted,
    sight: Sight,
    found: Mapping[str, Figures],
) -> Iterable[Row]:
    if wanted.by is By.DAY:
        for bucket in buckets:
            first, last = bucket.first.isoformat(), bucket.last.isoformat()
            yield _row(columns, first, last, found, apart=wanted.agent is not None)
        return
    groups = {group for group in found.keys() - {ALL} if wanted.by is By.LANG or _size(columns, found, group)}
    if wanted.by is By.AGENT and sight.agents is not None:
        groups = set(sight.agents)
    for group in sorted(groups, key=lambda one: (one == NOBODY, -_size(columns, found, one), one)):
        yield _row(columns, group, None, found, apart=wanted.by is By.AGENT or wanted.agent is not None)


def _size(columns: tuple[Column, ...], found: Mapping[str, Figures], group: str) -> float:
    """How much there is in a group, of what can be told apart everywhere."""
    figures, apart = found.get(group, {}), any(column.by_agent for column in columns)
    counted = [column for column in columns if column.unit is Unit.COUNT and column.by_agent is apart]
    return sum(figures.get(column.name) or 0 for column in counted)


def _row(
    columns: tuple[Column, ...], group: str, last: str | None, found: Mapping[str, Figures], *, apart: bool = False
) -> Row:
    """The figures in the order of the columns; days without anything have zeros. `apart`: by agent."""
    known = found.get(group, {})
    figures: Figures = {}
    for column in columns:
        empty = 0 if column.unit is Unit.COUNT else None
        figures[column.name] = None if apart and not column.by_agent else known.get(column.name, empty)
    few = [column.name for column in columns if column.of and 0 < (figures[column.of] or 0) < FEW]
    return Row(group, last, figures, tuple(few))
