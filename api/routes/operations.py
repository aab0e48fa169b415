"""What operators and their tools ask: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process answers at all")
def healthz() -> dict[str, str]:
    """Always `{"status": "ok"}`."""
    return {"status": "ok"}
