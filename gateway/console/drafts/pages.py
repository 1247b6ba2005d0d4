"""`/drafts/{name}`: what is typed in a long form, kept field by field until it is sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalog.model.problem import Problem
from gateway.console.drafts.places import draft_place
from gateway.console.page import inside, language_of, redirection
from gateway.http.body import read_body
from gateway.http.forms import read_form, read_form_bytes
from gateway.http.problem_json import write_problem
from gateway.services import Services

MOST_BYTES = 20_000
_NO_CONTENT, _UNAUTHORIZED, _NOT_FOUND = 204, 401, 404


async def keep(request: Request) -> Response:
    """The form as a browser would send it, 20 kB at most; in the place of what was kept."""
    services: Services = request.app.state.services
    place = draft_place(request, request.path_params["name"])
    if place is None or services.drafts is None:
        return JSONResponse({"signed_in": False}, _UNAUTHORIZED)
    try:
        form = read_form_bytes(request, await read_body(request, MOST_BYTES))
    except Problem as problem:
        return write_problem(problem, language_of(request), "")
    await services.drafts.keep(place, form.values_of, services.query.clock())
    return Response(status_code=_NO_CONTENT, headers={"Cache-Control": "no-store"})


async def forget(request: Request) -> Response:
    """At the person's own wish: the form is empty again."""
    services: Services = request.app.state.services
    form = await read_form(request)
    place = draft_place(request, request.path_params["name"])
    if place is not None and services.drafts is not None:
        await services.drafts.forget(place)
    return redirection(inside(form.get("next")), request)


ROUTES = (
    Route("/drafts/{name}", keep, methods=["PUT"]),
    Route("/drafts/{name}/forget", forget, methods=["POST"]),
)
