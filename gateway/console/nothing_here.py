"""What a browser is shown at an address that no route answers; programs are told a Problem."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from gateway.console.page import page
from gateway.http.unrouted import not_found

_FOR_PROGRAMS: Final = ("/v1/", "/graphql", "/health/", "/static/", "/.well-known/", "/metrics")


async def nothing_here(request: Request, error: Exception) -> Response:
    accepts_pages = "text/html" in request.headers.get("accept", "")
    if not accepts_pages or request.url.path.startswith(_FOR_PROGRAMS):
        return await not_found(request, error)
    return page("shared/nothing.html", request, status=404)
