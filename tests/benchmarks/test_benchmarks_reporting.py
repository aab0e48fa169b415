"""The measurement of reports measures what it says."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reporting import reports
from insights.reports.names import ReportName


def test_each_report_is_measured_over_as_many_conversations_as_asked_for(tmp_path: Path) -> None:
    figures = reports(tmp_path, conversations=200)
    assert [figure.name for figure in figures] == [f"report {name}" for name in ReportName]
    assert all(figure.value > 0 and "200" in figure.note for figure in figures)
