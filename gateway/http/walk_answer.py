"""The common part of doors of pages: their addresses, their refusals, and an answer that is one
page of a walk, streamed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from typing_extensions import override

from catalog.model.problem import Problem
from federation.results.formats.protocol import Encoder
from gateway.base.error_reporting import report_operator_problem, report_unexpected
from gateway.http.addressed import Incoming
from gateway.http.session_guard import session_claims
from gateway.http.sql import Read, SqlAnswer, Write
from gateway.http.unrouted import accepted
from gateway.reading.query.ports import Ports
from gateway.reading.query.spool import Spool
from gateway.reading.query.streaming import Outgoing
from gateway.reading.query.without_token import noting_missing_token
from gateway.reading.walks.page_rows import PageEnd, PageOutgoing

ALLOWED = "GET, OPTIONS"


class WalkAnswer(SqlAnswer):
    """`end` fills while its rows pass; whoever reads the question sets it first."""

    def __init__(self, request: Request, read: Read, request_id: str) -> None:
        super().__init__(request, read, ALLOWED)
        self.id = request_id
        self.end: PageEnd | None = None

    @override
    def outgoing(self, encoder: Encoder, write: Write, ports: Ports, spool: Spool) -> Outgoing:
        if self.end is None:
            return Outgoing(encoder, write, ports.writers, spool)
        return PageOutgoing(encoder, write, ports.writers, spool, end_of_page=self.end)


def is_anonymous(request: Request) -> bool:
    return "authorization" not in request.headers


def routes_below(
    door: str,
    answer: Callable[[Incoming], Awaitable[Response]],
    refused: Callable[[Request, Problem, str], Response],
) -> list[Route]:
    """`/{door}/{organisation}` and all that is below it. `refused` writes a problem in the door's
    own form, with the id of the request.
    """

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return accepted(ALLOWED)
        try:
            incoming = Incoming.of(request, door)
        except Problem as problem:
            return refused(request, problem, "")
        try:
            return await answer(incoming)
        except Problem as problem:
            report_operator_problem((problem,), incoming.id)
            authorization = request.headers.get("authorization")
            (noted,) = noting_missing_token((problem,), authorization, session_claims(request))
            return refused(request, noted, incoming.id)
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
            return refused(request, report_unexpected(bug, incoming.id), incoming.id)

    routes = [
        Route(f"/{door}/{{organisation}}", endpoint),
        Route(f"/{door}/{{organisation}}/{{path:path}}", endpoint),
    ]
    for route in routes:
        # It says itself, as a Problem, which methods it accepts.
        route.methods = None
    return routes
