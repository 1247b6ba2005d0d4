"""Around every request, where an operator asked for it: its count, its time, its trace."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from time import perf_counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.model.doors import DOORS
from gateway.base.observability.counters import REQUEST_SECONDS, REQUESTS
from gateway.base.observability.tracing import RequestSpan, Traces

_PLACES = (
    *((each.path, each.code) for each in DOORS),
    ("/health/", "health"),
    ("/static/", "static"),
    ("/metrics", "metrics"),
    ("/.well-known/", "well_known"),
)
DOOR_LABELS = (*(label for _, label in _PLACES), "console")
_UNANSWERED = 499


def door_of(path: str) -> str:
    """One of DOOR_LABELS, whatever the address: what is asked is no label."""
    for prefix, door in _PLACES:
        if path == prefix or (prefix.endswith("/") and path.startswith(prefix)):
            return door
    return "console"


class Measured:
    """`traces` None: nothing is traced. The outermost of all: what others add is part of it."""

    def __init__(self, app: ASGIApp, *, is_counted: bool) -> None:
        self._app = app
        self._is_counted = is_counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        door = door_of(scope["path"])
        started = perf_counter()
        status = _UNANSWERED
        reference: str | None = None
        is_stream = False

        async def watched(message: Message) -> None:
            nonlocal status, reference, is_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = Headers(raw=message.get("headers", []))
                reference = headers.get("interco-request-id")
                # How long a reader listens is no time that an answer took.
                is_stream = headers.get("content-type", "").startswith("text/event-stream")
            await send(message)

        with _span(scope, door) as span:
            try:
                await self._app(scope, receive, watched)
            finally:
                span.answered(status, reference)
                if self._is_counted:
                    REQUESTS.labels(door, str(status)).inc()
                if self._is_counted and not is_stream:
                    REQUEST_SECONDS.labels(door).observe(perf_counter() - started)


def _span(scope: Scope, door: str) -> AbstractContextManager[RequestSpan]:
    traces: Traces | None = getattr(scope["app"].state, "traces", None) if "app" in scope else None
    if traces is None:
        return nullcontext(RequestSpan())
    return traces.request(door, Headers(scope=scope))
