"""The report as one HTML file that needs nothing from anywhere else."""

from __future__ import annotations

from api.pages import evaluation
from eval.report import Report


def as_html(report: Report) -> str:
    """Render the report; everything that comes from the data is escaped."""
    return evaluation.as_html(report.as_dict())
