"""What Askwell learns from causes that the team has said: from what, what that would change, and its use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Request
from starlette.responses import Response

from api.auth import ServicesDep
from api.cause_fits import take_fit_back, use_fit
from api.errors import status_of
from api.pages.cause_words import CAUSES
from api.pages.gap_words import language_of
from api.pages.rendering import page
from api.pages.routing import OWN_FORM, ContentReader, Reader, go, page_router
from api.services import Services
from core.errors import AppError
from insights.causes.labels import Label
from insights.causes.own_fit import FEWEST_OF_A_CAUSE
from insights.gaps.model import Cause

router = page_router()

HERE = "/content/gaps/causes"
LISTED = 50
"""Gaps that are named of those that a fit would change."""


@router.get(HERE)
def causes(request: Request, parts: ServicesDep, reader: ContentReader) -> Response:
    """Labels, the fit in use, and the latest fit with what it would change."""
    return _shown(request, parts, reader)


@router.post(f"{HERE}/learn", dependencies=[OWN_FORM])
def learn(request: Request, parts: ServicesDep, reader: ContentReader) -> Response:
    """Make a fit from the labels there are; it is not used before somebody says so."""
    try:
        parts.causes.learning.make(reader.member.id)
    except AppError as error:
        return _shown(request, parts, reader, error)
    return go(f"{HERE}#latest")


@router.post(f"{HERE}/shipped", dependencies=[OWN_FORM])
def take_back(parts: ServicesDep, reader: ContentReader) -> Response:
    """Judge by the fit shipped again."""
    take_fit_back(parts.database, parts.causes.learning, parts.audit, reader.member.id)
    return go(HERE)


@router.post(f"{HERE}/{{fit_id}}/use", dependencies=[OWN_FORM])
def use(request: Request, parts: ServicesDep, reader: ContentReader, fit_id: int) -> Response:
    """Judge by a fit from now on."""
    try:
        use_fit(parts.database, parts.causes.learning, parts.audit, fit_id, reader.member.id)
    except AppError as error:
        return _shown(request, parts, reader, error)
    return go(HERE)


def _shown(request: Request, parts: Services, reader: Reader, error: AppError | None = None) -> Response:
    with parts.database.read() as session:
        standing = parts.causes.learning.standing(session)
        latest = standing.fits[0] if standing.fits else None
        changes = parts.causes.learning.changes(session, latest.model) if latest and not latest.in_use else []
        named = [
            (change, parts.gaps.store.get(session, change.gap_id, language_of(reader)).name)
            for change in changes[:LISTED]
        ]
    return page(
        "content_causes.html",
        request,
        status=status_of(error) if error else 200,
        reader=reader,
        error=error.message if error else "",
        standing=standing,
        latest=latest,
        changes=named,
        changed=len(changes),
        labels=_counted(standing.labels),
        fewest=FEWEST_OF_A_CAUSE,
        embedder=parts.embedder.id,
        causes=CAUSES,
        people={one.id: one.name for one in parts.staff.all()},
    )


def _counted(labels: Sequence[Label]) -> list[tuple[Cause, int, int]]:
    """By cause that has any: its labels, and how many of them Askwell had thought as well."""
    known, agreed = Counter(one.cause for one in labels), Counter(one.cause for one in labels if one.agrees)
    return [(cause, known[cause], agreed[cause]) for cause in Cause if known[cause]]
