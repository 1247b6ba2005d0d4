"""`GET /v1/health/…`: the probes of `/health`, described."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from gateway.http import health
from gateway.http.rest.problem_route import ProblemRoute

router = APIRouter(route_class=ProblemRoute, tags=["health"])


class Live(BaseModel):
    status: Literal["live"]


class Engine(BaseModel):
    given_up: int = Field(description="Queries that run on though nobody waits for them.")
    replaced: int = Field(description="Instances given up with such queries since the start.")


class Ready(BaseModel):
    status: Literal["ready", "not_ready"]
    checks: dict[str, str] = Field(description="What each part answered.")
    engine: Engine


@router.get("/health/live", summary="Whether the process answers", response_model=Live)
async def live(request: Request) -> JSONResponse:
    return await health.live(request)


@router.get(
    "/health/ready",
    summary="Whether requests can be answered",
    response_model=Ready,
    responses={503: {"model": Ready, "description": "Not now: `checks` says which part."}},
)
async def ready(request: Request) -> JSONResponse:
    return await health.ready(request)
