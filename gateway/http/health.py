"""Liveness and readiness, for whoever keeps the service running."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import JSONResponse

from catalog.model.problem import Problem
from catalog.problems import UnreadableEntry
from federation.engine import TellsState
from gateway.services import Services

_PROBE_TIMEOUT_S = 2.0
_BAD = {"unavailable", "unreadable", "full"}


async def live(_request: Request) -> JSONResponse:
    """200 as long as the event loop turns."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> JSONResponse:
    """200 when the catalog and the policy answer, tokens of one issuer at least can be checked, the
    engines begin queries and the gateway is not stopping; else 503. The catalog is `unreadable`
    where a newer version wrote what this process may not ignore. `given_up` queries run on though
    nobody waits for them, `replaced` are the instances that were given up with such queries since
    the start.
    """
    services: Services = request.app.state.services
    ports = services.query
    checks = {
        "stopping": "no",
        "catalog": "ok",
        "policy": "ok",
        "keys": "unavailable",
        "engine": "ok",
    }
    if ports.stopping.is_set():
        checks["stopping"] = "yes"
    try:
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            await ports.catalog.current()
    except UnreadableEntry:
        checks["catalog"] = "unreadable"
    except (Problem, TimeoutError, OSError):
        checks["catalog"] = "unavailable"
    try:
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            await ports.probe_policy()
    except (Problem, TimeoutError, OSError):
        checks["policy"] = "unavailable"
    with suppress(TimeoutError):
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            checks["keys"] = await ports.authenticator.keys_state()
    states = [each.state for each in ports.engines.values() if isinstance(each, TellsState)]
    if any(each.is_full for each in states):
        checks["engine"] = "full"
    is_ready = checks["stopping"] == "no" and not _BAD & set(checks.values())
    engine = {
        "given_up": sum(each.given_up for each in states),
        "replaced": sum(each.replaced for each in states),
    }
    body = {"status": "ready" if is_ready else "not_ready", "checks": checks, "engine": engine}
    return JSONResponse(body, status_code=200 if is_ready else 503)
