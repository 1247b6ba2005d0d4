"""Answers an address that no route answers: a page for a browser, a Problem for a program."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from gateway.console.page import page
from gateway.http.unrouted import method_not_allowed, not_found

_FOR_PROGRAMS: Final = ("/v1/", "/graphql", "/health/", "/static/", "/.well-known/", "/metrics")


async def nothing_here(request: Request, error: Exception) -> Response:
    if not _is_for_a_page(request):
        return await not_found(request, error)
    return page("shared/nothing.html", request, status=404)


async def nothing_to_open(request: Request, error: Exception) -> Response:
    """The address of a form of ours, typed or kept as a bookmark: it answers what is sent to it."""
    answer = await method_not_allowed(request, error)
    if request.method != "GET" or not _is_for_a_page(request):
        return answer
    shown = page("shared/nothing.html", request, status=answer.status_code)
    shown.headers["Allow"] = answer.headers["Allow"]
    return shown


def _is_for_a_page(request: Request) -> bool:
    accepts_pages = "text/html" in request.headers.get("accept", "")
    return accepts_pages and not request.url.path.startswith(_FOR_PROGRAMS)
