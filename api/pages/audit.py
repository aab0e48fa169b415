"""The audit log, for administrators: who did what, filtered, page by page or as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.audit import AuditAction, AuditEntry, AuditFilter
from api.auth import ServicesDep
from api.pages.audit_words import ACTIONS, AREAS, FACTS, PARTIES
from api.pages.rendering import page
from api.pages.routing import AdminReader, page_router
from api.services import Services
from core.errors import InvalidInput
from core.spreadsheet import safe_cell

router = page_router()

ROWS = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader chose to see."""

    actor: str = ""
    area: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    def query(self, **changes: str) -> str:
        """The query of an address with this choice."""
        chosen = {name: getattr(self, name) for name in self.__slots__} | changes
        return urlencode({name: value for name, value in chosen.items() if value})

    def filter(self) -> AuditFilter:
        """The entries to list; raises InvalidInput for dates that are none. Days are in UTC, the last one included."""
        return AuditFilter(
            self.actor or None, self.area or None, self.subject or None, _day(self.since), _day(self.until, 1)
        )


def _shown(
    actor: Annotated[str, Query(max_length=100)] = "",
    area: Annotated[str, Query(pattern="^[a-z_]*$", max_length=40)] = "",
    subject: Annotated[str, Query(max_length=300)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> Shown:
    return Shown(actor, area, subject, since, until)


ShownDep = Annotated[Shown, Depends(_shown)]


@router.get("/desk/audit")
def audit(
    request: Request,
    parts: ServicesDep,
    reader: AdminReader,
    shown: ShownDep,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """One page of entries, newest first."""
    with parts.database.read() as session:
        found = parts.audit.page(session, shown.filter(), ROWS, cursor or None)
        actors = parts.audit.actors(session)
    return page(
        "audit.html",
        request,
        reader=reader,
        entries=found.items,
        next_cursor=found.next_cursor,
        first=not cursor,
        shown=shown,
        actors=actors,
        areas=AREAS,
        words=ACTIONS,
        names=_names(parts),
        parties=PARTIES,
        facts=facts,
        days=parts.settings.audit_days,
    )


@router.get("/desk/audit.csv")
def audit_csv(parts: ServicesDep, reader: AdminReader, shown: ShownDep) -> Response:
    """Every entry that fits, as CSV; that it was taken is an entry too."""
    names = _names(parts)
    with parts.database.write() as session:
        rows = [_row(entry, names) for entry in parts.audit.all(session, shown.filter())]
        parts.audit.record(session, reader.member.id, AuditAction.AUDIT_EXPORTED, None, count=len(rows))
    out = io.StringIO()
    csv.writer(out).writerows([("time", "actor", "actor name", "action", "subject", "subject name", "facts"), *rows])
    headers = {"Content-Disposition": 'attachment; filename="askwell-audit.csv"', "Cache-Control": "no-store"}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def facts(data: dict[str, Any]) -> str:
    """The facts of an entry in one line."""
    return " · ".join(f"{FACTS.get(name, name.replace('_', ' '))}: {_plain(value)}" for name, value in data.items())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _row(entry: AuditEntry, names: dict[str, str]) -> tuple[str, ...]:
    subject = entry.subject or ""
    cells = (
        entry.at,
        entry.actor,
        names.get(entry.actor, ""),
        entry.action,
        subject,
        names.get(subject, ""),
        facts(entry.data),
    )
    return tuple(safe_cell(cell) for cell in cells)


def _names(parts: Services) -> dict[str, str]:
    return {member.id: f"{member.name} ({member.email})" for member in parts.staff.all()}


def _day(text: str, later: int = 0) -> str | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text) + timedelta(days=later)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("A day is written as 2026-11-30.") from error
    return found.isoformat()
