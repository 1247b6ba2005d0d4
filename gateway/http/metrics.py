"""`/metrics`, for Prometheus: what was counted, and how things stand at this moment."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from gateway.base.observability.counters import REGISTRY
from gateway.base.problems import NotFound
from gateway.http.problem_json import write_problem
from gateway.http.standing import standing_of
from gateway.reading.query.request import read_language

_BEARER = "bearer "


def metrics_endpoint(token: str | None) -> Callable[[Request], Awaitable[Response]]:
    """With a token: whoever does not bear it is answered as if there were no such address."""

    async def answer(request: Request) -> Response:
        if token is not None and not _bears(request, token):
            return write_problem(NotFound(), read_language(request.headers.get("accept-language")))
        moment = CollectorRegistry()
        moment.register(await standing_of(request.app.state.services))
        body = generate_latest(REGISTRY) + generate_latest(moment)
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return Response(body, headers=headers)

    return answer


def _bears(request: Request, token: str) -> bool:
    shown = request.headers.get("authorization", "")
    if not shown.lower().startswith(_BEARER):
        return False
    return hmac.compare_digest(shown[len(_BEARER) :].encode(), token.encode())
