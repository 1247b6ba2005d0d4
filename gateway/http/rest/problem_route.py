"""Every refusal of a REST address is one Problem, as at every other address of the gateway."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from catalog.model.problem import Problem
from gateway.base.error_reporting import report_operator_problem, report_unexpected
from gateway.base.problems import RequestNotAsDescribed
from gateway.http.problem_json import write_problem
from gateway.reading.query.request import read_language

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_log = structlog.get_logger()


class ProblemRoute(APIRoute):
    """Problems, arguments that FastAPI refuses and bugs are answered as problem+json; HEAD is
    answered wherever GET is, as HTTP says. `request.state.id` is what the answer cites.
    """

    @override
    def get_route_handler(self) -> Handler:
        answered = super().get_route_handler()

        async def answer(request: Request) -> Response:
            request.state.id = uuid.uuid4().hex
            try:
                response = await answered(request)
            except HTTPException:
                raise
            except Problem as problem:
                response = _write(problem, request)
            except RequestValidationError as refused:
                response = _write(_invalid(refused), request)
            except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
                response = _write(report_unexpected(bug, request.state.id), request)
            _log.info(
                "rest_request",
                request_id=request.state.id,
                address=self.path_format,
                status=response.status_code,
            )
            return response

        return answer

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches(self._as_get(scope))

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().handle(self._as_get(scope), receive, send)

    def _as_get(self, scope: Scope) -> Scope:
        accepted = self.methods or ()
        is_head = scope["type"] == "http" and scope["method"] == "HEAD" and "GET" in accepted
        return {**scope, "method": "GET"} if is_head else scope


def _write(problem: Problem, request: Request) -> Response:
    report_operator_problem((problem,), request.state.id)
    language = read_language(request.headers.get("accept-language"))
    return write_problem(problem, language, request.state.id)


def _invalid(refused: RequestValidationError) -> RequestNotAsDescribed:
    """The problem that names the parts at fault, never the values that they held."""
    places = sorted({".".join(str(part) for part in each["loc"]) for each in refused.errors()})
    named = ", ".join(places)[:200]
    return RequestNotAsDescribed(
        what_fr=f"valeur refusée : {named}", what_en=f"value refused: {named}"
    )
