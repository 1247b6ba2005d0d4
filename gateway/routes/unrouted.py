"""What no route takes: Problems, as everywhere."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from gateway.problem_json import write_problem
from gateway.problems import MethodNotAllowed, NotFound
from gateway.request import read_language


async def not_found(request: Request, _error: Exception) -> JSONResponse:
    return write_problem(NotFound(), read_language(request.headers.get("accept-language")))


async def method_not_allowed(request: Request, error: Exception) -> JSONResponse:
    problem = MethodNotAllowed(method=request.method)
    answer = write_problem(problem, read_language(request.headers.get("accept-language")))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer
