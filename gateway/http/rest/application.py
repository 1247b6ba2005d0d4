"""The REST addresses under `/v1`, and their description."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from gateway.http.rest import (
    agreement_lists,
    agreements,
    apply,
    campaigns,
    declaration,
    deposits,
    figures,
    followers,
    health,
    indicators,
    keys,
    links,
    operations,
    proof,
    schedules,
    services,
    sources,
    standards,
    usage,
)
from gateway.http.rest.description import describe
from gateway.http.rest.for_generators import operation_name
from gateway.http.rest.french import in_french
from gateway.http.unrouted import method_not_allowed, not_found

_PARTS = (
    *(agreement_lists, agreements, apply, declaration, sources, deposits, figures, standards),
    campaigns,
    *(keys, operations, indicators, links, usage, proof, schedules, followers, services, health),
)


def rest_application() -> FastAPI:
    """To be mounted under `/v1`: it runs no lifespan, and its `state` is that of what mounts it."""
    app = FastAPI(
        title="Interco",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_name,
        exception_handlers={404: not_found, 405: method_not_allowed},
    )
    for each in _PARTS:
        app.include_router(each.router)

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> JSONResponse:
        # Beside the loop: it takes a tenth of a second, once.
        described = await asyncio.to_thread(describe, app)
        is_french = request.query_params.get("language") == "fr"
        return JSONResponse(in_french(described) if is_french else described)

    for route in app.router.routes:
        # FastAPI makes ready what it routes to when it is first asked, for a twentieth of a second.
        route.matches({"type": "http", "method": "GET", "path": "/", "root_path": ""})
    return app
