"""Reports as staff and servers get them: whose figures somebody may see, and a report as data or as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.callers import Caller
from api.keys import Scope
from api.staff import Role, StaffMember, StaffStore
from core.clock import Clock
from core.db import Database
from core.spreadsheet import safe_cell
from escalation.desk_settings import DeskSettings
from insights.reports.frames import By
from insights.reports.names import ReportName
from insights.reports.periods import Period, choose
from insights.reports.report import Report, Row, Sight, Wanted, make_report

NOBODY_YET = "No agent yet"


class Reports:
    """Makes reports from the database, in the time zone and the hours of the office."""

    def __init__(self, database: Database, settings: DeskSettings, staff: StaffStore, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._staff = staff
        self._clock = clock

    def period(self, first: date | None, last: date | None) -> Period:
        """The period between two days; raises InvalidInput for one that cannot be."""
        with self._database.read() as session:
            zone = self._settings.get(session).hours.zone
        return choose(first, last, self._clock(), zone)

    def make(self, name: ReportName, wanted: Wanted, sight: Sight) -> Report:
        """The report as it is now; raises InvalidInput and Forbidden."""
        with self._database.read() as session:
            hours = self._settings.get(session).hours
            return make_report(session, name, wanted, sight, now=self._clock(), hours=hours)

    def agents(self, sight: Sight) -> dict[str, str]:
        """Names by id of those whose figures may be seen, in the order of names."""
        members = sorted(self._staff.all(), key=lambda member: member.name.casefold())
        return {member.id: member.name for member in members if sight.may(member.id) and member.may(Role.AGENT)}


def sight_of(member: StaffMember) -> Sight:
    """Administrators see everybody's figures, agents their own, the content team nobody's."""
    if member.role is Role.ADMIN:
        return Sight(None)
    return Sight(frozenset({member.id}) if member.role is Role.AGENT else frozenset())


def sight_of_caller(caller: Caller) -> Sight:
    """A key with the scope `reports` sees everybody's."""
    if caller.has(Scope.REPORTS):
        return Sight(None)
    return sight_of(caller.staff) if caller.staff else Sight()


def report_body(report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """The report as the API gives it."""
    wanted, before = report.wanted, report.wanted.period.before
    return {
        "report": report.name,
        "period": {**_days(wanted.period), "zone": wanted.period.zone, "step": wanted.period.step},
        "before": _days(before),
        "by": wanted.by,
        "lang": wanted.lang,
        "agent": wanted.agent,
        "definitions": {column.name: column.definition for column in report.columns},
        "total": _figures(report.total),
        "total_before": _figures(report.before),
        "rows": [
            {"group": row.group, "last": row.last, "name": names.get(row.group), **_figures(row)} for row in report.rows
        ],
    }


def report_csv(report: Report, names: Mapping[str, str]) -> str:
    """The report as CSV: a line for each row, and one for the total."""
    columns = [column.name for column in report.columns]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([report.wanted.by, "name", *columns])
    for row in report.rows:
        name = names.get(row.group, NOBODY_YET if report.wanted.by is By.AGENT and not row.group else "")
        writer.writerow([safe_cell(row.group), safe_cell(name), *(_number(row.figures[column]) for column in columns)])
    writer.writerow(["total", "", *(_number(report.total.figures[column]) for column in columns)])
    return out.getvalue()


def _days(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _figures(row: Row) -> dict[str, Any]:
    return {"figures": {name: _rounded(value) for name, value in row.figures.items()}, "few": list(row.few)}


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value


def _number(value: float | None) -> str:
    return "" if value is None else f"{_rounded(value):.10g}"
