"""Answers to requests that no route takes, as Problems; and the methods that a route accepts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Mount

from gateway.base.problems import MethodNotAllowed, NotFound
from gateway.http.problem_json import write_problem
from gateway.reading.query.request import read_language

_READ = "GET, HEAD"
"""The methods that the console's own files accept."""
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


async def not_found(request: Request, _error: Exception) -> Response:
    return write_problem(NotFound(), read_language(request.headers.get("accept-language")))


async def method_not_allowed(request: Request, error: Exception) -> Response:
    headers = getattr(error, "headers", None) or {}
    methods = {each.strip() for each in headers.get("Allow", _READ).split(",")}
    methods |= _methods_here(request)
    if "GET" in methods:
        methods.add("HEAD")
    allowed = ", ".join([*sorted(methods), "OPTIONS"])
    if request.method == "OPTIONS":
        return accepted(allowed)
    problem = MethodNotAllowed(method=request.method[:20], allowed=allowed)
    answer = write_problem(problem, read_language(request.headers.get("accept-language")))
    answer.headers["Allow"] = allowed
    return answer


def _methods_here(request: Request) -> set[str]:
    """The methods that all routes of this address accept; the error names only the first's."""
    routes = [each for each in request.app.router.routes if not isinstance(each, Mount)]
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    return {
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in routes)
    }


def accepted(allowed: str) -> Response:
    """The answer to OPTIONS (RFC 9110 section 9.3.7)."""
    return Response(status_code=204, headers={"Allow": allowed})


async def client_left(_request: Request, _error: Exception) -> Response:
    """An answer that nobody reads: the client left before all of its request came."""
    return Response(status_code=499)
