"""Liveness and readiness, for whoever keeps the service running."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse

from catalog.model.problem import Problem
from gateway.ports import Ports

_PROBE_TIMEOUT_S = 2.0


async def live(_request: Request) -> JSONResponse:
    """200 as long as the event loop turns."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> JSONResponse:
    """200 when the catalog and the policy answer and the gateway is not stopping; else 503."""
    ports: Ports = request.app.state.ports
    checks = {"stopping": "no", "catalog": "ok", "policy": "ok"}
    if ports.stopping.is_set():
        checks["stopping"] = "yes"
    try:
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            await ports.catalog.current()
    except (Problem, TimeoutError, OSError):
        checks["catalog"] = "unavailable"
    try:
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            await ports.probe_policy()
    except (Problem, TimeoutError, OSError):
        checks["policy"] = "unavailable"
    is_ready = checks == {"stopping": "no", "catalog": "ok", "policy": "ok"}
    body = {"status": "ready" if is_ready else "not_ready", "checks": checks}
    return JSONResponse(body, status_code=200 if is_ready else 503)
