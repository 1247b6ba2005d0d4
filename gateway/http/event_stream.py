"""Answers of `/graphql` as events, as graphql-sse's distinct connections speak them.

What is refused is told as an event too: a browser shows a page nothing of an answer of another
status. What may be tried again is no event: the connection ends, and its client opens another.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from catalog.model.problem import OperatorProblem, Problem, SourceProblem
from gateway.base.error_reporting import report_unexpected
from gateway.control.subscribing import SessionNow, Streaming, open_subscription
from gateway.http.accept import EVENTS
from gateway.http.headers import answer_headers
from gateway.http.session_guard import signed_in_of
from gateway.identity.authentication import Claims
from gateway.reading.query.answer import refuse
from gateway.reading.query.request import Answer, GraphqlRequest
from gateway.services import Services
from schema.problems import DocumentProblems

_HEARTBEAT_S = 12.0
_HEARTBEAT = b":\n\n"
_SEND_S = 30.0
"""A reader who takes nothing for so long is gone."""
_COMPLETE = b"event: complete\ndata: \n\n"
_log = structlog.get_logger()


def events_of(body: bytes) -> bytes:
    """One answer as events, and its end."""
    return _next(body) + _COMPLETE


def event_status(status: int) -> int:
    """200 where the events say it all; what proves nobody, or may pass, keeps its own."""
    return status if status in {401, 429} or status >= 500 else 200


def session_of(request: Request, services: Services) -> SessionNow | None:
    """A look at the browser's session that uses it for nothing; None for no browser."""
    signed_in, ports = signed_in_of(request), services.sign_in
    if signed_in is None:
        return None
    secret = signed_in.secret

    async def look() -> Claims | None:
        session = await ports.sessions.look(secret)
        return None if session is None else ports.claims_of(session)

    return look


class _ReaderGone(Exception):  # noqa: N818 - nobody is told
    """Nothing was taken for too long."""


class EventStream(Response):
    """A subscription, until its reader leaves or may be told no more."""

    def __init__(
        self, question: GraphqlRequest, session_now: SessionNow | None, services: Services
    ) -> None:
        super().__init__()
        self._question = question
        self._session_now = session_now
        self._services = services
        self._is_begun = False
        self._told = 0

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 200
        try:
            answer = await self._streamed(receive, send)
            if answer is not None:
                status = event_status(answer.status)
                await self._end(answer, send)
        finally:
            _log.info(
                "stream",
                request_id=self._question.id,
                status=status,
                told=self._told,
                duration_ms=round((time.perf_counter() - started) * 1000, 2),
            )

    async def _streamed(self, receive: Receive, send: Send) -> Answer | None:
        """The refusal that ends it; None once its reader has left, or may go on elsewhere."""
        try:
            async with open_subscription(
                self._question, self._session_now, self._services
            ) as opened:
                await self._begin(200, send)
                has_left = await self._tell(opened, receive, send)
                why = opened.stream.end
        except _ReaderGone:
            return None
        except DocumentProblems as refused:
            return refuse(refused.problems, self._question)
        except Exception as error:  # noqa: BLE001 - the last wall: a bug never reaches a caller
            problem = (
                error if isinstance(error, Problem) else report_unexpected(error, self._question.id)
            )
            return refuse((problem,), self._question)
        if isinstance(why, OperatorProblem | SourceProblem):
            # No event says that it is complete: its client opens another.
            await _sent(send, b"", more=False)
        elif why is not None and not has_left:
            return refuse((why,), self._question)
        return None

    async def _tell(self, opened: Streaming, receive: Receive, send: Send) -> bool:
        """True once the reader has left; False when the stream is over."""
        answers = opened.answers
        gone = asyncio.ensure_future(_left(receive))
        coming = asyncio.ensure_future(anext(answers))
        try:
            while True:
                waits = {gone, coming}
                await asyncio.wait(waits, timeout=_HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    return True
                if not coming.done():
                    await _sent(send, _HEARTBEAT)
                    continue
                try:
                    body = coming.result()
                except StopAsyncIteration:
                    return False
                coming = asyncio.ensure_future(anext(answers))
                await _sent(send, _next(body))
                self._told += 1
        finally:
            for task in (gone, coming):
                task.cancel()
            await asyncio.gather(gone, coming, return_exceptions=True)

    async def _begin(self, status: int, send: Send, retry_after_s: int | None = None) -> None:
        """Its head and a first comment: what stands between them and the reader lets them pass."""
        head = Response(status_code=status, media_type=f"{EVENTS}; charset=utf-8")
        del head.headers["content-length"]
        head.headers.update(answer_headers(status, self._question.id, self._question.language, ""))
        head.headers["X-Accel-Buffering"] = "no"
        if retry_after_s is not None:
            head.headers["Retry-After"] = str(retry_after_s)
        self._is_begun = True
        start = {"type": "http.response.start", "status": status, "headers": head.raw_headers}
        await send(start)
        await _sent(send, _HEARTBEAT)

    async def _end(self, answer: Answer, send: Send) -> None:
        with suppress(_ReaderGone):
            if not self._is_begun:
                await self._begin(event_status(answer.status), send, answer.retry_after_s)
            await _sent(send, events_of(answer.body), more=False)


def _next(body: bytes) -> bytes:
    return b"event: next\ndata: " + body + b"\n\n"


async def _sent(send: Send, body: bytes, *, more: bool = True) -> None:
    """Raises _ReaderGone where nobody takes it."""
    try:
        async with asyncio.timeout(_SEND_S):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise _ReaderGone from None


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
