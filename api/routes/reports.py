"""Reports: volume, reasons, times, service levels, satisfaction, what the assistant resolved, answers and gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, staff_side
from api.callers import Caller
from api.errors import responses
from api.keys import Scope
from api.reports import report_body, report_csv, sight_of_caller
from api.schemas.fields import Identifier, Language
from api.schemas.reports import BODIES
from api.services import Services
from api.staff import Role
from core.language import primary
from insights.reports.frames import By
from insights.reports.names import ReportName
from insights.reports.report import Wanted

router = APIRouter(prefix="/v1/reports", tags=["reports"])

ReportSide = Annotated[Caller, Depends(staff_side(Scope.REPORTS, Role.AGENT, Role.CONTENT))]
_SUMMARIES = {
    ReportName.VOLUME: "Conversations, questions and hand-overs",
    ReportName.REASONS: "Why conversations were handed over, and why questions got no sure answer",
    ReportName.TIMES: "First reply and resolution times",
    ReportName.SLA: "Service levels kept",
    ReportName.CSAT: "How satisfied customers are",
    ReportName.RESOLUTION: "What became of conversations",
    ReportName.CONTENT: "How questions to the content were answered, and what followed",
    ReportName.GAPS: "Gaps opened and closed, and how long it took",
}


class Format(StrEnum):
    """How a report is sent."""

    JSON = "json"
    CSV = "csv"


def _wanted(
    parts: ServicesDep,
    first: Annotated[
        date | None, Query(alias="from", description="First day; by default four weeks up to `to`.")
    ] = None,
    last: Annotated[date | None, Query(alias="to", description="Last day, included; by default today.")] = None,
    by: By = By.DAY,
    lang: Annotated[Language | None, Query(description="Only this language.")] = None,
    agent: Annotated[Identifier | None, Query(description="Only this agent, by id.")] = None,
) -> Wanted:
    return Wanted(parts.reports.period(first, last), by, primary(lang) if lang else None, agent)


def _route(name: ReportName) -> Callable[..., Response]:
    def read(
        caller: ReportSide,
        parts: ServicesDep,
        wanted: Annotated[Wanted, Depends(_wanted)],
        format: Annotated[Format, Query()] = Format.JSON,  # noqa: A002 - the name of the query parameter
    ) -> Response:
        return _answer(parts, caller, name, wanted, format)

    read.__name__ = f"report_{name.value}"
    read.__doc__ = "Counted in the time zone of the office. Each figure is defined in the answer and in its schema."
    return read


def _answer(parts: Services, caller: Caller, name: ReportName, wanted: Wanted, form: Format) -> Response:
    sight = sight_of_caller(caller)
    report, names = parts.reports.make(name, wanted, sight), parts.reports.agents(sight)
    if form is Format.JSON:
        return JSONResponse(report_body(report, names), headers={"Cache-Control": "no-store"})
    days = f"{wanted.period.first}-{wanted.period.last}"
    headers = {
        "Content-Disposition": f'attachment; filename="askwell-{name}-{days}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(report_csv(report, names), media_type="text/csv; charset=utf-8", headers=headers)


for _name, _summary in _SUMMARIES.items():
    router.get(
        f"/{_name.value}",
        summary=_summary,
        response_model=BODIES[_name],
        responses={
            200: {"description": "The report; as a file with `format=csv`.", "content": {"text/csv": {}}},
            **responses(401, 403, 422, 503),
        },
    )(_route(_name))
