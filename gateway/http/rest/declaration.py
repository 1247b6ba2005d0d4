"""`GET /v1/declaration`: one's own body as the YAML that declares it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from catalog.actions.source_problems import OwnerNotSaid, UnknownOwner
from gateway.acts.own_declaration import own_declaration
from gateway.base.problems import ActsRefused, BadToken, RequestNotAsDescribed, UnknownAgent
from gateway.http.rest.caller import SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from policies.problems import MandateRequired

router = APIRouter(route_class=ProblemRoute, tags=["declaration"])


@router.get(
    "/declaration",
    summary="A body as YAML, which applies without changing anything",
    response_class=Response,
    responses={
        200: {
            "description": "What `POST /v1/apply` takes, as one document: a mapping.",
            "content": file_content("application/yaml"),
        },
        **responses_of(
            RequestNotAsDescribed, BadToken, UnknownAgent, ActsRefused, MandateRequired,
            UnknownOwner, OwnerNotSaid,
        ),
    },
)  # fmt: skip
async def declaration(
    caller: SignedIn,
    services: TheServices,
    organisation: Annotated[
        str | None, Query(description="For the operator: a short name or a SIREN.")
    ] = None,
) -> Response:
    """A steward gets what stewards declare, of their own body; secrets by reference only."""
    written = await own_declaration(organisation, caller.subject, services.acts)
    return Response(
        written.yaml,
        media_type="application/yaml",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )
