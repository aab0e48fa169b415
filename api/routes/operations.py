"""What operators and their tools ask: is it alive, is it ready, how is it doing."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.auth import ServicesDep, any_caller
from api.callers import Caller
from api.errors import body_of, problem, responses
from api.keys import Scope
from api.readiness import OK
from core.errors import Forbidden, Unauthorized

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process answers at all")
def healthz() -> dict[str, str]:
    """Always `{"status": "ok"}`."""
    return {"status": OK}


@router.get("/readyz", summary="Whether it can answer questions", responses=responses(503))
def readyz(request: Request, parts: ServicesDep) -> Response:
    """Database, embedder and index; 503 with what is wrong while one of them is not ready."""
    checks = parts.readiness.check()
    wrong = {name: state for name, state in checks.items() if state != OK}
    if wrong:
        detail = "; ".join(f"{name}: {state}" for name, state in wrong.items())
        return problem(body_of(request, 503, "not_ready", detail, checks=checks), {"Retry-After": "1"})
    return JSONResponse({"status": "ready", "checks": checks})


def operator(request: Request) -> Caller:
    """Somebody on this machine, or a key with the scope `admin`."""
    caller = any_caller(request)
    if _is_loopback(caller.address) or caller.has(Scope.ADMIN):
        return caller
    if caller.key is None:
        raise Unauthorized("From another machine, /metrics needs an API key with the scope `admin`.")
    raise Forbidden("This API key lacks the scope `admin`.")


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response, responses=responses(401, 403))
def metrics(_caller: Annotated[Caller, Depends(operator)], parts: ServicesDep) -> Response:
    """Requests, times by stage, decisions, the outbox and the queue, in the Prometheus text format.

    Open to programs on the same machine; from elsewhere with an API key that has the scope `admin`.
    """
    return Response(parts.metrics.render(), media_type=CONTENT_TYPE_LATEST)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
