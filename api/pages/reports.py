"""Reports for staff: a page for the desk and one for the content board, chosen by period, language and agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.pages.languages import languages_in_use
from api.pages.rendering import page
from api.pages.report_view import Section, section
from api.pages.report_words import BY_TITLES, TITLES, days
from api.pages.routing import AnyReader, ContentReader, Reader, page_router
from api.pages.weekly import weekly_of
from api.reports import sight_of
from api.services import Services
from core.errors import InvalidInput
from core.language import primary
from insights.reports.definitions import COLUMNS
from insights.reports.frames import By
from insights.reports.names import CONTENT_REPORTS, DESK_REPORTS, ReportName
from insights.reports.periods import USUAL_DAYS, Period
from insights.reports.report import Sight, Wanted

router = page_router()

PRESETS = (7, USUAL_DAYS, 90)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader chose to see, as it stands in the address."""

    days: int = USUAL_DAYS
    """0: from `first` to `last`."""
    first: str = ""
    last: str = ""
    by: By = By.DAY
    lang: str = ""
    agent: str = ""

    def period(self, parts: Services) -> Period:
        """The days to report on; raises InvalidInput."""
        if not self.days:
            return parts.reports.period(_day(self.first), _day(self.last))
        last = parts.reports.period(None, None).last
        return parts.reports.period(last - timedelta(days=self.days - 1), last)


def _shown(
    parts: ServicesDep,
    period: Annotated[str, Query(pattern="^(7|28|90|own)?$")] = "",
    was: Annotated[str, Query(pattern="^(7|28|90|own)?$")] = "",
    first: Annotated[str, Query(alias="from", max_length=10)] = "",
    last: Annotated[str, Query(alias="to", max_length=10)] = "",
    by: By = By.DAY,
    lang: Annotated[str, Query(max_length=35)] = "",
    agent: Annotated[str, Query(max_length=80)] = "",
) -> Shown:
    """`was`: the period that the form stood at. Dates changed beside it are meant; those left alone are not."""
    own = period == "own" or (not period and bool(first or last))
    shown = Shown(0 if own else int(period or USUAL_DAYS), first, last, by, lang.strip(), agent)
    if own or period != was or not (first or last):
        return shown
    usual = shown.period(parts)
    changed = (first, last) != (usual.first.isoformat(), usual.last.isoformat())
    return replace(shown, days=0) if changed else shown


ShownDep = Annotated[Shown, Depends(_shown)]


@router.get("/desk/reports")
def reports(request: Request, parts: ServicesDep, reader: AnyReader, shown: ShownDep) -> Response:
    """All reports of the desk for one period."""
    sight = sight_of(reader.member)
    return _page(request, parts, reader, shown, "/desk/reports", DESK_REPORTS, sight)


@router.get("/content/reports")
def content_reports(request: Request, parts: ServicesDep, reader: ContentReader, shown: ShownDep) -> Response:
    """The reports of the content board, which tell nothing of single agents."""
    return _page(request, parts, reader, shown, "/content/reports", CONTENT_REPORTS, Sight())


def _page(
    request: Request,
    parts: Services,
    reader: Reader,
    shown: Shown,
    address: str,
    reports: Sequence[ReportName],
    sight: Sight,
) -> Response:
    wanted = Wanted(shown.period(parts), shown.by, primary(shown.lang) if shown.lang else None, shown.agent or None)
    names = parts.reports.agents(sight)
    return page(
        "reports.html",
        request,
        reader=reader,
        shown=shown,
        wanted=wanted,
        address=address,
        presets=PRESETS,
        bys=_bys(sight),
        agents=names,
        everybody=sight.agents is None,
        languages=languages_in_use(parts, shown.lang),
        sections=_sections(parts, wanted, sight, names, reports),
        period=days(wanted.period),
        before=days(wanted.period.before),
        csv=lambda name: _csv_address(name, wanted),
        weekly=weekly_of(parts, reader) if address.startswith("/content") else None,
    )


def _sections(
    parts: Services, wanted: Wanted, sight: Sight, names: dict[str, str], reports: Sequence[ReportName]
) -> list[Section]:
    """Those of what the assistant did are left out on the desk where agents are told apart."""
    apart = (wanted.by is By.AGENT or wanted.agent is not None) and reports == DESK_REPORTS
    there = [name for name in TITLES if name in reports]
    chosen = [name for name in there if not apart or any(column.by_agent for column in COLUMNS[name])]
    return [section(parts.reports.make(name, wanted, sight), names) for name in chosen]


def _bys(sight: Sight) -> dict[By, str]:
    return {by: title for by, title in BY_TITLES.items() if by is not By.AGENT or sight.agents != frozenset()}


def _csv_address(name: ReportName, wanted: Wanted) -> str:
    values = {
        "from": wanted.period.first.isoformat(),
        "to": wanted.period.last.isoformat(),
        "by": wanted.by.value,
        "lang": wanted.lang,
        "agent": wanted.agent,
        "format": "csv",
    }
    return f"/v1/reports/{name.value}?{urlencode({key: value for key, value in values.items() if value})}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput("A day is written as 2026-11-30.") from error
