"""The REST addresses under `/v1`, and their description."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from gateway.http.rest import (
    agreements,
    apply,
    declaration,
    deposits,
    health,
    keys,
    proof,
    sources,
    usage,
)
from gateway.http.rest.description import describe
from gateway.http.unrouted import method_not_allowed, not_found


def rest_application() -> FastAPI:
    """To be mounted under `/v1`: it runs no lifespan, and its `state` is that of what mounts it."""
    app = FastAPI(
        title="Interco",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={404: not_found, 405: method_not_allowed},
    )
    for each in (agreements, apply, declaration, sources, deposits, keys, usage, proof, health):
        app.include_router(each.router)

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi(_request: Request) -> JSONResponse:
        return JSONResponse(describe(app))

    return app
