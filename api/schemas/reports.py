"""Reports as the API gives them. The figures of each are described by their definitions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from insights.reports.columns import Column, Unit
from insights.reports.definitions import COLUMNS
from insights.reports.frames import By
from insights.reports.measures import FEW
from insights.reports.names import ReportName
from insights.reports.periods import Step

_UNITS = {
    Unit.COUNT: "",
    Unit.SHARE: " A share, 0 to 1; null where there is nothing to take one of.",
    Unit.SECONDS: " In seconds; null for too few cases.",
    Unit.MARK: " Null for too few cases.",
}


class Days(BaseModel):
    """Whole days, the last one included."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class ReportPeriod(Days):
    """The period of a report."""

    zone: str = Field(description="The time zone of the office, in which days begin.")
    step: Step = Field(description="What `by=day` cuts it into: weeks when it is long.")


def _figures(name: ReportName, columns: Iterable[Column]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        column.name: (
            (int | None) if column.unit is Unit.COUNT else (float | None),
            Field(description=column.definition + _UNITS[column.unit] + ("" if column.by_agent else " Null by agent.")),
        )
        for column in columns
    }
    return create_model(f"{name.value.capitalize()}Figures", __doc__="Each figure with its definition.", **fields)


def _bodies(name: ReportName, columns: Iterable[Column]) -> type[BaseModel]:
    prefix, figures = name.value.capitalize(), _figures(name, columns)
    few: tuple[Any, Any] = (
        list[str],
        Field(description=f"Figures that rest on fewer than {FEW} cases."),
    )
    total = create_model(f"{prefix}Total", __doc__="Everything together.", figures=(figures, ...), few=few)
    row = create_model(
        f"{prefix}Row",
        __doc__="One group.",
        __base__=total,
        group=(str, Field(description="A day, the first day of a week, a language, or an agent's id (empty: none).")),
        last=(date | None, Field(description="The last day of the group.")),
        name=(str | None, Field(description="The agent's name.")),
    )
    return create_model(
        f"{prefix}Report",
        __doc__="A report.",
        report=(ReportName, ...),
        period=(ReportPeriod, ...),
        before=(Days, Field(description="As many days just before.")),
        by=(By, ...),
        lang=(str | None, ...),
        agent=(str | None, ...),
        definitions=(dict[str, str], Field(description="What each figure means.")),
        total=(total, ...),
        total_before=(total, Field(description="The total of the days before.")),
        rows=(list[row], ...),  # type: ignore[valid-type]
    )


BODIES = {name: _bodies(name, columns) for name, columns in COLUMNS.items()}
"""The body of each report."""
