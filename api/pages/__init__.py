"""Pages and files for browsers, next to the HTTP interface."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import (
    account,
    audit,
    case_acts,
    case_content,
    case_help,
    content,
    deliveries,
    desk,
    desk_live,
    desk_settings,
    draft,
    document,
    draft_acts,
    drafts,
    files,
    gap,
    gaps,
    health,
    llms,
    log,
    macros,
    people,
    proof,
    public,
    quality,
    refusing,
    reports,
    signin,
    trace,
    weekly,
)

router = APIRouter(include_in_schema=False)
# People, the audit log, deliveries and macros come before the desk, whose pages are named by the id of an escalation.
for _module in (
    files,
    public,
    llms,
    refusing,
    signin,
    account,
    people,
    audit,
    deliveries,
    desk_settings,
    macros,
    reports,
    weekly,
    desk_live,
    desk,
    case_help,
    case_content,
    case_acts,
    quality,
    trace,
    proof,
    gaps,
    gap,
    health,
    drafts,
    draft_acts,
    draft,
    log,
    content,
):
    router.include_router(_module.router)
    document,
