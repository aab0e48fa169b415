"""Pages and files for browsers, next to the HTTP interface."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import case_acts, content, desk, files, public, quality, signin

router = APIRouter(include_in_schema=False)
for _module in (files, public, signin, desk, case_acts, quality, content):
    router.include_router(_module.router)
